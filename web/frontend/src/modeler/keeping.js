// Nothing of a file is lost by opening and saving it. bpmn-js keeps what it knows and carries along foreign attributes
// and extensions. Five things it drops without a word, and this puts them back into what is saved: drawn parts that it
// does not show (a process that no pool refers to, an edge of nothing), references that lead nowhere, attributes that
// say what the standard says anyway, the prefix of a foreign attribute on an element of the same namespace, and a line
// break of the kind CR in an attribute. Comments it drops as well; the page says so (desk.js).
import { getDi } from 'bpmn-js/lib/util/ModelUtil';
import { elements, foreign } from './model.js';
import { hidePrefixes, showPrefixes } from './prefixes.js';

const AFTER_ORDERING = 500; // bpmn-js gathers the drawn parts anew at 2000

function Keeping(bpmnjs, eventBus, elementRegistry) {
  let undrawn = []; // [plane, its parts that are not on the canvas]
  let dangling = []; // {element, property, value}
  let plain = []; // {element, name}: attributes with the value that they would have anyway
  let lent = []; // what takes the stand-ins back

  eventBus.on('import.done', ({ error, warnings }) => {
    if (error) return;
    dangling = warnings.filter(({ element, property, value }) => element && property && value);
    plain = [...elements(bpmnjs.getDefinitions())].flatMap(withDefault);
    const drawn = new Set(elementRegistry.getAll().map(getDi));
    undrawn = planes().map((plane) => [plane, plane.get('planeElement').filter((part) => !drawn.has(part))]);
  });
  eventBus.on('saveXML.start', AFTER_ORDERING, () => {
    for (const [plane, parts] of undrawn) {
      const there = plane.get('planeElement');
      there.push(...parts.filter((part) => !there.includes(part) && stillMeant(part)));
    }
    lent = [...dangling.map(lend), ...plain.map(box), ...foreign(bpmnjs.getDefinitions()).map(hidePrefixes)];
  });
  eventBus.on('saveXML.serialized', ({ xml }) => showPrefixes(xml).replaceAll('\r', '&#xD;')); // else a reader makes it a space
  eventBus.on('saveXML.done', () => {
    for (const takeBack of lent) takeBack();
    lent = [];
  });

  const planes = () => bpmnjs.getDefinitions().get('diagrams').map(({ plane }) => plane).filter(Boolean);

  // Not when its element was deleted, or has been drawn since.
  function stillMeant({ bpmnElement }) {
    if (!bpmnElement) return true;
    if (elementRegistry.get(bpmnElement.id)) return false;
    let top = bpmnElement;
    while (top.$parent) top = top.$parent;
    return top === bpmnjs.getDefinitions();
  }
}
Keeping.$inject = ['bpmnjs', 'eventBus', 'elementRegistry'];

// A stand-in that has only the id is enough to be written; it is there while the file is saved and not longer.
function lend({ element, property, value }) {
  const { name, isMany } = element.$descriptor.propertiesByName[property];
  const standIn = { id: value };
  const held = element.get(name);
  if (isMany) {
    held.push(standIn);
    return () => held.splice(held.indexOf(standIn), 1);
  }
  if (held) return () => {};
  element.set(name, standIn);
  return () => element.set(name, undefined);
}

// A boxed value is not the default itself and is therefore written; it reads the same.
function box({ element, name }) {
  const value = element[name];
  if (value !== element.$descriptor.propertiesByName[name].default) return () => {};
  element[name] = Object(value);
  return () => { element[name] = value; };
}

function withDefault(element) {
  const said = ({ name, default: usual }) => usual !== undefined && Object.hasOwn(element, name) && element[name] === usual;
  return element.$descriptor.properties.filter(said).map(({ name }) => ({ element, name }));
}

export default { __init__: ['keeping'], keeping: ['type', Keeping] };
