// After a failed submission the reader starts at the error summary; its entries lead to their fields. A summary that
// follows what is typed says by itself that it was seen: nobody is called away from the field they are in.
export function focusErrorSummary(root) {
  const summary = root.querySelector('.errsum:not([data-seen])');
  if (!summary) return;
  summary.dataset.seen = '';
  summary.tabIndex = -1;
  summary.focus();
}

// A fieldset or group cannot take the focus itself: its first control does.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('.errsum a[href^="#"]');
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  const control = field.matches('input, select, textarea') ? field : field.querySelector('input, select, textarea');
  if (!control) return;
  event.preventDefault();
  control.focus();
});
