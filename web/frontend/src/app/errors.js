// After a failed submission the reader starts at the error summary; its entries lead to their fields.
export function focusErrorSummary(root) {
  const summary = root.querySelector('.errsum:not([data-seen])');
  if (!summary) return;
  summary.dataset.seen = '';
  summary.tabIndex = -1;
  summary.focus();
  summary.addEventListener('click', followToField);
}

// A fieldset or group cannot take the focus itself: its first control does.
function followToField(event) {
  const link = event.target.closest('a[href^="#"]');
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  const control = field.matches('input, select, textarea') ? field : field.querySelector('input, select, textarea');
  if (!control) return;
  event.preventDefault();
  control.focus();
}
