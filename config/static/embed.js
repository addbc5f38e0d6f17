/* Turns links with the class "bureau-directory" into frames. A link stays until its frame has shown
   something, so a page that forbids frames keeps the link. /en/partners/ says more. */
(function () {
  var script = document.currentScript;
  if (!script) return;
  var home = document.createElement('a');
  home.href = script.src;
  var origin = home.protocol + '//' + home.host;
  var frames = [];

  function upgrade(link) {
    if (link.protocol + '//' + link.host !== origin) return;
    link.className = link.className.replace(/\bbureau-directory\b/, '');
    var source = origin + '/embed/v1/?url=' + encodeURIComponent(link.href);
    ['lang', 'theme', 'parts'].forEach(function (name) {
      var value = link.getAttribute('data-' + name);
      if (value) source += '&' + name + '=' + encodeURIComponent(value);
    });
    var frame = document.createElement('iframe');
    frame.title = link.textContent;
    frame.width = '100%';
    frame.height = 1;
    frame.frameBorder = '0';
    frame.onload = function () {
      frame.contentWindow.postMessage('bureau-directory', origin);
    };
    frame.src = source;
    frames.push({ frame: frame, link: link });
    link.parentNode.insertBefore(frame, link);
  }

  function start() {
    [].slice.call(document.querySelectorAll('a.bureau-directory')).forEach(upgrade);
  }

  window.addEventListener('message', function (event) {
    if (event.origin !== origin) return;
    frames.forEach(function (pair) {
      var height = event.data && event.data.bureauDirectoryHeight;
      if (pair.frame.contentWindow !== event.source || !(height > 0 && height < 9999)) return;
      pair.frame.height = Math.ceil(height);
      if (pair.link.parentNode) pair.link.parentNode.removeChild(pair.link);
    });
  });

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
