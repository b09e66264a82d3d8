// Fields of files: what is chosen goes off at once, in pieces, with a line of its own: how far, how long, pause, go on,
// remove. The list itself is the server's (macros/files.html); a line of a file under way stands below it.
import { say } from './status.js';
import { Paused, Refused, Sending, SignedOut } from './sending.js';

const fields = new Map(); // address of the list -> { box, lines }
const armed = new WeakSet(); // boxes that are listened to
const queue = [];
let busy = false;

// After every swap: a field may be new, the same with a new list in it, or another element in its place.
export function takeFiles(root) {
  for (const box of root.querySelectorAll('.files[data-begin]')) {
    const field = fields.get(box.dataset.files) ?? { lines: [] };
    Object.assign(field, { box, words: JSON.parse(box.dataset.words) });
    fields.set(box.dataset.files, field);
    if (!armed.has(box)) arm(field);
    const input = box.querySelector('input[type="file"]');
    input.multiple = 'many' in input.dataset;
    box.querySelector('button[name="_upload"]').hidden = true;
    show(field);
    if (input.files.length) take(field, input); // chosen before this script was there
  }
}

// On the box, which outlives what is swapped inside it.
function arm(field) {
  const { box } = field;
  armed.add(box);
  box.addEventListener('change', (event) => {
    if (event.target.type !== 'file') return;
    event.stopPropagation();
    take(field, event.target);
  });
  box.addEventListener('click', (event) => {
    const button = event.target.closest('button[name="_gone"]');
    if (!button) return;
    event.preventDefault();
    remove(field, button);
  });
}

function take(field, input) {
  const chosen = [...input.files];
  input.value = '';
  for (const file of chosen) add(field, file);
}

// The lines of files under way, below the list as it came from the server.
function show(field) {
  let list = field.box.querySelector('.underway');
  if (!list) {
    list = document.createElement('ul');
    list.className = 'filelist underway';
    list.setAttribute('aria-label', field.words.underway);
    field.box.querySelector('.sendfile').before(list);
  }
  list.replaceChildren(...field.lines.map((line) => line.row));
  list.hidden = !field.lines.length;
  const places = new Set(field.lines.map((line) => line.sending.place));
  for (const row of field.box.querySelectorAll('[data-coming]')) row.hidden = places.has(row.dataset.coming);
}

function add(field, file) {
  const sending = new Sending(file, field.box.dataset.begin, field.box.dataset.field, () => tell(line));
  const line = { field, sending, row: document.createElement('li'), paused: false, problem: '' };
  line.row.append(
    Object.assign(document.createElement('span'), { className: 'fname', textContent: file.name }),
    (line.text = Object.assign(document.createElement('small'), { className: 'muted' })),
    (line.bar = document.createElement('progress')),
    (line.hold = button(field.words.pause, file.name, () => hold(line))),
    button(field.words.remove, file.name, () => giveUp(line)),
  );
  line.bar.setAttribute('aria-label', file.name);
  line.bar.max = Math.max(file.size, 1);
  field.lines.push(line);
  queue.push(line);
  tell(line);
  show(field);
  work();
}

// One file after the other: on a slow line two at once are both late.
async function work() {
  if (busy) return;
  busy = true;
  while (queue.length) await send(queue.shift());
  busy = false;
}

async function send(line) {
  if (line.gone || line.paused) return;
  line.problem = '';
  try {
    await line.sending.run();
    await done(line);
  } catch (error) {
    if (error instanceof Refused) line.problem = error.message || line.field.words.refused;
    else if (error instanceof SignedOut) line.problem = line.field.words.signedOut;
    else if (!(error instanceof Paused)) throw error;
    if (line.problem) say(line.problem);
  }
  if (!line.gone) tell(line);
}

async function done(line) {
  drop(line);
  await refresh(line.field);
  say(line.field.words.done.replace('{name}', line.sending.file.name));
  changed(line.field);
}

// The list anew; what follows from the field's value is asked for as after any other change.
async function refresh(field) {
  const answer = await fetch(field.box.dataset.files).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.querySelector('.filelist');
  if (fresh) field.box.querySelector('.filelist:not(.underway)').replaceWith(fresh);
  show(field);
}

function changed(field) {
  for (const kind of ['input', 'change']) field.box.dispatchEvent(new Event(kind, { bubbles: true }));
}

function hold(line) {
  line.paused = !line.paused && !line.problem;
  if (line.paused) line.sending.pause();
  else {
    queue.push(line);
    work();
  }
  tell(line);
}

function giveUp(line) {
  drop(line);
  line.sending.giveUp().then(() => refresh(line.field));
}

function drop(line) {
  line.gone = true;
  line.field.lines = line.field.lines.filter((other) => other !== line);
  show(line.field);
}

async function remove(field, pressed) {
  const token = document.querySelector('meta[name="csrf-token"]')?.content ?? '';
  const coming = pressed.closest('[data-coming]');
  const [address, method] = coming ? [coming.dataset.coming, 'DELETE'] : [pressed.formAction, 'POST'];
  const headers = { 'X-CSRFToken': token, 'HX-Request': 'true' };
  const answer = await fetch(address, { method, headers }).catch(() => null);
  if (!answer?.ok) {
    say(field.words.away);
    return;
  }
  await refresh(field);
  field.box.querySelector('input[type="file"]').focus();
  changed(field);
}

function tell(line) {
  const { sending, field, text, bar, row, hold: button } = line;
  bar.value = sending.offset;
  bar.hidden = Boolean(line.problem);
  text.className = line.problem ? 'msg' : 'muted';
  text.textContent = line.problem || `${megabytes(sending.offset)} / ${megabytes(sending.file.size)} · ${state(line)}`;
  button.firstChild.data = line.paused || line.problem ? field.words.resume : field.words.pause;
  row.dataset.state = line.problem ? 'refused' : line.paused ? 'paused' : 'sending';
}

function state({ sending, paused, field: { words } }) {
  if (paused) return words.paused;
  if (sending.waiting) return words.waiting;
  if (!sending.rate) return words.begun;
  const seconds = Math.ceil((sending.file.size - sending.offset) / sending.rate);
  return (seconds > 90 ? words.minutes : words.seconds).replace('{n}', seconds > 90 ? Math.ceil(seconds / 60) : seconds);
}

function megabytes(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function button(word, name, action) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'btn quiet sm';
  made.append(word, Object.assign(document.createElement('span'), { className: 'vh', textContent: name }));
  made.addEventListener('click', action);
  return made;
}
