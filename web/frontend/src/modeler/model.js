// Walking the model that bpmn-js reads from a file, drawn or not.

// Every element of the standard, or of a dialect that is known.
export function* elements(element) {
  yield element;
  for (const part of parts(element)) if (!part.$descriptor.isGeneric) yield* elements(part);
}

// Every element of a dialect that nobody knows; it is carried along as it came.
export function foreign(definitions) {
  const tops = [...elements(definitions)].flatMap((element) => [...parts(element)].filter((part) => part.$descriptor.isGeneric));
  const found = [];
  for (let next = tops; next.length; next = next.flatMap(({ $children }) => $children ?? [])) found.push(...next);
  return found;
}

function* parts(element) {
  for (const { name, isReference, isVirtual } of element.$descriptor.properties) {
    if (isReference || isVirtual || !Object.hasOwn(element, name)) continue;
    for (const part of [element[name]].flat()) if (part?.$descriptor) yield part;
  }
}
