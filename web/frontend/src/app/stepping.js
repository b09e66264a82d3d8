// Enter in a form marked data-steps goes to the next field and completes nothing by accident: down the column where
// numbers are entered one below the other. Shift goes back, Ctrl presses the form's own button.
const LINE = 'input:not([type="hidden"], [type="checkbox"], [type="radio"], [type="file"], [type="submit"], [type="button"])';
const FIELD = 'input:not([type="hidden"]), select, textarea';
const BUTTON = '.actbar .pri';

document.addEventListener('keydown', (event) => {
  const { target, key, isComposing } = event;
  const form = key === 'Enter' && !isComposing && !event.altKey && target.closest?.('form[data-steps]');
  if (!form) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.querySelector(BUTTON)?.click();
    return;
  }
  if (!target.matches(LINE)) return;
  event.preventDefault();
  const among = [...form.querySelectorAll(target.matches('.num-in') ? '.num-in' : FIELD)].filter(
    (field) => field === target || (field.checkVisibility() && !field.disabled),
  );
  const next = among[among.indexOf(target) + (event.shiftKey ? -1 : 1)];
  if (next) stand(next);
  else if (!event.shiftKey) form.querySelector(BUTTON)?.focus();
});

function stand(field) {
  field.focus();
  if (field.matches('.num-in')) field.select();
}
