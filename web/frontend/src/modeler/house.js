// What is drawn anew is drawn as this house wants it: ids in small letters with hyphens, a task is a user task unless
// somebody says otherwise, and an element that changes its type drops what the new type does not know.
import CommandInterceptor from 'diagram-js/lib/command/CommandInterceptor';
import BpmnFactory from 'bpmn-js/lib/features/modeling/BpmnFactory';
import ElementFactory from 'bpmn-js/lib/features/modeling/ElementFactory';
import { is } from 'bpmn-js/lib/util/ModelUtil';
import { addExtension } from './extensions.js';

const STEMS = [
  ['bpmn:Activity', 'step'], ['bpmn:Event', 'event'], ['bpmn:Gateway', 'gateway'], ['bpmn:SequenceFlow', 'flow'],
  ['bpmn:MessageFlow', 'message-flow'], ['bpmn:Participant', 'pool'], ['bpmn:Lane', 'lane'],
];

class HouseFactory extends BpmnFactory {
  _ensureId(element) {
    if (!element.id && this._needsId(element) && !/^\w+di:/.test(element.$type)) {
      element.id = freeId(this._model.ids, stem(element));
    }
    super._ensureId(element);
  }
}
HouseFactory.$inject = BpmnFactory.$inject;

class HouseElements extends ElementFactory {
  create(kind, attrs) {
    const plain = kind === 'shape' && attrs?.type === 'bpmn:Task' && !attrs.businessObject;
    return super.create(kind, plain ? { ...attrs, type: 'bpmn:UserTask' } : attrs);
  }
}
HouseElements.$inject = ElementFactory.$inject;

class HouseRules extends CommandInterceptor {
  constructor(eventBus, modeling, bpmnFactory) {
    super(eventBus);
    this.postExecuted('shape.create', ({ context: { shape } }) => {
      const { businessObject } = shape;
      if (!is(businessObject, 'bpmn:UserTask') || !shape.parent) return;
      const known = businessObject.extensionElements?.get('values') ?? [];
      if (!known.some(({ $type }) => $type === 'zeebe:UserTask')) {
        addExtension(shape, bpmnFactory.create('zeebe:UserTask'), modeling, bpmnFactory);
      }
    });
    this.postExecuted('shape.replace', ({ context: { newShape } }) => {
      const { businessObject } = newShape;
      const { extensionElements } = businessObject;
      const values = extensionElements?.get('values') ?? [];
      const kept = values.filter((value) => allowed(value, businessObject));
      if (kept.length < values.length) modeling.updateModdleProperties(newShape, extensionElements, { values: kept });
    });
  }
}
HouseRules.$inject = ['eventBus', 'modeling', 'bpmnFactory'];

function allowed({ $descriptor }, businessObject) {
  const types = $descriptor.ns && $descriptor.allTypes?.flatMap(({ meta }) => meta?.allowedIn ?? []);
  return !types?.length || types.includes('*') || types.some((type) => is(businessObject, type));
}

function stem(element) {
  const known = STEMS.find(([type]) => is(element, type));
  return known?.[1] ?? element.$type.replace(/^\w+:/, '').replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase();
}

function freeId(ids, word) {
  let number = 1;
  while (ids.assigned(`${word}-${number}`)) number += 1;
  return `${word}-${number}`;
}

export default {
  __init__: ['houseRules'],
  bpmnFactory: ['type', HouseFactory],
  elementFactory: ['type', HouseElements],
  houseRules: ['type', HouseRules],
};
