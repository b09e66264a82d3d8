// Buttons and keys for those who have no wheel. They stand bottom left: bottom right belongs to bpmn.io's mark.
import { t } from '../app/words.js';

const STEP = 1.25;
const RANGE = { min: 0.2, max: 4 };

export function addZoom(region, viewer, fit) {
  const canvas = viewer.get('canvas');
  const by = (factor) => () => canvas.zoom(Math.min(RANGE.max, Math.max(RANGE.min, canvas.zoom() * factor)));
  const acts = [
    ['＋', t('放大'), by(STEP)],
    ['－', t('缩小'), by(1 / STEP)],
    [t('全图'), t('显示全图'), () => fit(null, true)],
  ];
  const bar = document.createElement('div');
  bar.className = 'dia-zoom';
  bar.append(...acts.map(([face, name, act]) => button(face, name, act)));
  region.prepend(bar);
  canvas._svg.addEventListener('keydown', keys({ '+': acts[0][2], '=': acts[0][2], '-': acts[1][2], 0: acts[2][2] }));
}

function button(face, name, act) {
  const node = document.createElement('button');
  node.type = 'button';
  node.className = 'btn sm';
  node.textContent = face;
  node.setAttribute('aria-label', name);
  node.addEventListener('click', act);
  return node;
}

function keys(acts) {
  return (event) => {
    const act = !event.ctrlKey && !event.metaKey && !event.altKey && acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
}
