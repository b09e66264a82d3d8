// What is typed into a form marked data-keep stays in this window until the server has it: through a lost connection,
// an ended session, a closed laptop. data-keep is "account:form", data-keep-to takes the entries as a draft.
const PREFIX = 'laurel:draft:';
const PAUSE_MS = 200;
const HAS_IT = new Set([200, 409, 422]);
const kept = new WeakMap(); // form -> {changes, timer, sent: request -> changes until then}

// `loaded`: the page has just come. A form that comes marked dirty is the server's answer to its own entries.
export function keepForms(root, loaded = false) {
  for (const form of root.querySelectorAll('form[data-keep]')) {
    if (kept.has(form)) continue;
    const state = { changes: 0, timer: 0, sent: new WeakMap() };
    kept.set(form, state);
    form.addEventListener('input', () => noteChange(form, state));
    if (loaded && form.dataset.guard === 'dirty') forget(form);
    else giveBack(form);
  }
}

function noteChange(form, state) {
  state.changes += 1;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => remember(form), PAUSE_MS);
}

function remember(form) {
  const entries = [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && name !== 'csrf_token');
  try {
    sessionStorage.setItem(PREFIX + form.dataset.keep, JSON.stringify(entries));
  } catch { /* no room: the draft on the server remains */ }
}

function forget(form) {
  sessionStorage.removeItem(PREFIX + form.dataset.keep);
}

// Entries that the server never got: sent as a draft that knows which version it was typed over, then shown.
async function giveBack(form) {
  const key = PREFIX + form.dataset.keep;
  const stored = sessionStorage.getItem(key);
  if (!stored) return;
  const body = new URLSearchParams(JSON.parse(stored));
  body.set('csrf_token', form.elements.csrf_token.value);
  const answer = await fetch(form.dataset.keepTo, { method: 'POST', body, redirect: 'manual' }).catch(() => null);
  if (answer?.type !== 'opaqueredirect') return;
  sessionStorage.removeItem(key);
  form.dataset.guard = '';
  location.reload();
}

// Somebody else's entries do not wait here: not for the next person at this computer, nor after signing out.
export function clearOthers(account) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX) && !key.startsWith(`${PREFIX}${account}:`)) sessionStorage.removeItem(key);
  }
}

document.addEventListener('submit', ({ target }) => { if (target.matches('form.out')) clearOthers(''); });

window.addEventListener('pagehide', () => {
  for (const form of document.querySelectorAll('form[data-keep]')) if (kept.get(form)?.changes && form.dataset.guard === 'dirty') remember(form);
});

// An answer that is older than what stands in the form is not shown over it; the next pause sends again.
document.addEventListener('htmx:before:request', ({ target, detail: { ctx } }) => {
  const form = target.closest?.('form[data-keep]');
  if (form) kept.get(form)?.sent.set(ctx, kept.get(form).changes);
});
document.addEventListener('htmx:before:swap', (event) => {
  const { target, detail: { ctx } } = event;
  const form = target.closest?.('form[data-keep]');
  const state = form && kept.get(form);
  const morphs = String(ctx.swap ?? '').startsWith('outerMorph');
  if (state && morphs && state.sent.has(ctx) && state.sent.get(ctx) !== state.changes) event.preventDefault();
});

// The server has it: saved as a draft, refused with its errors (and saved), or completed; the next page then follows.
document.addEventListener('htmx:after:request', ({ target, detail: { ctx } }) => {
  const form = target.closest?.('form[data-keep]');
  const state = form && kept.get(form);
  if (!state || !HAS_IT.has(ctx.response?.status) || state.sent.get(ctx) !== state.changes) return;
  clearTimeout(state.timer);
  forget(form);
  if (ctx.response.headers.get('HX-Redirect')) form.dataset.guard = '';
});
