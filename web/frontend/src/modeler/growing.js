// Drawing without a mouse: what follows the chosen element, a flow from it to another, and taking it away.
import { selfAndAllChildren } from 'diagram-js/lib/util/Elements';
import { is } from 'bpmn-js/lib/util/ModelUtil';

const GAP = 50;

export class Growing {
  constructor(panel, editor, onPick) {
    this.editor = editor;
    this.onPick = onPick;
    editor.get('commandStack').register('laurel.append', new Append(editor.get('injector')));
    this.kind = panel.querySelector('[data-kinds]');
    this.target = panel.querySelector('[data-targets]');
    this.shown = null;
    this.buttons = Object.fromEntries(
      ['append', 'connect', 'remove'].map((name) => [name, panel.querySelector(`[data-grow=${name}]`)]),
    );
    this.buttons.append.addEventListener('click', () => this.append());
    this.buttons.connect.addEventListener('click', () => this.connect());
    this.buttons.remove.addEventListener('click', () => this.remove());
    const bus = editor.get('eventBus');
    bus.on('selection.changed', ({ newSelection }) => this.show(newSelection.length === 1 ? newSelection[0] : null));
    bus.on(['commandStack.changed', 'import.done'], () => this.show(this.shown));
    this.show(null);
  }

  show(element) {
    const there = this.editor.get('elementRegistry').get(element?.labelTarget?.id ?? element?.id);
    this.shown = there?.parent ? there : null;
    const source = this.shown && is(this.shown, 'bpmn:FlowNode') && !is(this.shown, 'bpmn:EndEvent');
    const others = source ? this.reachable() : [];
    this.target.replaceChildren(...others.map((each) => new Option(each.businessObject.name || each.id, each.id)));
    this.buttons.append.disabled = this.kind.disabled = !source;
    this.buttons.connect.disabled = this.target.disabled = !others.length;
    this.buttons.remove.disabled = !this.shown;
  }

  reachable() {
    const rules = this.editor.get('bpmnRules');
    const joined = new Set(this.shown.outgoing.map(({ target }) => target));
    const fits = (each) => each !== this.shown && !each.labelTarget && each.parent === this.shown.parent && !joined.has(each);
    return this.editor.get('elementRegistry').filter((each) => is(each, 'bpmn:FlowNode') && fits(each))
      .filter((each) => rules.canConnect(this.shown, each)?.type === 'bpmn:SequenceFlow');
  }

  append() {
    const context = { source: this.shown, type: `bpmn:${this.kind.value}` };
    this.editor.get('commandStack').execute('laurel.append', context);
    this.onPick(context.made.id);
  }

  connect() {
    const target = this.editor.get('elementRegistry').get(this.target.value);
    const flow = this.editor.get('modeling').connect(this.shown, target);
    if (flow) this.onPick(flow.id);
  }

  remove() {
    this.editor.get('modeling').removeElements([this.shown]);
    this.onPick(null);
  }
}

// One command, so that one step of undo takes all of it back: room is made, the new element stands in the row, and what
// followed the old one follows the new. A gateway gets one more way out instead, and an end ends a way of its own.
class Append {
  constructor(injector) {
    this.injector = injector;
  }

  preExecute(context) {
    const { source, type } = context;
    const modeling = this.injector.get('modeling');
    const shape = this.injector.get('elementFactory').createShape({ type });
    const follows = source.outgoing.filter((each) => each.type === 'bpmn:SequenceFlow');
    if (follows.length !== 1 || type === 'bpmn:EndEvent' || is(source, 'bpmn:Gateway')) {
      context.made = this.injector.get('autoPlace').append(source, shape);
      return;
    }
    const right = source.x + source.width;
    const place = { x: right + GAP + shape.width / 2, y: source.y + source.height / 2 };
    if (follows[0].target.x < place.x + shape.width / 2 + GAP) this.makeRoom(right + GAP / 2, shape.width + GAP);
    context.made = modeling.appendShape(source, shape, place, source.parent);
    modeling.reconnectStart(follows[0], context.made, { x: place.x + shape.width / 2, y: place.y });
  }

  // Everything to the right of a line moves on; pools and lanes grow.
  makeRoom(start, width) {
    const all = selfAndAllChildren(this.injector.get('canvas').getRootElement(), true);
    const { movingShapes, resizingShapes } = this.injector.get('spaceTool').calculateAdjustments(all, 'x', width, start);
    this.injector.get('modeling').createSpace(movingShapes, resizingShapes, { x: width, y: 0 }, 'e', start);
  }
}
