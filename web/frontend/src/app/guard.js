// Forms marked data-guard: warn before typed text is lost, and let a second click not submit twice.
// data-guard="dirty" means that the page came back with unsaved entries (a 422).
const guarded = new Set();

export function guardForms(root) {
  for (const form of root.querySelectorAll('form[data-guard]')) {
    if (guarded.has(form)) continue;
    guarded.add(form);
    // While what was sent is under way, only somebody who stopped it and types on makes the form dirty again: neither
    // an upload that ends now nor a late answer to a draft.
    form.addEventListener('input', ({ isTrusted }) => { if (isTrusted || form.dataset.guard !== 'sent') form.dataset.guard = 'dirty'; });
    form.addEventListener('laurel:saved', () => { if (form.dataset.guard !== 'sent') form.dataset.guard = ''; });
    form.addEventListener('submit', submitOnce);
  }
}

function submitOnce(event) {
  const form = event.currentTarget;
  if (form.dataset.guard === 'sent') {
    event.preventDefault();
    return;
  }
  form.dataset.guard = 'sent';
  stopDrafts(form);
}

// What is sent as a whole (data-whole on its button) is not sent as a draft beside: that would come too late and find
// the task completed. If the whole comes back instead of leading on, drafts are sent again.
const whole = new WeakSet();
const formOf = (ctx) => ctx.sourceElement.closest?.('form[data-guard]');
const isWhole = (ctx) => 'whole' in ctx.sourceElement.dataset;

document.addEventListener('htmx:before:request', (event) => {
  const { ctx } = event.detail;
  const form = formOf(ctx);
  if (!form) return;
  if (form.dataset.guard === 'sent' || whole.has(form)) event.preventDefault();
  else if (isWhole(ctx)) {
    whole.add(form);
    stopDrafts(form, ctx.sourceElement);
  }
});

document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => {
  const form = formOf(ctx);
  if (!form || !isWhole(ctx)) return;
  if (ctx.response?.headers.get('HX-Redirect')) form.dataset.guard = 'sent';
  whole.delete(form);
});

function stopDrafts(form, but) {
  for (const each of [form, ...form.querySelectorAll('[hx-post]')]) if (each !== but) each.dispatchEvent(new Event('htmx:abort'));
}

window.addEventListener('beforeunload', (event) => {
  for (const form of guarded) {
    if (form.isConnected && form.dataset.guard === 'dirty') event.preventDefault();
  }
});

// Back from the browser's page cache: the form may be sent again.
window.addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return;
  for (const form of guarded) if (form.dataset.guard === 'sent') form.dataset.guard = 'dirty';
});
