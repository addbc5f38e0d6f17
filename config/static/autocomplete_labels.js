// Select2 gives its boxes no accessible name: they take the label of their field.
(() => {
  const BOXES = '.select2-search__field, .select2-selection--single, .select2-selection__rendered[role]';
  const name = box => {
    const shown = box.closest('select + .select2-container') ??
      document.querySelector('select + .select2-container--open');
    const text = shown?.previousElementSibling.labels[0]?.textContent.trim();
    if (text) box.setAttribute('aria-label', text);
  };
  const nameAll = () =>
    document.querySelectorAll(`:is(${BOXES}):not([aria-label])`).forEach(name);
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
})();
