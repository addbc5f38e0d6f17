// Optional: all works without it
document.documentElement.classList.add('js');
document.addEventListener('click', event => {
  const button = event.target.closest('[data-copy]');
  if (!button || !navigator.clipboard) return;
  const copied = document.getElementById(button.dataset.copy), place = button.parentNode;
  navigator.clipboard.writeText(copied.innerText).then(() => {
    const status = place.querySelector('[role]') ||
      place.appendChild(document.createElement('span'));
    status.role = 'status';
    status.className = 'small';
    status.textContent = button.dataset.copied;
  });
});
(box => {
  if (!box) return;
  const list = box.form.querySelector('ul');
  let at, timer, asked;
  const show = ({ items = [] }) => {
    at = -1;
    list.replaceChildren(...items.map((item, n) => Object.assign(document.createElement('li'), {
      id: 's' + n, role: 'option', textContent: `${item.label} · ${item.kind}`,
      onmousedown() { location = item.url; }
    })));
    list.hidden = !items.length;
    box.ariaExpanded = !list.hidden;
    box.removeAttribute('aria-activedescendant');
  };
  box.role = 'combobox';
  show({});
  box.onblur = () => show({});
  box.oninput = () => {
    clearTimeout(timer);
    asked?.abort();
    const { signal } = asked = new AbortController();
    timer = setTimeout(() => fetch(box.dataset.suggest + encodeURIComponent(box.value), { signal })
      .then(r => r.json()).then(show).catch(() => {}), 250);
  };
  box.onkeydown = event => {
    const n = list.childElementCount, step = { ArrowDown: 1, ArrowUp: n - 1 + (at < 0) }[event.key];
    if (event.key == 'Escape') show({});
    if (!n || !(step || event.key == 'Enter' && at >= 0)) return;
    event.preventDefault();
    if (!step) return list.children[at].onmousedown();
    at = (at + step) % n;
    for (const li of list.children) li.ariaSelected = li.id == 's' + at;
    box.setAttribute('aria-activedescendant', 's' + at);
  };
})(document.querySelector('[data-suggest]'));
