// htmx under the house's rules: no style of its own, no body swapped in from a broken server, CSRF on every write.
import htmx from 'htmx.org';
import { say } from './status.js';
import { t } from './words.js';

const QUIET_MS = 400;
const READS = new Set(['GET', 'HEAD']);

htmx.config.noSwap = [204, 304, '5xx'];

document.addEventListener('htmx:config:request', ({ detail: { ctx } }) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token && !READS.has(ctx.request.method)) ctx.request.headers['X-CSRFToken'] = token;
});

// The old content stays, marked as busy; only a slow answer is spoken of.
const waiting = new WeakMap();

document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
  ctx.target?.setAttribute?.('aria-busy', 'true');
  waiting.set(ctx, setTimeout(() => say(t('正在更新…')), QUIET_MS));
});

document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => {
  clearTimeout(waiting.get(ctx));
  ctx.target?.removeAttribute?.('aria-busy');
  if (!failed(ctx)) say('');
});

document.addEventListener('htmx:error', () => say(t('没有连上服务器。页面上的内容没有丢失，请稍后重试。')));
document.addEventListener('htmx:response:error', ({ detail: { ctx } }) => {
  const { status } = ctx.response;
  if (status >= 500) say(t('服务器没有完成这次操作（%(status)s）。页面上的内容没有丢失，请重试。', { status }));
});

function failed(ctx) {
  return String(ctx.status).startsWith('error') || (ctx.response?.status ?? 0) >= 500;
}
