// Say beneath the fields for a phone and a fax, while they are typed, how each number is read.
(() => {
  const WAIT = 300; // milliseconds without a key
  const waiting = new WeakMap();
  const place = () => document.getElementById('id_region');

  const said = input => {
    const { parentElement: row } = input;
    let output = row.querySelector(`output[for="${input.id}"]`);
    if (!output) {
      output = Object.assign(document.createElement('output'), { className: 'reading' });
      output.htmlFor = input.id;
      row.append(output);
    }
    return output;
  };

  const read = async input => {
    const { value: text } = input;
    const query = new URLSearchParams({ text, region: place()?.value ?? '' });
    const answer = text.trim() && await fetch(`${input.dataset.reading}?${query}`);
    if (text === input.value) said(input).value = answer?.ok ? (await answer.json()).reading : '';
  };

  const readSoon = input => {
    clearTimeout(waiting.get(input));
    waiting.set(input, setTimeout(read, WAIT, input));
  };

  const readAll = () => document.querySelectorAll('[data-reading]').forEach(readSoon);

  document.addEventListener('input', ({ target }) => target.matches('[data-reading]') && readSoon(target));
  addEventListener('DOMContentLoaded', () => {
    readAll();
    window.django?.jQuery('#id_region').on('change', readAll); // Select2 tells only jQuery
  });
})();
