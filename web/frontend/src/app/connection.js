// A form that could not reach the server, or whose session has ended, says so in a banner and keeps what was typed.
// The sentences come with the form: data-lost, data-expired, data-sign-in (where) and data-sign-in-text.
const AGAIN_MS = 5000;
const trying = new WeakMap(); // form -> timer

const formOf = (target) => target?.closest?.('form[data-keep]');

document.addEventListener('htmx:error', ({ target }) => {
  const form = formOf(target);
  if (form) lose(form);
});

document.addEventListener('htmx:response:error', ({ target, detail: { ctx } }) => {
  const form = formOf(target);
  if (form && ctx.response.status === 401) banner(form, form.dataset.expired, true);
  else if (form && ctx.response.status >= 500) lose(form);
});

document.addEventListener('laurel:saved', ({ target }) => {
  const form = formOf(target);
  if (form) found(form);
});

window.addEventListener('online', () => {
  for (const form of document.querySelectorAll('form[data-keep]')) if (trying.has(form)) retry(form);
});

function lose(form) {
  banner(form, form.dataset.lost, false);
  clearTimeout(trying.get(form));
  trying.set(form, setTimeout(() => retry(form), AGAIN_MS));
}

// What a pause in typing does: the form sends its entries as a draft.
function retry(form) {
  clearTimeout(trying.get(form));
  if (form.isConnected) form.dispatchEvent(new Event('input', { bubbles: true }));
}

function found(form) {
  clearTimeout(trying.get(form));
  trying.delete(form);
  form.querySelector('[data-banner]')?.remove();
}

function banner(form, sentence, signIn) {
  let note = form.querySelector('[data-banner]');
  if (note?.dataset.banner === sentence) return;
  note?.remove();
  note = document.createElement('p');
  note.className = 'note bad lost';
  note.dataset.banner = sentence;
  note.setAttribute('role', 'alert');
  const words = document.createElement('span');
  words.textContent = sentence;
  note.append(words);
  if (signIn) note.append(link(form));
  form.querySelector('.actbar').before(note);
  if (signIn) form.dataset.guard = ''; // leaving to sign in loses nothing
}

function link(form) {
  const to = document.createElement('a');
  to.href = form.dataset.signIn;
  to.className = 'btn sm';
  to.textContent = form.dataset.signInText;
  return to;
}
