// Saved plans: the plan on the screen saved under a name, and those that anyone saved, to load, to download or to remove.

import * as api from './api.js';
import { byId, button, control, make } from './elements.js';
import { changesOf, lay } from './plan.js';

/** @import { App } from './app.js' */
/** @import { KeptPlan } from './types.js' */

/** Where the browser keeps the name of whoever saves. */
const AUTHOR = 'fairreach-author';

/** @param {App} app */
export function showKept(app) {
  const name = control('kept-name', HTMLInputElement);
  const author = control('kept-author', HTMLInputElement);
  const comment = control('kept-comment', HTMLTextAreaElement);
  const again = control('kept-again', HTMLButtonElement);
  const says = byId('kept-says');
  author.value = remembered();
  /** The saved plan that was loaded or saved last. @type {KeptPlan|null} */
  let current = null;

  /** @param {KeptPlan|null} plan */
  const follow = (plan) => {
    current = plan;
    again.hidden = plan === null;
    again.textContent = plan === null ? '' : `Save as the next revision of ${plan.name}`;
  };
  /** @param {KeptPlan[]} plans */
  const list = (plans) => byId('kept-plans').replaceChildren(plans.length === 0 ? make('p', {}, 'No plan is saved yet.') : table(plans, { load, remove }));
  const refresh = () => tried(async () => list((await api.plans()).plans));

  /** Does something and tells what the server says against it. @param {() => Promise<void>} act */
  const tried = async (act) => {
    try {
      await act();
    } catch (error) {
      says.textContent = error instanceof api.Refused ? `Not done: ${error.message}.` : 'Not done: Fairreach does not answer.';
    }
  };
  /** @param {KeptPlan|null} over  the plan whose next revision it is */
  const save = (over) => tried(async () => {
    if (name.value.trim() === '') {
      says.textContent = 'Give the plan a name first.';
      name.focus();
      return;
    }
    remember(author.value);
    const plan = { name: name.value, author: author.value, comment: comment.value, changes: changesOf(app.study, app.history.present.plan) };
    const kept = over === null ? await api.addPlan(plan) : await api.savePlan(over.id, { ...plan, revision: over.revision });
    follow(kept);
    says.textContent = `Saved ${kept.name} at ${time(kept.saved_ms)}, revision ${kept.revision}.`;
    await refresh();
  });
  /** @param {KeptPlan} plan */
  const load = (plan) => {
    name.value = plan.name;
    comment.value = plan.comment;
    follow(plan);
    app.act(lay(app.study, plan.changes), `Load ${plan.name}`);
    says.textContent = `${plan.name} is the plan now; one undo brings back what was there before.`;
  };
  /** @param {KeptPlan} plan */
  const remove = (plan) => tried(async () => {
    list((await api.removePlan(plan.id, plan.revision)).plans);
    if (current?.id === plan.id) follow(null);
    says.textContent = `Removed ${plan.name} from the list.`;
    byId('kept').focus();
  });

  byId('kept-form').addEventListener('submit', (event) => {
    event.preventDefault();
    void save(null);
  });
  const file = control('kept-import', HTMLInputElement);
  file.addEventListener('change', () => tried(async () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    const read = await api.scenario(await chosen.text(), chosen.name);
    file.value = '';
    name.value = read.name;
    await app.act(lay(app.study, read.changes), `Load ${read.name}`);
    follow(null);
    if (!app.problem) says.textContent = `${read.name} is the plan now; one undo brings back what was there before.`;
  }));
  again.addEventListener('click', () => void save(current));
  byId('view-kept').addEventListener('click', () => void refresh());
}

/** @param {KeptPlan[]} plans @param {{load: (plan: KeptPlan) => void, remove: (plan: KeptPlan) => void}} acts */
function table(plans, { load, remove }) {
  const head = ['Plan', 'Changes', 'Saved', 'Comment', 'Do'].map((it) => make('th', { scope: 'col' }, it));
  const rows = plans.map((plan) => make(
    'tr', {},
    make('th', { scope: 'row' }, plan.name),
    make('td', {}, plan.changes.length),
    make('td', {}, `${plan.author === '' ? '' : `by ${plan.author}, `}${time(plan.saved_ms)}, revision ${plan.revision}`),
    make('td', {}, plan.comment),
    make(
      'td', {},
      button('Load', () => load(plan), { 'aria-label': `Load ${plan.name}` }),
      make('a', { href: api.planFile(plan.id), download: `plan-${plan.id}.toml`, 'aria-label': `Download ${plan.name} as a scenario file` }, 'Download'),
      button('Remove', () => remove(plan), { class: 'quiet', 'aria-label': `Remove ${plan.name}` }),
    ),
  ));
  return make('table', { class: 'kept-table' }, make('caption', {}, 'Saved plans'), make('thead', {}, make('tr', {}, ...head)), make('tbody', {}, ...rows));
}

/** "24 Nov 2026, 14:32". @param {number} ms */
const time = (ms) => new Date(ms).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

function remembered() {
  try {
    return localStorage.getItem(AUTHOR) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} author */
function remember(author) {
  try {
    localStorage.setItem(AUTHOR, author);
  } catch {
    // A browser that keeps nothing asks for the name again.
  }
}
