// How much of the drawing is seen around an element that is scrolled to: as wished, as far as the window allows.

const ELEMENT = 140; // pixels that the element itself needs

export function around(canvas, wished) {
  const { width } = canvas.getSize();
  const beside = Math.max(0, (width - ELEMENT) / 2);
  return { ...wished, left: Math.min(wished.left, beside), right: Math.min(wished.right, beside) };
}
