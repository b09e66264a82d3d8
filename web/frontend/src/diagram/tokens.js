// Where a case stands, put on its diagram: walked elements and flows, tokens with the number of their sentence.
import { getShapeIdFromPlane } from 'bpmn-js/lib/util/DrilldownUtil';
import { t } from '../app/words.js';

const BADGE = 22;
const GAP = 2;
const TONES = new Set(['run', 'hold', 'wait', 'due', 'bad']);

// {walked: [id], here: [{element, number, tone, label, href?}]}: from data-tokens-url, or from the JSON script that
// data-tokens names.
export async function readTokens(island) {
  const { tokensUrl, tokens } = island.dataset;
  if (tokens) return JSON.parse(document.getElementById(tokens).textContent);
  if (!tokensUrl) return { walked: [], here: [] };
  const answer = await fetch(tokensUrl, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(`${tokensUrl}: ${answer.status}`);
  return answer.json();
}

export function showTokens(viewer, { walked, here }) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const known = ({ element }) => registry.get(element);
  for (const id of walked) if (registry.get(id)) canvas.addMarker(id, 'walked');
  const standing = new Map();
  for (const token of here.filter(known)) {
    for (const id of places(viewer, token.element)) {
      mark(canvas, id, tone(token));
      standing.set(id, [...(standing.get(id) ?? []), token]);
    }
  }
  for (const [id, tokens] of standing) {
    tokens.forEach((token, index) => badge(viewer, id, token, tokens.length - 1 - index));
  }
  describe(viewer, here.filter(known));
}

// The element, and each collapsed sub-process that hides it from the page's first plane.
function places(viewer, id) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  const shown = [];
  for (let next = id; next && registry.get(next); ) {
    shown.push(next);
    const root = canvas.findRoot(next);
    const holder = root === canvas.getRootElement() ? null : getShapeIdFromPlane(root);
    next = holder === next ? null : holder;
  }
  return shown;
}

function mark(canvas, id, toneName) {
  canvas.addMarker(id, 'here');
  canvas.addMarker(id, `here-${toneName}`);
}

// The last token of an element stands on its top right corner, those before it to the left: they read in order.
function badge(viewer, id, token, after) {
  viewer.get('overlays').add(id, 'token', {
    position: { top: -BADGE / 2, right: BADGE / 2 + after * (BADGE + GAP) },
    scale: { min: 0.8, max: 1.2 },
    html: face(token),
  });
}

function face({ number, label, href, ...token }) {
  const node = document.createElement(href ? 'a' : 'span');
  if (href) node.href = href;
  node.className = `tok dia-tok ${tone(token)}`;
  node.textContent = number;
  node.title = label ?? '';
  if (href) node.setAttribute('aria-label', t('令牌 %(number)s：%(label)s', { number, label }));
  return node;
}

function tone({ tone: name }) {
  return TONES.has(name) ? name : 'run';
}

// The drawing is one image to a screen reader; the outline says the rest.
function describe(viewer, here) {
  const svg = viewer.get('canvas')._svg;
  const where = here.map(({ number, label, element }) => `${number} ${label ?? element}`).join(t('；'));
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', where ? t('流程图，令牌在：%(where)s', { where }) : t('流程图，没有令牌'));
}
