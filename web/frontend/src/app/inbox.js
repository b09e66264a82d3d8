// The inbox by keyboard, and the bar that names what the chosen tasks have in common. Without it the page's links,
// boxes and buttons do the same.
const TYPED = 'input:not([type="checkbox"]), select, textarea, [contenteditable]';

export function driveInbox(root) {
  const bar = root.querySelector('form[data-bulk]');
  const rows = [...root.querySelectorAll('table.inbox tr[data-task]')];
  if (!rows.length) return;
  if (bar) {
    root.addEventListener('change', (event) => { if (event.target.form === bar) tell(bar, rows); });
    tell(bar, rows);
  }
  root.addEventListener('keydown', (event) => press(event, root, rows, bar));
}

function tell(bar, rows) {
  const picked = rows.filter((row) => box(row)?.checked);
  for (const row of rows) row.classList.toggle('picked', Boolean(box(row)?.checked));
  const steps = new Set(picked.map((row) => row.dataset.step));
  bar.hidden = picked.length === 0;
  bar.querySelector('[data-bulk-count]').textContent = bar.dataset.some.replace('{n}', picked.length);
  bar.querySelector('[data-bulk-common]').textContent =
    steps.size === 1 ? bar.dataset.same.replace('{step}', [...steps][0]) : bar.dataset.mixed;
  bar.querySelector('[value="complete"]').disabled = steps.size !== 1;
}

function press(event, root, rows, bar) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPED)) return;
  const here = rows.findIndex((row) => row.classList.contains('here'));
  const acts = {
    j: () => stand(rows, Math.min(here + 1, rows.length - 1)),
    k: () => stand(rows, Math.max(here - 1, 0)),
    x: () => here >= 0 && box(rows[here])?.click(),
    c: () => here >= 0 && rows[here].querySelector('[data-claim]')?.click(),
    b: () => bar && !bar.hidden && bar.querySelector('button:not([disabled])').focus(),
    '/': () => root.querySelector('.filters [name="q"]').focus(),
    '?': () => open(root.querySelector('#keys')),
  };
  if (!Object.hasOwn(acts, event.key)) return;
  event.preventDefault();
  acts[event.key]();
}

// The focus goes to the row's link, so that Enter opens it and a screen reader says where one is.
function stand(rows, index) {
  for (const [number, row] of rows.entries()) row.classList.toggle('here', number === index);
  rows[index].querySelector('.t1').focus();
}

function open(fold) {
  fold.open = true;
  fold.querySelector('summary').focus();
}

function box(row) {
  return row.querySelector('.ck');
}
