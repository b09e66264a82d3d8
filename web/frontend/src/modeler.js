// The page of one diagram for its process owner: draw, check, keep as a draft, put forward. What it works on is
// described in web/frontend/README.md.
import { makeEditor, openText } from './modeler/editor.js';
import { Desk } from './modeler/desk.js';
import { fetchText } from './modeler/server.js';
import { textOf } from './modeler/text.js';
import { offerTwins, showOutline } from './diagram/twins.js';

const NARROW = '(max-width: 720px)'; // drawing needs room: on a telephone one reads, checks and fetches

for (const island of document.querySelectorAll('[data-modeler]')) open(island);

async function open(island) {
  const region = island.querySelector('[data-canvas]');
  island.setAttribute('aria-busy', 'true');
  try {
    const source = textOf(await fetchText(island.dataset.sourceUrl));
    region.hidden = false;
    if (window.matchMedia(NARROW).matches) island.dataset.readOnly = '';
    const made = makeEditor(region, 'readOnly' in island.dataset);
    const desk = new Desk(island, made);
    await openText(made, source, island.dataset.name);
    desk.begin();
    offerTwins(island);
    island.dataset.ready = 'true';
  } catch (error) {
    console.warn(error);
    showOutline(island);
    island.dataset.ready = 'failed';
  } finally {
    island.removeAttribute('aria-busy');
  }
}
