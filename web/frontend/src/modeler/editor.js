// The modeller of bpmn.io in the house's colours and words; for what may only be read, its viewer.
import Modeler from 'bpmn-js/lib/Modeler';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';
import { looks } from '../diagram/looks.js';
import { panByTouch } from '../diagram/touch.js';
import { addZoom } from '../diagram/zoom.js';
import house from './house.js';
import keeping from './keeping.js';
import { chinese } from './words.js';

const MARGIN = { palette: 120, bottom: 54, other: 24 }; // pixels: what stands over the canvas covers no element
const READABLE = 0.72; // below it labels fall under 9 px
const LARGEST = 1.15;

export function makeEditor(region, readOnly) {
  const Kind = readOnly ? NavigatedViewer : Modeler;
  const editor = new Kind({
    container: region,
    ...looks(region),
    moddleExtensions: { zeebe },
    additionalModules: [{ translate: ['value', chinese] }, keeping, ...(readOnly ? [] : [house])],
  });
  const fit = fitter(region, editor, readOnly ? MARGIN.other : MARGIN.palette);
  addZoom(region, editor, fit);
  if (readOnly) panByTouch(editor.get('canvas'));
  return { editor, fit };
}

// Starts at the beginning of the drawing, readable; fit(null, true) shows the whole. Again when the width changes.
function fitter(region, editor, left) {
  const fit = (_, whole = false) => {
    const canvas = editor.get('canvas');
    canvas.resized();
    const { inner, outer } = canvas.viewbox();
    const margin = region.clientWidth < 720 ? MARGIN.other : left;
    const free = { width: outer.width - margin - MARGIN.other, height: outer.height - MARGIN.other - MARGIN.bottom };
    const fitting = Math.min(free.width / inner.width, free.height / inner.height, LARGEST);
    const scale = whole ? fitting : Math.max(fitting, READABLE);
    const spare = Math.max(0, free.height / scale - inner.height) / 2;
    canvas.viewbox({
      x: inner.x - margin / scale,
      y: inner.y - MARGIN.other / scale - spare,
      width: outer.width / scale,
      height: outer.height / scale,
    });
  };
  let width = region.clientWidth;
  new ResizeObserver(() => {
    if (region.clientWidth === width || region.clientWidth === 0) return;
    width = region.clientWidth;
    fit();
  }).observe(region);
  return fit;
}

// Opens a text; its warnings are told to whoever looks into the console, a text that cannot be read throws.
export async function openText({ editor, fit }, text, name) {
  const { warnings } = await editor.importXML(text);
  for (const { message } of warnings) console.info(message);
  const svg = editor.get('canvas')._svg;
  svg.setAttribute('role', 'application');
  svg.setAttribute('aria-label', `画布：${name}`);
  fit();
}

export async function textOfDrawing({ editor }) {
  const { xml } = await editor.saveXML({ format: true });
  return xml;
}
