// The plain properties of one element: which it is, its name, what the dialect says about it, its documentation, its id.
// The list of elements is also the way to an element without a mouse; below it what may follow can be added.
import { is } from 'bpmn-js/lib/util/ModelUtil';
import { read, write } from './extensions.js';
import { typeName } from './words.js';

const GROUPS = [
  ['环节', (element) => is(element, 'bpmn:FlowNode')],
  ['流向', (element) => is(element, 'bpmn:SequenceFlow')],
  ['其他', (element) => !is(element, 'bpmn:FlowNode') && !is(element, 'bpmn:SequenceFlow')],
];
const ID = /^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/;

export class Properties {
  constructor(panel, editor, onPick) {
    this.panel = panel;
    this.editor = editor;
    this.fields = Object.fromEntries(
      ['element', 'name', 'id', 'documentation'].map((name) => [name, panel.querySelector(`[name=${name}]`)]),
    );
    this.problem = panel.querySelector('[data-problem]');
    this.services = { modeling: editor.get('modeling'), bpmnFactory: editor.get('bpmnFactory') };
    const { element, name, id, documentation } = this.fields;
    element.addEventListener('change', () => onPick(element.value));
    name.addEventListener('change', () => this.change({ name: name.value.trim() || undefined }));
    id.addEventListener('change', () => this.rename(id.value.trim()));
    documentation.addEventListener('change', () => this.document(documentation.value));
    this.placed = [...panel.querySelectorAll('[data-path]')];
    for (const field of this.placed) {
      field.addEventListener('change', () => write(this.shown, field.dataset.path, field.value, this.services));
    }
    const bus = editor.get('eventBus');
    bus.on('selection.changed', ({ newSelection }) => this.show(newSelection.length === 1 ? newSelection[0] : null));
    bus.on(['elements.changed', 'commandStack.changed', 'import.done', 'root.set'], () => {
      this.offer();
      this.show(this.chosen());
    });
    this.offer();
    this.show(null);
  }

  // One place to choose from: the diagram itself, then every element by its name.
  offer() {
    const canvas = this.editor.get('canvas');
    const shown = this.editor.get('elementRegistry').filter(({ labelTarget, parent }) => !labelTarget && parent);
    const root = canvas.getRootElement();
    const whole = new Option(`整张图（${typeName(root.businessObject)}）`, root.id);
    const groups = GROUPS.map(([label, belongs]) => group(label, shown.filter(belongs)));
    this.fields.element.replaceChildren(whole, ...groups.filter(({ childElementCount }) => childElementCount));
  }

  chosen() {
    const selected = this.editor.get('selection').get();
    return selected.length === 1 ? selected[0] : null;
  }

  show(element) {
    this.shown = main(element) ?? this.editor.get('canvas').getRootElement();
    const { businessObject } = this.shown;
    this.fields.element.value = this.shown.id;
    this.fields.name.value = businessObject.get('name') ?? '';
    this.fields.id.value = businessObject.get('id') ?? '';
    this.fields.documentation.value = businessObject.get('documentation')[0]?.text ?? '';
    for (const field of this.placed) field.value = read(this.shown, field.dataset.path);
    for (const part of this.panel.querySelectorAll('[data-for]')) {
      part.hidden = !part.dataset.for.split(' ').some((type) => is(businessObject, `bpmn:${type}`));
    }
    this.problem.textContent = '';
    this.fields.id.removeAttribute('aria-invalid');
  }

  change(properties) {
    this.services.modeling.updateProperties(this.shown, properties);
  }

  rename(id) {
    const { businessObject } = this.shown;
    if (id === businessObject.id) return;
    const taken = businessObject.$model.ids.assigned(id);
    const wrong = !ID.test(id) ? '编号以小写字母开头，只用小写字母、数字、点和短横线。' : taken ? '这个编号图里已经有了。' : '';
    this.problem.textContent = wrong;
    if (wrong) this.fields.id.setAttribute('aria-invalid', 'true');
    else this.change({ id });
  }

  // A file may have several; the first is shown and changed, the others stay.
  document(text) {
    const { businessObject } = this.shown;
    const [first, ...others] = businessObject.get('documentation');
    const { modeling, bpmnFactory } = this.services;
    if (first && text.trim()) return modeling.updateModdleProperties(this.shown, first, { text });
    if (first) return this.change({ documentation: others });
    if (!text.trim()) return undefined;
    const made = bpmnFactory.create('bpmn:Documentation', { text });
    made.$parent = businessObject;
    return this.change({ documentation: [made] });
  }
}

// A label beside its element is that element.
function main(element) {
  return element?.labelTarget ?? element;
}

function group(label, elements) {
  const made = document.createElement('optgroup');
  made.label = label;
  made.append(...elements.map((element) => new Option(title(element), element.id)));
  return made;
}

// A flow without a name is known by where it leads from and to.
function title({ businessObject, source, target }) {
  const name = source && target && !businessObject.get('name') ? `${called(source)} → ${called(target)}` : called({ businessObject });
  return `${name.replace(/\s+/g, ' ')}（${typeName(businessObject)}）`;
}

function called({ businessObject }) {
  return businessObject.get('name') || businessObject.id;
}
