// A button of the form that adds, removes or moves a row brings a new form, in which the button is another one: the
// focus goes where the work goes on, or it would begin at the top of the page again.
const BUTTON = 'button[name^="_"][hx-post]';
const FIELD = 'input:not([type="hidden"]), select, textarea';
let pressed = null;

document.addEventListener('htmx:before:request', ({ target }) => {
  const button = target.closest?.(BUTTON);
  pressed = button && { name: button.name, value: button.value, form: button.form };
});

document.addEventListener('htmx:after:swap', () => {
  if (!pressed) return;
  const { name, value } = pressed;
  pressed = null;
  if (document.activeElement && document.activeElement !== document.body) return;
  (name === '_add' ? added(value) : (same(name, value) ?? neighbour(value)))?.focus();
});

// The first field of the row that has come.
function added(list) {
  const rows = [...document.querySelectorAll('input[type="hidden"]')].filter(
    ({ name }) => name.startsWith(`${list}[`) && name.endsWith('].row_here'),
  );
  const row = rows.at(-1)?.closest('fieldset');
  return row?.querySelector(FIELD) ?? same('_add', list);
}

function same(name, value) {
  const found = document.querySelector(`button[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
  return found?.disabled ? null : found;
}

// The row is gone, or stands at an end: what else may be done there.
function neighbour(value) {
  const here = `button[value="${CSS.escape(value)}"]:not([disabled])`;
  return document.querySelector(here) ?? same('_add', value.replace(/\[\d+\]$/, ''));
}
