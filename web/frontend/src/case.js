// The diagram island of the case page. Without script, or when the diagram cannot be drawn, the outline that the
// server rendered stays. The markup it works on is described in web/frontend/README.md.
import { drawDiagram } from './diagram/viewer.js';
import { readTokens, showTokens } from './diagram/tokens.js';
import { addZoom } from './diagram/zoom.js';
import { offerTwins, showOutline } from './diagram/twins.js';

openAll();
document.addEventListener('htmx:after:swap', openAll); // a diagram that somebody opened in the page

function openAll() {
  for (const island of document.querySelectorAll('[data-diagram-url]:not([data-ready], [aria-busy])')) open(island);
}

async function open(island) {
  const region = island.querySelector('[data-canvas]');
  island.setAttribute('aria-busy', 'true');
  try {
    const [source, tokens] = await Promise.all([text(island.dataset.diagramUrl), readTokens(island)]);
    region.hidden = false;
    const { viewer, fit } = await drawDiagram(region, source, island.dataset.process);
    showTokens(viewer, tokens);
    fit(tokens.here.map(({ element }) => element));
    addZoom(region, viewer, fit);
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

async function text(url) {
  const answer = await fetch(url, { headers: { Accept: 'application/xml' } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}
