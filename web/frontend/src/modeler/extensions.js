// Reading and writing what the zeebe dialect says about an element. Every change is one command: one step of undo.
const DEFAULTS = {
  'zeebe:FormDefinition': { bindingType: 'deployment' },
  'zeebe:CalledDecision': { bindingType: 'deployment' },
  'zeebe:CalledElement': { bindingType: 'deployment', propagateAllChildVariables: false, propagateAllParentVariables: false },
};

// A place in an element: `zeebe:FormDefinition@formId`, `property:articles`, `conditionExpression`.
export function read({ businessObject }, place) {
  if (place === 'conditionExpression') return businessObject.get('conditionExpression')?.body ?? '';
  if (place.startsWith('property:')) return property(businessObject, place.slice(9))?.value ?? '';
  const [type, name] = place.split('@');
  return extension(businessObject, type)?.get(name) ?? '';
}

export function write(element, place, text, { modeling, bpmnFactory }) {
  const value = text.trim() || undefined;
  if (place === 'conditionExpression') return writeCondition(element, value, modeling, bpmnFactory);
  if (place.startsWith('property:')) return writeProperty(element, place.slice(9), value, modeling, bpmnFactory);
  const [type, name] = place.split('@');
  const held = extension(element.businessObject, type);
  if (held && (value || saysMore(held, name))) return modeling.updateModdleProperties(element, held, { [name]: value });
  if (held) return removeExtension(element, held, modeling);
  if (value) addExtension(element, bpmnFactory.create(type, { ...DEFAULTS[type], [name]: value }), modeling, bpmnFactory);
  return undefined;
}

export function addExtension(element, made, modeling, bpmnFactory) {
  const { businessObject } = element;
  const held = businessObject.extensionElements;
  const container = held ?? bpmnFactory.create('bpmn:ExtensionElements', { values: [] });
  made.$parent = container;
  if (held) return modeling.updateModdleProperties(element, held, { values: [...held.get('values'), made] });
  container.$parent = businessObject;
  container.values = [made];
  return modeling.updateProperties(element, { extensionElements: container });
}

function removeExtension(element, gone, modeling) {
  const { extensionElements } = element.businessObject;
  const values = extensionElements.get('values').filter((each) => each !== gone);
  if (values.length) return modeling.updateModdleProperties(element, extensionElements, { values });
  return modeling.updateProperties(element, { extensionElements: undefined });
}

function writeCondition(element, body, modeling, bpmnFactory) {
  const held = element.businessObject.get('conditionExpression');
  if (held && body) return modeling.updateModdleProperties(element, held, { body });
  const made = body && bpmnFactory.create('bpmn:FormalExpression', { body });
  if (made) made.$parent = element.businessObject;
  return modeling.updateProperties(element, { conditionExpression: made });
}

function writeProperty(element, name, value, modeling, bpmnFactory) {
  const held = property(element.businessObject, name);
  if (held && value) return modeling.updateModdleProperties(element, held, { value });
  const all = extension(element.businessObject, 'zeebe:Properties');
  const made = value && bpmnFactory.create('zeebe:Property', { name, value });
  if (!all) {
    if (!made) return undefined;
    const holder = bpmnFactory.create('zeebe:Properties', { properties: [made] });
    made.$parent = holder;
    return addExtension(element, holder, modeling, bpmnFactory);
  }
  const properties = all.get('properties').filter((each) => each !== held);
  if (made) {
    made.$parent = all;
    properties.push(made);
  }
  if (properties.length === 0) return removeExtension(element, all, modeling);
  return modeling.updateModdleProperties(element, all, { properties });
}

function extension(businessObject, type) {
  return businessObject.get('extensionElements')?.get('values').find(({ $type }) => $type === type);
}

function property(businessObject, name) {
  return extension(businessObject, 'zeebe:Properties')?.get('properties').find((each) => each.name === name);
}

// Whether an extension still means something without one of its attributes; what a default wrote does not count.
function saysMore(held, without) {
  const usual = DEFAULTS[held.$type] ?? {};
  return held.$descriptor.properties.some(
    ({ name, ns }) => ns.localName !== without && Object.hasOwn(held, name) && held[name] !== undefined && !(ns.localName in usual),
  );
}
