// One finger moves the diagram sideways; up and down stays the page's own scrolling until the diagram has the focus
// (touch-action in diagram.css), as with the wheel.
export function panByTouch(canvas) {
  const svg = canvas._svg;
  let last = null;
  svg.addEventListener('pointerdown', (event) => {
    last = event.pointerType === 'touch' && event.isPrimary ? event : null;
  });
  svg.addEventListener('pointermove', (event) => {
    if (!last || event.pointerId !== last.pointerId) return;
    const focused = document.activeElement === svg;
    canvas.scroll({ dx: event.clientX - last.clientX, dy: focused ? event.clientY - last.clientY : 0 });
    last = event;
  });
  for (const end of ['pointerup', 'pointercancel']) svg.addEventListener(end, () => { last = null; });
}
