// “图 | 大纲”: two views of one thing. The toggle appears only when there is a drawing to change to.
import { t } from '../app/words.js';

export function offerTwins(island) {
  const toggle = island.querySelector('[data-twins]');
  if (toggle) {
    toggle.hidden = false;
    toggle.addEventListener('click', (event) => choose(island, event));
  }
  show(island, 'canvas');
}

// The drawing failed: the outline remains, and a sentence says so.
export function showOutline(island) {
  island.querySelector('[data-canvas]').hidden = true;
  island.querySelector('[data-outline]').hidden = false;
  const note = island.querySelector('[data-note]');
  if (!note) return;
  note.hidden = false;
  note.textContent = t('图没有画出来。下面的大纲与图内容相同。');
}

function choose(island, event) {
  const link = event.target.closest('[data-show]');
  if (!link) return;
  event.preventDefault();
  show(island, link.dataset.show);
}

function show(island, view) {
  island.querySelector('[data-canvas]').hidden = view !== 'canvas';
  island.querySelector('[data-outline]').hidden = view !== 'outline';
  for (const link of island.querySelectorAll('[data-twins] [data-show]')) {
    if (link.dataset.show === view) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}
