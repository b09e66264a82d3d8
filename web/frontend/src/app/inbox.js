// The inbox by keyboard, and the bar that names what the chosen tasks have in common. Without it the page's links,
// boxes and buttons do the same.
import { choosing } from './choosing.js';

const TYPED = 'input:not([type="checkbox"]), select, textarea, [contenteditable]';

export function driveInbox(root) {
  const bar = root.querySelector('form[data-bulk]');
  const rows = [...root.querySelectorAll('table.inbox tr[data-task]')];
  if (!rows.length) return;
  const chosen = bar && choosing(root, bar, rows);
  root.addEventListener('keydown', (event) => press(event, root, rows, chosen));
}

function press(event, root, rows, chosen) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPED)) return;
  const here = rows.findIndex((row) => row.classList.contains('here'));
  const down = Math.min(here + 1, rows.length - 1);
  const up = Math.max(here - 1, 0);
  const acts = {
    j: () => stand(rows, down),
    k: () => stand(rows, up),
    J: () => { chosen?.reach(here, down); stand(rows, down); },
    K: () => { chosen?.reach(here, up); stand(rows, up); },
    x: () => here >= 0 && chosen?.turn(here),
    a: () => chosen?.all(),
    s: () => chosen?.alike(),
    Escape: () => chosen?.none(),
    c: () => here >= 0 && rows[here].querySelector('[data-claim]')?.click(),
    b: () => chosen?.focus(),
    n: () => root.querySelector('.pager [rel="next"]')?.click(),
    p: () => root.querySelector('.pager [rel="prev"]')?.click(),
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
