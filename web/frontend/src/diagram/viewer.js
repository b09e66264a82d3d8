// Drawing one diagram in a region: the house's colours, a height that follows the drawing, readable text.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { panByTouch } from './touch.js';
import { frame } from './frame.js';
import { looks } from './looks.js';
import { t } from '../app/words.js';
import { isAny } from 'bpmn-js/lib/features/modeling/util/ModelingUtil';

// What a viewer says by itself; the rest of bpmn.io's words belong to the modeller.
const WORDS = {
  'Open {element}': ({ element }) => t('打开%(element)s', { element }),
  element: () => t('子流程'),
};
const spoken = {
  translate: ['value', (text, facts = {}) => WORDS[text]?.(facts) ?? text.replace(/{(\w+)}/g, (_, name) => facts[name])],
};

export async function drawDiagram(region, source, process) {
  const wheel = { enabled: false };
  const viewer = new NavigatedViewer({
    container: region,
    ...looks(region),
    zoomScroll: wheel,
    additionalModules: [spoken],
  });
  const { warnings } = await viewer.importXML(source);
  for (const { message } of warnings) console.warn(message);
  await openSheet(viewer, process);
  quietLanes(viewer);
  wheelOnlyWithFocus(region, viewer, wheel);
  panByTouch(viewer.get('canvas'));
  return { viewer, fit: fitter(region, viewer) };
}

// A file may draw each of its processes on a sheet of its own: the one that has this process is shown.
async function openSheet(viewer, process) {
  const sheets = viewer.getDefinitions().diagrams ?? [];
  const has = (drawn) =>
    drawn?.id === process || drawn?.participants?.some(({ processRef }) => processRef?.id === process);
  const wanted = sheets.find(({ plane }) => has(plane?.bpmnElement));
  if (wanted && wanted !== sheets[0]) await viewer.open(wanted);
}

// Pools and lanes are ground, not figure: hairlines.
function quietLanes(viewer) {
  const lanes = viewer.get('elementRegistry').filter((element) => isAny(element, ['bpmn:Participant', 'bpmn:Lane']));
  for (const { id } of lanes) viewer.get('canvas').addMarker(id, 'lane');
}

// A page scrolled with the wheel must not get stuck in the diagram: the wheel moves it only while it has the focus.
function wheelOnlyWithFocus(region, viewer, wheel) {
  const set = (enabled) => {
    wheel.enabled = enabled;
    viewer.get('zoomScroll').toggle(enabled);
  };
  region.addEventListener('focusin', () => set(true));
  region.addEventListener('focusout', () => set(false));
}

// Fits now, and again whenever the region's width changes.
function fitter(region, viewer) {
  const canvas = viewer.get('canvas');
  let wanted = [];
  let whole = false;
  const apply = () => {
    const boxes = wanted.map((id) => viewer.get('elementRegistry').get(id)).filter(Boolean);
    const { height, viewbox } = frame(canvas.viewbox().inner, region.clientWidth, window.innerHeight, boxes, whole);
    region.style.height = `${height}px`;
    canvas.resized();
    canvas.viewbox(viewbox);
  };
  let width = region.clientWidth;
  new ResizeObserver(() => {
    if (region.clientWidth === width || region.clientWidth === 0) return;
    width = region.clientWidth;
    apply();
  }).observe(region);
  return (elements, all = false) => {
    wanted = elements ?? wanted;
    whole = all;
    apply();
  };
}
