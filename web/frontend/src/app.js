// Every page: htmx for small updates, and helpers that make plain forms kinder. Pages work without any of it.
import './app/htmx.js';
import './app/begun.js';
import './app/connection.js';
import './app/fields.js';
import './app/islands.js';
import './app/returning.js';
import './app/stepping.js';
import { focusErrorSummary } from './app/errors.js';
import { guardForms } from './app/guard.js';
import { driveInbox } from './app/inbox.js';
import { clearOthers, keepForms } from './app/keeping.js';
import { takeFiles } from './app/upload.js';

focusErrorSummary(document);
guardForms(document);
takeFiles(document);
driveInbox(document);
const account = document.querySelector('meta[name="account"]')?.content;
if (account) clearOthers(account);
keepForms(document, true);
document.addEventListener('htmx:after:swap', () => {
  focusErrorSummary(document);
  guardForms(document);
  takeFiles(document);
  keepForms(document);
});
