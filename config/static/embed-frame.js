/* Tells the page around the frame how high the card is, once that page has asked. */
(function () {
  var host = '';
  function tell() {
    var height = document.documentElement.offsetHeight;
    if (host) window.parent.postMessage({ bureauDirectoryHeight: height }, host);
  }
  if (window.parent === window) return;
  window.addEventListener('message', function (event) {
    if (event.source !== window.parent || event.data !== 'bureau-directory') return;
    host = event.origin === 'null' ? '*' : event.origin;
    tell();
  });
  if (window.ResizeObserver) new ResizeObserver(tell).observe(document.documentElement);
})();
