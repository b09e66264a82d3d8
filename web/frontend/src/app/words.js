// A sentence in the page's language: Chinese as it is written here, else what the page brings along as data
// (script#words, from the catalogue of web/translations). Facts come by name: t('还剩 %(n)s 天', { n: 3 }).
const words = JSON.parse(document.getElementById('words')?.textContent ?? '{}');

export function t(sentence, facts = {}) {
  return (words[sentence] ?? sentence).replace(/%\((\w+)\)s/g, (hole, name) => facts[name] ?? hole);
}
