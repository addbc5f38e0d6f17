// Optional. Every page works without this file.
document.documentElement.classList.add('js');
document.addEventListener('click', function (event) {
  var button = event.target.closest('[data-copy]');
  if (!button || !navigator.clipboard) return;
  var text = document.getElementById(button.dataset.copy).innerText;
  navigator.clipboard.writeText(text).then(function () {
    var status = button.parentNode.querySelector('[role=status]');
    if (!status) {
      status = button.parentNode.appendChild(document.createElement('span'));
      status.setAttribute('role', 'status');
      status.className = 'small';
    }
    status.textContent = button.dataset.copied;
  });
});
