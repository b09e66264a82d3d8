// Every page: htmx for small updates, and helpers that make plain forms kinder. Pages work without any of it.
import './app/htmx.js';
import { focusErrorSummary } from './app/errors.js';
import { guardForms } from './app/guard.js';

focusErrorSummary(document);
guardForms(document);
document.addEventListener('htmx:after:swap', () => {
  focusErrorSummary(document);
  guardForms(document);
});
