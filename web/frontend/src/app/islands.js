// A diagram that is fetched into the page when somebody opens it brings its own script and sheet: data-island and
// data-sheet on the link say which. Until then the page carries neither.
document.addEventListener('click', ({ target }) => {
  const opener = target.closest?.('[data-island]');
  if (!opener) return;
  const { island, sheet } = opener.dataset;
  if (sheet && !document.querySelector(`link[href="${CSS.escape(sheet)}"]`)) {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: sheet }));
  }
  if (island) import(/* @vite-ignore */ island);
});
