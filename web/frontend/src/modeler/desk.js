// The buttons beside the drawing, and what they know: what the drawing was begun on, and whether it has changed since.
import { Changes } from './changes.js';
import { openText, textOfDrawing } from './editor.js';
import { Findings } from './findings.js';
import { Growing } from './growing.js';
import { Properties } from './properties.js';
import { around } from './room.js';
import { post, send } from './server.js';
import { textOf } from './text.js';

const ROOM = { top: 60, right: 150, bottom: 90, left: 150 }; // around a chosen element: palette, pad, buttons

export class Desk {
  constructor(island, made) {
    this.island = island;
    this.made = made;
    this.editor = made.editor;
    this.opened = island.dataset.opened; // the digest of the text that was drawn on
    this.readOnly = 'readOnly' in island.dataset;
    this.drafted = 'drafted' in island.dataset;
    this.changed = false;
    this.leaving = false;
    const pick = (id) => this.pick(id, true);
    this.findings = new Findings(document, this.editor, pick);
    this.changes = new Changes(document, this.editor, pick);
  }

  begin() {
    this.act('check', () => this.check());
    this.act('save', () => this.save());
    this.act('undo', () => this.editor.get('commandStack').undo());
    this.act('redo', () => this.editor.get('commandStack').redo());
    this.link = document.querySelector('[data-act=download]');
    this.link.addEventListener('click', (event) => this.download(event));
    this.act('reason', () => this.offerProposal());
    if (this.readOnly) this.changes.mark();
    else this.beginDrawing();
    this.offerSteps();
    window.addEventListener('beforeunload', (event) => {
      if (this.changed && !this.leaving) event.preventDefault();
    });
  }

  beginDrawing() {
    for (const node of document.querySelectorAll('[data-needs-script]')) node.hidden = false;
    document.querySelector('[data-open]').addEventListener('change', (event) => this.openFile(event.target));
    document.querySelector('[data-propose]').addEventListener('submit', (event) => {
      event.preventDefault();
      this.propose(event.target);
    });
    const panel = document.querySelector('[data-properties]');
    new Properties(panel, this.editor, (id) => this.pick(id));
    new Growing(panel, this.editor, (id) => this.pick(id));
    this.editor.get('eventBus').on('commandStack.changed', () => this.noteChange());
    this.pick(null);
  }

  act(name, what) {
    for (const node of document.querySelectorAll(`[data-act=${name}]`)) {
      node.hidden = false;
      node.addEventListener('click', (event) => {
        event.preventDefault();
        what();
      });
    }
  }

  // Shows an element in the middle and chooses it; null is the diagram itself. `look` goes to the drawing as well.
  pick(id, look = false) {
    const selection = this.editor.get('selection');
    const canvas = this.editor.get('canvas');
    const element = id && this.editor.get('elementRegistry').get(id);
    if (!element || element === canvas.getRootElement()) {
      selection.select([]);
      return;
    }
    canvas.scrollToElement(element, around(canvas, ROOM));
    selection.select(element);
    if (look) this.island.querySelector('[data-canvas]').scrollIntoView({ block: 'nearest' });
  }

  noteChange() {
    this.changed = true;
    this.findings.growOld();
    this.offerSteps();
    this.say('有未保存的改动。');
  }

  offerSteps() {
    const stack = this.editor.get('commandStack', false);
    for (const [name, can] of [['undo', stack?.canUndo()], ['redo', stack?.canRedo()]]) {
      for (const node of document.querySelectorAll(`[data-act=${name}]`)) node.disabled = !can;
    }
  }

  async check() {
    const answer = await this.ask('正在检查…', this.island.dataset.checkUrl);
    if (answer.findings) this.findings.show(answer.findings);
    if (answer.status === 200) this.changes.show(answer.changes);
    this.tell(answer, '检查完毕。');
  }

  async save() {
    const answer = await this.ask('正在保存…', this.island.dataset.saveUrl);
    if (answer.findings) this.findings.show(answer.findings);
    if (answer.changes) this.changes.show(answer.changes);
    if (answer.status === 200) {
      this.opened = answer.opened;
      this.drafted = true;
      this.changed = false;
      this.link.href = this.link.href.replace(/of=\w+/, 'of=draft');
      for (const node of document.querySelectorAll('[data-draft]')) node.hidden = false;
      for (const node of document.querySelectorAll('[data-no-draft], [data-saved]')) node.hidden = true;
    }
    this.tell(answer, `草稿已由${answer.saved}。`);
    return answer.status === 200;
  }

  offerProposal() {
    const panel = document.querySelector('[data-proposing]');
    panel.hidden = false;
    panel.scrollIntoView({ block: 'nearest' });
    panel.querySelector('textarea').focus();
  }

  // What is put forward is the draft, so whatever is not kept yet is kept first.
  async propose(form) {
    if ((this.changed || !this.drafted) && !(await this.save())) return;
    const fields = new FormData(form);
    fields.set('opened', this.opened);
    const answer = await this.asking('正在检查并提交…', () => send(form.action, fields));
    if (answer.findings) this.findings.show(answer.findings);
    if (answer.location) {
      this.leaving = true;
      window.location.assign(answer.location);
    } else this.tell(answer);
  }

  // What was not changed comes from the server, byte by byte.
  async download(event) {
    if (!this.changed) return;
    event.preventDefault();
    const blob = new Blob([await textOfDrawing(this.made)], { type: 'application/xml' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = this.island.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  async openFile(input) {
    const [file] = input.files;
    input.value = '';
    if (!file) return;
    const before = await textOfDrawing(this.made);
    this.findings.clear();
    try {
      const text = textOf(await file.arrayBuffer());
      await openText(this.made, text, this.island.dataset.name);
      this.noteChange();
      const notes = text.includes('<!--') ? '文件里的 XML 注释（<!-- -->）保存时不会留下；要留的话写进“说明”。' : '';
      this.say(`已打开 ${file.name}，还没有保存。${notes}`);
    } catch (error) {
      await openText(this.made, before, this.island.dataset.name);
      this.say(`${file.name} 不是能画出来的 BPMN 文件，图没有改动：${error.message}`, true);
    }
  }

  async ask(waiting, url) {
    const sent = await textOfDrawing(this.made);
    return this.asking(waiting, () => post(`${url}?opened=${this.opened}`, sent));
  }

  // One question at a time: the buttons rest until it is answered.
  async asking(waiting, question) {
    const buttons = document.querySelectorAll('button[data-act]:not([disabled]), [data-propose] button');
    for (const node of buttons) node.disabled = true;
    this.say(waiting);
    const answer = await question();
    for (const node of buttons) node.disabled = false;
    this.offerSteps();
    return answer;
  }

  tell(answer, good) {
    this.say(answer.sentence ?? good, answer.status !== 200);
  }

  say(sentence, bad = false) {
    const line = document.querySelector('[data-state]');
    line.textContent = sentence;
    line.classList.toggle('bad-t', bad);
  }
}
