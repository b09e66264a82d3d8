// The buttons beside the drawing, and what they know: what the drawing was begun on, and whether it has changed since.
import { openText, textOfDrawing } from './editor.js';
import { Findings } from './findings.js';
import { Properties } from './properties.js';
import { post } from './server.js';
import { textOf } from './text.js';

const ROOM = { top: 60, right: 150, bottom: 90, left: 150 }; // around a chosen element: palette, pad, buttons

export class Desk {
  constructor(island, made) {
    this.island = island;
    this.made = made;
    this.editor = made.editor;
    this.opened = island.dataset.opened; // the digest of the text that was drawn on
    this.changed = false;
    this.findings = new Findings(document, this.editor, (id) => this.pick(id));
  }

  begin() {
    this.act('check', () => this.check());
    this.act('save', () => this.save());
    this.act('propose', () => this.propose());
    this.act('undo', () => this.editor.get('commandStack').undo());
    this.act('redo', () => this.editor.get('commandStack').redo());
    this.act('download', () => this.download());
    document.querySelector('[data-open]')?.addEventListener('change', (event) => this.openFile(event.target));
    if (!('readOnly' in this.island.dataset)) {
      new Properties(document.querySelector('[data-properties]'), this.editor, (id) => this.pick(id));
      this.editor.get('eventBus').on('commandStack.changed', () => this.noteChange());
      this.pick(null);
    }
    this.offerSteps();
    window.addEventListener('beforeunload', (event) => {
      if (this.changed) event.preventDefault();
    });
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

  // Shows an element in the middle and chooses it; null is the diagram itself.
  pick(id) {
    const selection = this.editor.get('selection');
    const element = id && this.editor.get('elementRegistry').get(id);
    if (!element || element === this.editor.get('canvas').getRootElement()) {
      selection.select([]);
      return;
    }
    this.editor.get('canvas').scrollToElement(element, ROOM);
    selection.select(element);
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
    this.tell(answer, '检查完毕。');
  }

  async save() {
    const answer = await this.ask('正在保存…', this.island.dataset.saveUrl);
    if (answer.findings) this.findings.show(answer.findings);
    if (answer.status === 200) {
      this.opened = answer.opened;
      this.changed = false;
      for (const node of document.querySelectorAll('[data-draft]')) node.hidden = false;
      for (const node of document.querySelectorAll('[data-no-draft]')) node.hidden = true;
    }
    this.tell(answer, `草稿已由${answer.saved}。`);
    return answer.status === 200;
  }

  async propose() {
    if (this.changed && !(await this.save())) return;
    const answer = await this.ask('正在检查并提交…', this.island.dataset.proposeUrl, '');
    if (answer.findings) this.findings.show(answer.findings);
    if (answer.location) window.location.assign(answer.location);
    else this.tell(answer);
  }

  async download() {
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
      await openText(this.made, textOf(await file.arrayBuffer()), this.island.dataset.name);
      this.noteChange();
      this.say(`已打开 ${file.name}，还没有保存。`);
    } catch (error) {
      await openText(this.made, before, this.island.dataset.name);
      this.say(`${file.name} 不是能画出来的 BPMN 文件，图没有改动：${error.message}`, true);
    }
  }

  // One question at a time: the buttons rest until it is answered.
  async ask(waiting, url, body) {
    const buttons = document.querySelectorAll('[data-act]:not([disabled])');
    for (const node of buttons) node.disabled = true;
    this.say(waiting);
    const sent = body ?? (await textOfDrawing(this.made));
    const answer = await post(`${url}?opened=${this.opened}`, sent);
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
