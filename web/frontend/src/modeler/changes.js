// What differs from what is deployed: the server's list, whose entries lead into the drawing, and marks on what is shown.
import { around } from './room.js';

const MARKS = { added: 'change-added', changed: 'change-changed', removed: 'change-removed' };
const ROOM = { top: 60, right: 320, bottom: 90, left: 320 }; // what stands beside the first change is seen as well

export class Changes {
  constructor(page, editor, onPick) {
    this.panel = page.querySelector('[data-changed]');
    this.list = page.querySelector('[data-changes]');
    this.editor = editor;
    this.list.addEventListener('click', (event) => {
      const link = event.target.closest('[data-element]');
      if (!link) return;
      event.preventDefault();
      onPick(link.dataset.element);
    });
  }

  // A part of the page, rendered and escaped by the server; null if there is nothing to compare.
  show(part) {
    this.panel.hidden = !part;
    this.list.innerHTML = part ?? '';
  }

  // Whoever reads a proposal begins where it differs.
  mark() {
    const registry = this.editor.get('elementRegistry');
    const canvas = this.editor.get('canvas');
    const entries = [...this.list.querySelectorAll('[data-element]')].map(({ dataset }) => dataset);
    const shown = entries.filter(({ element }) => registry.get(element)?.parent);
    for (const { element, kind } of shown) canvas.addMarker(element, MARKS[kind]);
    if (shown.length) canvas.scrollToElement(shown[0].element, around(canvas, ROOM));
  }
}
