// The rows of a batch that was made before, by what their figures come to. A row becomes the plan.

import * as api from './api.js';
import { button, byId, make } from './elements.js';
import { pounds, value } from './numbers.js';
import { lay } from './plan.js';
import { figureName } from './words.js';

/** @import { App } from './app.js' */
/** @import { Batch, BatchFigure, BatchRows } from './types.js' */

/** How many conditions can be given. */
const CONDITIONS = 3;

/** @param {App} app */
export function showBatch(app) {
  const { batch } = app.study;
  if (batch === null) return;
  const place = byId('batch');
  place.hidden = false;
  const says = make('p', { role: 'status' });
  const found = make('div', { id: 'batch-found' });
  const conditions = Array.from({ length: CONDITIONS }, (_, nth) => condition(batch, nth));
  const by = choice(batch, 'batch-by', 'Order by');
  by.select.value = batch.figures.find((it) => it.name.includes('mean_minutes'))?.name ?? batch.figures[0]?.name ?? '';
  const order = make('select', { id: 'batch-order', autocomplete: 'off' }, make('option', { value: '' }, 'lowest first'), make('option', { value: 'highest' }, 'highest first'));
  const form = make('form', {}, ...conditions.map((it) => it.row),
    make('div', { class: 'row' }, by.label, by.select, make('label', { class: 'hidden', for: 'batch-order' }, 'Which come first'), order, make('button', { type: 'submit' }, 'Find')));
  place.append(
    make('h3', {}, `A batch of ${batch.rows.toLocaleString('en-GB')} configurations`),
    make('p', { class: 'small' }, `Figures ${app.study.modes.find((it) => it.name === batch.mode)?.phrase ?? batch.mode}${batch.year === null ? '' : `, people of ${batch.year}`}.${batch.only_open ? '' : ' A row tells which centres are open; other tiers, hours and places of its scenario are not taken with it.'}`),
    form, says, found);
  let revision = 0;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const asked = ++revision;
    const where = conditions.flatMap((it) => it.read());
    says.textContent = 'Looking through the batch.';
    found.replaceChildren();
    const told = await api.batchRows({ where, by: by.select.value, highest_first: order.value !== '' }).catch((error) => (error instanceof api.Refused ? error.message : 'Fairreach does not answer'));
    if (asked !== revision) return;
    if (typeof told === 'string') {
      says.textContent = `Not known: ${told}.`;
      return;
    }
    const whole = told.looked_at === told.of ? '' : `; only ${told.looked_at.toLocaleString('en-GB')} of ${told.of.toLocaleString('en-GB')} were looked at in the time there is`;
    says.textContent = `${told.found.toLocaleString('en-GB')} of ${told.of.toLocaleString('en-GB')} hold to that${whole}. ${told.rows.length < told.found ? `The first ${told.rows.length}.` : ''}`;
    if (told.rows.length > 0) found.replaceChildren(table(app, batch, told));
  });
}

/** "Share within the standard, worst decile". @param {string} column */
function named(column) {
  const [service, rest = ''] = column.includes('/') ? column.split('/', 2) : [null, column];
  const [name = rest] = rest.split(/[:@.]/);
  const about = rest.slice(name.length).replace(/^[:@.]/, '').replaceAll(/[_:]/g, ' ');
  return `${figureName(name)}${about === '' ? '' : `, ${about}`}${service === null ? '' : ` (${service})`}`;
}

/** @param {Batch} batch @param {string} id @param {string} text @param {string} [none] */
function choice(batch, id, text, none) {
  const select = make('select', { id, autocomplete: 'off' }, ...(none === undefined ? [] : [make('option', { value: '' }, none)]), ...batch.figures.map((it) => make('option', { value: it.name }, named(it.name))));
  return { select, label: make('label', { for: id }, text) };
}

/** @param {Batch} batch @param {number} nth */
function condition(batch, nth) {
  const { select, label } = choice(batch, `batch-figure-${nth}`, nth === 0 ? 'Where' : 'and', 'any');
  const end = make('select', { id: `batch-end-${nth}`, autocomplete: 'off' }, make('option', { value: 'at_most' }, 'is at most'), make('option', { value: 'at_least' }, 'is at least'));
  const field = make('input', { id: `batch-value-${nth}`, class: 'batch-value', inputmode: 'decimal', autocomplete: 'off' });
  const row = make('div', { class: 'row' }, label, select, make('label', { class: 'hidden', for: end.id }, 'At most or at least'), end, make('label', { class: 'hidden', for: field.id }, 'so much'), field);
  const read = () => {
    const figure = batch.figures.find((it) => it.name === select.value);
    const n = figure && number(field.value, figure);
    return figure === undefined || n === undefined || n === null ? [] : [{ figure: figure.name, [end.value]: n }];
  };
  return { row, read };
}

/** A number as people write it: 90 % or 0.9 of a share, £1,200,000. @param {string} text @param {BatchFigure} figure */
function number(text, figure) {
  const bare = text.replaceAll(/[£,\s%]/g, '');
  const n = Number(bare);
  if (bare === '' || Number.isNaN(n)) return null;
  return figure.unit === 'share' && (text.includes('%') || n > 1) ? n / 100 : n;
}

/** @param {App} app @param {Batch} batch @param {BatchRows} told */
function table(app, batch, told) {
  const cell = (/** @type {number|null} */ it, /** @type {string} */ unit) => (it === null ? 'none' : unit === 'pounds_a_year' ? pounds(it) : value(it, unit, null));
  const rows = told.rows.map((it) => {
    const { changes } = it;
    const take = changes === null ? 'not of this study' : button('Take', () => app.act(lay(app.study, changes), `Take scenario ${it.scenario} of the batch`), { class: 'quiet', 'aria-label': `Take scenario ${it.scenario} as the plan` });
    return make('tr', {}, make('th', { scope: 'row' }, it.scenario), make('td', {}, take), ...it.values.map((n, nth) => make('td', { class: 'number' }, cell(n, batch.figures[nth]?.unit ?? ''))));
  });
  return make('table', { class: 'figures best-plans' },
    make('caption', {}, 'Rows of the batch'),
    make('thead', {}, make('tr', {}, make('th', { scope: 'col' }, 'Scenario'), make('th', { scope: 'col' }, 'Take it'), ...batch.figures.map((it) => make('th', { scope: 'col', class: 'number', title: it.meaning }, named(it.name))))),
    make('tbody', {}, ...rows));
}
