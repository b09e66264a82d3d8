// Rows chosen in a list: one by one, a stretch with the Shift key, all of the page, all of the same step; and the bar
// that says how many they are and what they have in common.
export function choosing(root, bar, rows) {
  const boxes = rows.map((row) => row.querySelector('.ck'));
  const every = root.querySelector('[data-choose-all]');
  let last = -1; // the box that was turned last: a stretch begins there

  const tell = () => {
    const picked = rows.filter((_, number) => boxes[number].checked);
    const steps = new Set(picked.map((row) => row.dataset.step));
    for (const [number, row] of rows.entries()) row.classList.toggle('picked', boxes[number].checked);
    every.checked = picked.length === rows.length;
    every.indeterminate = picked.length > 0 && picked.length < rows.length;
    bar.hidden = picked.length === 0;
    bar.querySelector('[data-bulk-count]').textContent = bar.dataset.some.replace('{n}', picked.length);
    bar.querySelector('[data-bulk-common]').textContent =
      steps.size === 1 ? bar.dataset.same.replace('{step}', [...steps][0]) : bar.dataset.mixed;
    bar.querySelector('[value="complete"]').disabled = steps.size !== 1;
    const more = rows.filter((row, number) => steps.has(row.dataset.step) && !boxes[number].checked).length;
    const alike = bar.querySelector('[data-choose-alike]');
    alike.hidden = steps.size !== 1 || more === 0;
    alike.textContent = alike.dataset.text.replace('{n}', more);
  };
  const set = (wanted, value) => {
    for (const [number, box] of boxes.entries()) if (wanted(number)) box.checked = value;
    tell();
  };
  const reach = (from, to) => {
    set((number) => number >= Math.min(from, to) && number <= Math.max(from, to), true);
    last = to;
  };
  const turn = (number) => {
    set((one) => one === number, !boxes[number].checked);
    last = number;
  };
  const alike = () => {
    const steps = new Set(rows.filter((_, number) => boxes[number].checked).map((row) => row.dataset.step));
    set((number) => steps.has(rows[number].dataset.step), true);
  };
  const all = () => set(() => true, !boxes.every((box) => box.checked));
  const none = () => set(() => true, false);

  for (const [number, box] of boxes.entries()) {
    box.addEventListener('click', ({ shiftKey }) => {
      const value = box.checked;
      if (shiftKey && last >= 0) set((one) => one >= Math.min(last, number) && one <= Math.max(last, number), value);
      else tell();
      last = number;
    });
  }
  every.hidden = false;
  every.addEventListener('click', () => set(() => true, every.checked));
  bar.querySelector('[data-choose-alike]').addEventListener('click', alike);
  const undo = bar.querySelector('[data-choose-none]');
  undo.hidden = false;
  undo.addEventListener('click', none);
  window.addEventListener('pageshow', tell); // a browser that goes back gives the ticks back
  tell();
  return { turn, all, none, alike, reach: (from, to) => reach(Math.max(from, 0), to), focus: () => !bar.hidden && bar.querySelector('button:not([disabled])').focus() };
}
