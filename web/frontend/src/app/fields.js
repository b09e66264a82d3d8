// Small help while typing: characters counted as the server counts them, and numbers stepped with the arrow keys.
document.addEventListener('input', ({ target }) => {
  const count = target.id && document.querySelector(`[data-counts="${CSS.escape(target.id)}"]`);
  if (!count) return;
  const length = [...target.value.trim()].length;
  count.firstElementChild.textContent = length;
  count.classList.toggle('bad-t', length > Number(count.dataset.most));
});

document.addEventListener('keydown', (event) => {
  const { target, key } = event;
  const step = Number(target.dataset?.step);
  if (!step || (key !== 'ArrowUp' && key !== 'ArrowDown')) return;
  const now = Number(target.value || 0);
  if (Number.isNaN(now)) return;
  event.preventDefault();
  const { min = -Infinity, max = Infinity } = target.dataset;
  const places = (String(target.dataset.step).split('.')[1] ?? '').length;
  const next = Math.min(Number(max), Math.max(Number(min), now + (key === 'ArrowUp' ? step : -step)));
  target.value = next.toFixed(Math.max(places, (target.value.split('.')[1] ?? '').length));
  target.dispatchEvent(new Event('input', { bubbles: true }));
});
