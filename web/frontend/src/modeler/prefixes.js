// An attribute with the prefix of its own element (<x:a x:b="1"/>) loses that prefix when bpmn-js writes a foreign
// element, and <x:a b="1"/> is something else. While the file is written such an attribute goes by another name.
const HIDDEN = / laurel-hidden\.([\w-]+)\.([\w.-]+)="/g;

// Takes the prefixes out of sight; the function that is returned takes it back.
export function hidePrefixes(element) {
  const [prefix] = element.$type.split(':');
  const renamed = Object.keys(element).filter((key) => key.startsWith(`${prefix}:`) && /^[\w-]+:[\w.-]+$/.test(key));
  const rename = (from, to) => {
    element[to] = element[from];
    delete element[from];
  };
  for (const key of renamed) rename(key, hidden(key));
  return () => {
    for (const key of renamed) rename(hidden(key), key);
  };
}

export function showPrefixes(xml) {
  return xml.replace(HIDDEN, ' $1:$2="');
}

function hidden(key) {
  return `laurel-hidden.${key.replace(':', '.')}`;
}
