// Forms marked data-guard: warn before typed text is lost, and let a second click not submit twice.
// data-guard="dirty" means that the page came back with unsaved entries (a 422).
const guarded = new Set();

export function guardForms(root) {
  for (const form of root.querySelectorAll('form[data-guard]')) {
    if (guarded.has(form)) continue;
    guarded.add(form);
    form.addEventListener('input', () => { form.dataset.guard = 'dirty'; });
    form.addEventListener('laurel:saved', () => { form.dataset.guard = ''; });
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
  for (const each of [form, ...form.querySelectorAll('[hx-post]')]) each.dispatchEvent(new Event('htmx:abort'));
}

// What has been sent as a whole is not sent once more as a draft: it would come too late and find the task completed.
document.addEventListener('htmx:before:request', (event) => {
  const form = event.detail.ctx.sourceElement.closest?.('form[data-guard]');
  if (form?.dataset.guard === 'sent') event.preventDefault();
});

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
