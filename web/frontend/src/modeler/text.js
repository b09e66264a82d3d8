// A file as text, in the encoding that it declares, with one kind of line break, as XML 1.0 §2.11 wants it; what is saved
// is always UTF-8, and says so.
const DECLARED = /^(\s*<\?xml[^>]*?encoding\s*=\s*["'])([\w.:-]+)(["'])/;

export function textOf(bytes) {
  const head = new TextDecoder('latin1').decode(bytes.slice(0, 200)).replace(/^\u00ef\u00bb\u00bf/, '');
  const declared = DECLARED.exec(head)?.[2] ?? 'utf-8';
  return new TextDecoder(declared).decode(bytes).replace(/\r\n?/g, '\n').replace(DECLARED, '$1UTF-8$3');
}
