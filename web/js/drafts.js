// Drafts save themselves in this browser, and say when; after a reload or a crash the last one is offered again.

import { byId, button } from './elements.js';
import { changesOf, lay } from './plan.js';

/** @import { App } from './app.js' */
/** @import { Change } from './types.js' */
/** @typedef {{at: number, changes: Change[]}} Draft */

/** Where this browser keeps the draft of a study. @param {App} app */
const place = (app) => `fairreach-draft ${app.study.name}`;

/** @param {App} app @param {boolean} brought  whether the address brings a plan, which no draft is laid over */
export function keepDrafts(app, brought) {
  const says = byId('kept-draft');
  const before = read(app);
  const offer = before !== null && before.changes.length > 0 && !brought;
  if (offer) {
    says.hidden = false;
    const words = `${before.changes.length} ${before.changes.length === 1 ? 'change' : 'changes'} of ${time(before.at)} in this browser. `;
    says.replaceChildren(words, button('Go on with them', () => app.act(lay(app.study, before.changes), 'Go on with the draft'), { class: 'link', id: 'draft-again' }));
  }
  app.on('answer', () => {
    if (app.draft !== null || app.answered !== app.history.present.plan) return;
    const changes = changesOf(app.study, app.answered);
    // Today as it opens is no draft; what was kept stays until there is another.
    if (app.history.past.length === 0) return;
    const at = Date.now();
    const kept = write(app, { at, changes });
    says.hidden = !kept || changes.length === 0;
    says.replaceChildren(`Draft kept in this browser at ${time(at)}`);
  });
}

/** @param {number} at */
const time = (at) => new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', ...(Date.now() - at > 43_200_000 ? { day: 'numeric', month: 'short' } : {}) });

/** @param {App} app @returns {Draft|null} */
function read(app) {
  try {
    const draft = JSON.parse(localStorage.getItem(place(app)) ?? 'null');
    return Number.isFinite(draft?.at) && Array.isArray(draft?.changes) ? draft : null;
  } catch {
    return null;
  }
}

/** Whether this browser keeps it. @param {App} app @param {Draft} draft */
function write(app, draft) {
  try {
    localStorage.setItem(place(app), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}
