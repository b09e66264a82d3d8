// What the server's check found: a list with links into the drawing, and a mark on each element concerned.
const WORDS = { error: '错误', warning: '警告' };
const MARKERS = ['finding-error', 'finding-warning'];

export class Findings {
  constructor(panel, editor, onPick) {
    this.list = panel.querySelector('[data-findings]');
    this.summary = panel.querySelector('[data-summary]');
    this.editor = editor;
    this.onPick = onPick;
    this.marked = [];
  }

  show(findings) {
    this.clear();
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    this.summary.textContent = sum(errors, findings.length - errors);
    this.list.replaceChildren(...findings.map((finding) => this.entry(finding)));
    const byElement = Map.groupBy(findings.filter((finding) => this.drawn(finding)), ({ element }) => element);
    for (const [element, told] of byElement) this.mark(element, told);
  }

  clear() {
    const canvas = this.editor.get('canvas');
    const registry = this.editor.get('elementRegistry');
    for (const id of this.marked) {
      if (registry.get(id)) for (const marker of MARKERS) canvas.removeMarker(id, marker);
    }
    this.marked = [];
    this.editor.get('overlays').remove({ type: 'finding' });
    this.list.replaceChildren();
    this.summary.textContent = '';
  }

  // After a change the marks may be wrong; the list stays, dimmed, until the next check.
  growOld() {
    if (this.list.childElementCount) this.summary.textContent = '图已改动，下面是改动前的检查结果。';
  }

  drawn({ element, elsewhere }) {
    return !elsewhere && element && this.editor.get('elementRegistry').get(element)?.parent;
  }

  mark(id, told) {
    const worst = told.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
    this.editor.get('canvas').addMarker(id, `finding-${worst}`);
    this.marked.push(id);
    const label = `${WORDS[worst]}：${told.map(({ message }) => message).join('')}`;
    const badge = button(`finding-mark ${worst}`, worst === 'error' ? '✕' : '!', () => this.onPick(id));
    badge.title = label;
    badge.setAttribute('aria-label', label);
    this.editor.get('overlays').add(id, 'finding', {
      position: { top: -11, left: -11 }, scale: { min: 0.8, max: 1.2 }, html: badge,
    });
  }

  entry(finding) {
    const { severity, message, element, line, elsewhere } = finding;
    const item = document.createElement('li');
    item.className = severity;
    const word = document.createElement('b');
    word.textContent = WORDS[severity];
    const text = document.createElement('span');
    text.textContent = message;
    item.append(word, text);
    const where = document.createElement('small');
    if (this.drawn(finding)) where.append(button('link', nameOf(this.editor, element), () => this.onPick(element)));
    else where.append([elsewhere, element, line && `第 ${line} 行`].filter(Boolean).join(' · '));
    item.append(where);
    return item;
  }
}

function nameOf(editor, id) {
  return editor.get('elementRegistry').get(id).businessObject.name || id;
}

function sum(errors, warnings) {
  if (!errors && !warnings) return '没有发现问题。';
  const parts = [errors && `${errors} 处错误`, warnings && `${warnings} 处警告`].filter(Boolean).join('，');
  return errors ? `${parts}。改正错误后才能提交审批。` : `${parts}，没有错误。`;
}

function button(className, face, act) {
  const node = document.createElement('button');
  node.type = 'button';
  node.className = className;
  node.textContent = face;
  node.addEventListener('click', act);
  return node;
}
