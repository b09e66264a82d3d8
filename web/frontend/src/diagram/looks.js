// How bpmn.io draws in this house. Colours are custom properties, so that a dark page has a dark diagram.
const COLOURS = { defaultFillColor: 'var(--surface)', defaultStrokeColor: 'var(--edge)', defaultLabelColor: 'var(--ink)' };

export function looks(region) {
  return {
    bpmnRenderer: COLOURS,
    textRenderer: { defaultStyle: { fontFamily: getComputedStyle(region).fontFamily } },
  };
}
