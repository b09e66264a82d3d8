// Which part of a diagram to show and how high: pure arithmetic, sizes in CSS pixels.
// Room for a badge on an outer element; below, for the zoom buttons and bpmn.io's mark, which stand on no element.
const MARGIN = { top: 22, right: 22, bottom: 54, left: 22 };
const LARGEST = 1.15;
const READABLE = 0.72; // below it labels fall under 9 px
const LOWEST = 240;

// inner: the drawing's box; focus: boxes of the elements that hold tokens; whole: show all, however small.
export function frame(inner, width, screen, focus, whole) {
  const room = Math.max(LOWEST, Math.round(screen * 0.68));
  const free = { width: width - MARGIN.left - MARGIN.right, height: room - MARGIN.top - MARGIN.bottom };
  const fitting = Math.min(free.width / inner.width, free.height / inner.height, LARGEST);
  const scale = whole ? fitting : Math.max(fitting, READABLE);
  const needed = Math.ceil(inner.height * scale) + MARGIN.top + MARGIN.bottom;
  const height = Math.min(room, Math.max(LOWEST, needed));
  const point = centre(focus) ?? { x: inner.x, y: inner.y + inner.height / 2 };
  return {
    height,
    viewbox: {
      x: start(inner.x - MARGIN.left / scale, inner.x + inner.width + MARGIN.right / scale, width / scale, point.x),
      y: start(inner.y - MARGIN.top / scale, inner.y + inner.height + MARGIN.bottom / scale, height / scale, point.y),
      width: width / scale,
      height: height / scale,
    },
  };
}

// Where to start along one axis: centred when all fits, else around the point but never beyond the drawing.
function start(from, to, shown, around) {
  if (to - from <= shown) return (from + to - shown) / 2;
  return Math.min(Math.max(around - shown / 2, from), to - shown);
}

function centre(boxes) {
  if (boxes.length === 0) return null;
  const [{ x, y, width, height }] = boxes;
  return { x: x + width / 2, y: y + height / 2 };
}
