// The optimiser's plans that are always offered: the cheapest, the most reach, the best for deciles 1-3, the least harm.

import * as api from './api.js';
import { button, byId, control, make } from './elements.js';
import { pounds } from './numbers.js';
import { lay } from './plan.js';

/** @import { App } from './app.js' */
/** @import { BestPlan, BestPlans } from './types.js' */

/** What they are called, and what each is the best at. @type {Record<BestPlan['id'], {name: string, says: string}>} */
export const NAMES = {
  cheapest: { name: 'Cheapest', says: 'costs least' },
  'most-reach': { name: 'Most reach', says: 'most within the standard; of such plans the shortest mean journey' },
  'deprived-reach': { name: 'Best for deciles 1-3', says: 'most of deciles 1-3 within the standard; of such plans the shortest mean journey' },
  'least-harm': { name: 'Least harm', says: 'adds the fewest minutes to the journeys of today' },
};

/** What the plans are asked to keep to. @typedef {{budget?: number, open?: number}} Limit */

/** What the reader wrote into the field; null where it follows the plan. @type {number|null} */
let typed = null;

/** Whether money is known, so that it limits the plans; else the number of open centres does. @param {App} app */
const inMoney = (app) => app.answer?.baseline.figures.some((it) => it.name === 'annual_cost' && it.value !== null) ?? false;

/** What the plan on the screen costs, or how many centres it has open. @param {App} app */
function ofPlan(app) {
  if (inMoney(app)) return app.answer?.scenario.figures.find((it) => it.name === 'annual_cost' && it.scope === 'all')?.value ?? null;
  return [...app.plan.values()].filter((it) => it.open).length;
}

/** @param {App} app @returns {Limit} */
function limit(app) {
  const most = typed ?? (app.changes.length > 0 ? ofPlan(app) : null);
  if (most === null) return {};
  // A penny lost to rounding would rule out the plan itself.
  return inMoney(app) ? { budget: Math.ceil(most * 100) / 100 } : { open: Math.max(1, Math.floor(most)) };
}

/** What was found, by what was asked. @type {Map<string, Promise<BestPlans>>} */
const found = new Map();

/** The plans for the service, the mode and the limit there are now; asked for once. @param {App} app @returns {Promise<BestPlans>} */
export function bestPlans(app) {
  const question = { service: app.service, mode: app.mode, ...limit(app) };
  const key = JSON.stringify(question);
  const known = found.get(key) ?? api.bestPlans(question);
  found.set(key, known);
  known.catch(() => found.delete(key));
  return known;
}

/** "within £1,400,000 a year". @param {BestPlans} it */
export const within = (it) => (it.budget !== null ? `within ${pounds(it.budget)} a year` : `with at most ${it.open} open`);

/** @param {App} app */
export function showBestPlans(app) {
  const field = control('best-limit', HTMLInputElement);
  const says = byId('best-says');
  const place = byId('best-found');
  let revision = 0;
  const search = async () => {
    const asked = ++revision;
    const { budget, open } = limit(app);
    byId('best-label').textContent = inMoney(app) ? 'At most, £ a year' : 'At most, centres open';
    if (document.activeElement !== field) field.value = budget !== undefined ? String(Math.round(budget)) : open !== undefined ? String(open) : '';
    says.textContent = 'Searching all configurations.';
    const told = await bestPlans(app).catch((error) => (error instanceof api.Refused ? error.message : 'Fairreach does not answer'));
    if (asked !== revision) return;
    if (typeof told === 'string') {
      says.textContent = `Not known: ${told}.`;
      place.replaceChildren();
      return;
    }
    if (document.activeElement !== field) field.value = String(told.budget !== null ? Math.round(told.budget) : told.open ?? '');
    const floor = told.floor !== null ? `The cheapest keeps ${(told.floor * 100).toFixed(0)} % within the standard in every decile and district.`
      : told.reach !== null ? 'The study states no floor: the cheapest has as many within the standard as today.' : '';
    says.textContent = `The others are ${within(told)}${typed === null && app.changes.length > 0 ? ', as your plan' : ''}. ${floor} Take one to make it the plan; it can be undone.`;
    place.replaceChildren(table(app, told));
  };
  byId('best-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const value = Number(field.value.replace(/[£,\s]/g, ''));
    typed = field.value.trim() === '' || !(value >= 0) ? null : value;
    field.blur();
    void search();
  });
  control('best-as-plan', HTMLButtonElement).addEventListener('click', () => {
    typed = null;
    void search();
  });
  const refresh = () => {
    if (app.view === 'frontier') void search();
  };
  app.on('view', refresh);
  app.on('answer', refresh);
}

/** @param {App} app @param {BestPlans} told */
function table(app, told) {
  const row = (/** @type {Node|string} */ name, /** @type {Node|string} */ take, /** @type {string[]} */ values) => make('tr', {}, make('th', { scope: 'row' }, name), make('td', {}, take), ...values.map((it) => make('td', { class: 'number' }, it.replace(' in all', ''))));
  const rows = told.plans.map((it) => {
    const { name, says } = NAMES[it.id];
    const title = make('span', {}, name, make('span', { class: 'small block' }, says));
    if (it.reason !== null) return make('tr', {}, make('th', { scope: 'row' }, title), make('td', { colspan: told.figures.length + 1 }, `None: ${it.reason}.`));
    const take = it.changes.length === 0 ? 'is today'
      : button('Take', () => app.act(lay(app.study, it.changes), `Take ${name}, ${within(told)}`), { class: 'quiet', 'aria-label': `Take ${name} as the plan` });
    return row(title, make('span', {}, take, make('span', { class: 'small block' }, it.proven ? 'proven' : 'best found')), it.told);
  });
  return make('table', { class: 'figures best-plans' },
    make('caption', {}, `The optimiser's plans: ${app.serviceChosen?.name ?? ''} ${app.modePhrase}`),
    make('thead', {}, make('tr', {}, make('th', { scope: 'col' }, 'Plan'), make('th', { scope: 'col' }, 'Take it'), ...told.figures.map((it) => make('th', { scope: 'col', class: 'number' }, HEADS[it.name] ?? it.phrase)))),
    make('tbody', {}, row('Today', '', told.today), ...rows));
}

/** Short heads of columns. @type {Record<string, string>} */
const HEADS = {
  annual_cost: 'A year',
  open_sites: 'Centres open',
  share_within: 'Within standard',
  'share_within:deprivation_band:1-3': 'Within, deciles 1-3',
  mean_minutes: 'Mean journey',
  added_minutes: 'Minutes added to journeys of today',
};
