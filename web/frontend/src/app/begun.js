// A form that begins something says in data-begun at which address this very page lies: reloaded, it has what was typed
// and sent there, where the address of the empty form would begin anew.
for (const form of document.querySelectorAll('form[data-begun]')) {
  const here = new URL(form.dataset.begun, location);
  here.hash = location.hash;
  history.replaceState(history.state, '', here);
}
