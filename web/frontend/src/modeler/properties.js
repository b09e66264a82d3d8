// The plain properties of one element: which it is, its name, its id, its documentation. The list of elements is also
// the way to an element without a mouse.
import { typeName } from './words.js';

const ID = /^[A-Za-z_][\w.-]*$/;

export class Properties {
  constructor(panel, editor, onPick) {
    this.editor = editor;
    this.fields = Object.fromEntries(
      ['element', 'name', 'id', 'documentation'].map((name) => [name, panel.querySelector(`[name=${name}]`)]),
    );
    this.problem = panel.querySelector('[data-problem]');
    const { element, name, id, documentation } = this.fields;
    element.addEventListener('change', () => onPick(element.value));
    name.addEventListener('change', () => this.change({ name: name.value.trim() || undefined }));
    id.addEventListener('change', () => this.rename(id.value.trim()));
    documentation.addEventListener('change', () => this.document(documentation.value));
    const bus = editor.get('eventBus');
    bus.on('selection.changed', ({ newSelection }) => this.show(newSelection.length === 1 ? newSelection[0] : null));
    bus.on(['commandStack.changed', 'import.done', 'root.set'], () => {
      this.offer();
      this.show(this.chosen());
    });
    this.offer();
    this.show(null);
  }

  // One place to choose from: the diagram itself, then every element by its name.
  offer() {
    const canvas = this.editor.get('canvas');
    const shown = this.editor.get('elementRegistry').filter(({ labelTarget }) => !labelTarget);
    const root = canvas.getRootElement();
    const whole = new Option(`整张图（${typeName(root.businessObject)}）`, root.id);
    const each = shown.filter(({ parent }) => parent).map((element) => new Option(title(element), element.id));
    this.fields.element.replaceChildren(whole, ...each);
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
    this.problem.textContent = '';
    this.fields.id.removeAttribute('aria-invalid');
  }

  change(properties) {
    this.editor.get('modeling').updateProperties(this.shown, properties);
  }

  rename(id) {
    const { businessObject } = this.shown;
    if (id === businessObject.id) return;
    const taken = businessObject.$model.ids.assigned(id);
    const wrong = !ID.test(id) ? '编号以字母开头，只用字母、数字、点、下划线和短横。' : taken ? '这个编号图里已经有了。' : '';
    this.problem.textContent = wrong;
    if (wrong) this.fields.id.setAttribute('aria-invalid', 'true');
    else this.change({ id });
  }

  // A file may have several; the first is shown and changed, the others stay.
  document(text) {
    const { businessObject } = this.shown;
    const [first, ...others] = businessObject.get('documentation');
    const modeling = this.editor.get('modeling');
    if (first && text.trim()) return modeling.updateModdleProperties(this.shown, first, { text });
    if (first) return this.change({ documentation: others });
    if (!text.trim()) return undefined;
    const made = this.editor.get('bpmnFactory').create('bpmn:Documentation', { text });
    made.$parent = businessObject;
    return this.change({ documentation: [made] });
  }
}

// A label beside its element is that element.
function main(element) {
  return element?.labelTarget ?? element;
}

function title({ businessObject }) {
  const name = businessObject.get('name') || businessObject.id;
  return `${name.replace(/\s+/g, ' ')}（${typeName(businessObject)}）`;
}
