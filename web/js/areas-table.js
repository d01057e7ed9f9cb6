// The table of areas: every figure that shading shows, sortable, by keyboard.

import { button, byId, make } from './elements.js';
import { count, difference, tableMinutes } from './numbers.js';
import { users } from './site-card.js';
import { areaReason, sentenceCase } from './words.js';

/** @import { App } from './app.js' */
/** @import { Area, AreaReach } from './types.js' */
/** @typedef {{area: Area, reach: AreaReach|undefined}} Line */
/** @typedef {{title: string, number: boolean, text: (app: App, line: Line) => string, key: (app: App, line: Line) => string|number|null}} Field */

/** @param {App} app @param {Line} line */
const children = (app, { area }) => area.children[app.serviceChosen?.band ?? ''] ?? null;
/** @param {App} app @param {string|null|undefined} id */
const siteName = (app, id) => (id ? app.sites.get(id)?.name ?? id : '');
/** @param {'today'|'plan'} when @returns {Field} */
const minutesField = (when) => ({
  title: `Minutes, ${when}`,
  number: true,
  text: (app, { reach }) => (reach?.[when].minutes == null ? areaReason(reach?.[when].reason ?? null) : tableMinutes(reach[when].minutes, app.answer?.standard_minutes ?? null)),
  key: (_, { reach }) => reach?.[when].minutes ?? null,
});
/** @param {'today'|'plan'} when @returns {Field} */
const nearestField = (when) => ({
  title: `Nearest centre, ${when}`,
  number: false,
  text: (app, { reach }) => siteName(app, reach?.[when].nearest),
  key: (app, { reach }) => siteName(app, reach?.[when].nearest),
});

/** @type {Field[]} */
const FIELDS = [
  { title: 'District', number: false, text: (app, { area }) => app.districts.get(area.district) ?? area.district, key: (app, { area }) => app.districts.get(area.district) ?? area.district },
  { title: 'Children', number: true, text: (app, line) => { const n = children(app, line); return n === null ? 'not published' : count(n); }, key: children },
  { title: 'Decile', number: true, text: (_, { area }) => (area.decile === null ? 'none' : String(area.decile)), key: (_, { area }) => area.decile },
  nearestField('today'),
  minutesField('today'),
  nearestField('plan'),
  minutesField('plan'),
  { title: 'Change', number: true, text: (_, { reach }) => difference(reach?.today.minutes ?? null, reach?.plan.minutes ?? null, 'minutes'), key: (_, { reach }) => reach?.change_minutes ?? null },
];
/** @type {Field} */
const NAME = { title: 'Area', number: false, text: (_, { area }) => area.name, key: (_, { area }) => area.name };

/** The most areas on one page of the table: more would make the browser slow. */
const PAGE = 250;

/** @param {App} app */
export function showAreasTable(app) {
  const place = byId('areas-table');
  const caption = make('caption', {});
  const body = make('tbody', {});
  const pages = make('p', { class: 'row pages', role: 'group', 'aria-label': 'Pages of the table' });
  /** @type {{field: Field, down: boolean, page: number}} */
  let order = { field: NAME, down: false, page: 0 };
  const heads = [NAME, ...FIELDS].map((field) => {
    const sort = button(field.title, () => {
      order = { field, down: order.field === field ? !order.down : false, page: 0 };
      follow();
    });
    return { field, sort, element: make('th', { scope: 'col', class: field.number ? 'number' : null }, sort) };
  });
  const follow = () => {
    // What nobody sees is not made: a plan is answered sooner.
    if (app.view !== 'table') {
      body.replaceChildren();
      return;
    }
    const reach = new Map((app.answer?.areas ?? []).map((it) => [it.code, it]));
    const lines = [...app.areas.values()].map((area) => ({ area, reach: reach.get(area.code) }));
    const keyed = lines.map((line) => ({ line, key: order.field.key(app, line) }));
    keyed.sort((a, b) => compare(a.key, b.key, order.down));
    const last = Math.max(0, Math.ceil(lines.length / PAGE) - 1);
    order.page = Math.min(order.page, last);
    const from = order.page * PAGE;
    const shown = keyed.slice(from, from + PAGE).map((it) => it.line);
    for (const { field, sort, element } of heads) {
      if (field === order.field) element.setAttribute('aria-sort', order.down ? 'descending' : 'ascending');
      else element.removeAttribute('aria-sort');
      if (field.title === 'Children') sort.textContent = sentenceCase(app.people);
    }
    keepFocus(body, () => body.replaceChildren(...shown.map((line) => row(app, line))));
    caption.textContent = `Every area: ${app.serviceChosen?.name ?? ''} ${app.modePhrase}, plan against today. Minutes to the nearest open centre.`;
    /** @param {string} text @param {number} page */
    const turn = (text, page) => button(text, () => { order.page = page; follow(); place.scrollTop = 0; }, { class: 'quiet', ...(page < 0 || page > last ? { disabled: true } : {}) });
    pages.hidden = last === 0;
    pages.replaceChildren(turn('Previous', order.page - 1), make('span', { role: 'status' }, `${from + 1} to ${from + shown.length} of ${lines.length}`), turn('Next', order.page + 1));
  };
  const placed = make('div', {});
  app.on('answer', () => placed.replaceChildren(...placedTable(app)));
  place.append(placed, pages, make('table', {}, caption, make('thead', {}, make('tr', {}, ...heads.map((it) => it.element))), body));
  app.on('answer', follow);
  app.on('view', follow);
  app.on('area', () => {
    for (const it of body.rows) it.classList.toggle('selected', it.dataset.code === app.area);
  });
}

/** The sites that the plan moves and adds; nothing where it does neither. @param {App} app @returns {HTMLElement[]} */
function placedTable(app) {
  const placed = app.answer?.placed ?? [];
  if (placed.length === 0) return [];
  const rows = placed.map((it) => {
    const standing = app.answered.get(it.id);
    const at = it.lon === null || it.lat === null ? '' : `${it.lat.toFixed(5)}, ${it.lon.toFixed(5)}`;
    const cells = [standing?.added ? 'added' : 'moved', standing?.tier ?? '', at, it.unlinked[app.mode] ? 'no road near enough' : 'yes', count(users(app, it))];
    return make('tr', {}, make('th', { scope: 'row' }, it.name), ...cells.map((text, i) => make('td', { class: i === 4 ? 'number' : null }, text)));
  });
  const heads = ['Site', 'What', 'Tier', 'Latitude, longitude', 'On a road', `${sentenceCase(app.people)} whose nearest it is`];
  return [make('table', { class: 'placed' },
    make('caption', {}, `Sites that the plan moves or adds (${placed.length})`),
    make('thead', {}, make('tr', {}, ...heads.map((it, i) => make('th', { scope: 'col', class: i === 5 ? 'number' : null }, it)))),
    make('tbody', {}, ...rows))];
}

/** Rows are made anew; the one with the focus keeps it where it is still on the page. @param {HTMLElement} body @param {() => void} act */
function keepFocus(body, act) {
  const code = document.activeElement?.closest('tr')?.dataset.code;
  const had = body.contains(document.activeElement);
  act();
  const again = had && code !== undefined ? body.querySelector(`tr[data-code="${CSS.escape(code)}"] button`) : null;
  if (again instanceof HTMLElement) again.focus();
}

/** @param {App} app @param {Line} line */
function row(app, line) {
  const { area } = line;
  const cells = FIELDS.map((field) => make('td', { class: field.number ? 'number' : null }, field.text(app, line)));
  const name = button(area.name, () => app.selectArea(area.code), { class: 'link', title: area.code });
  return make('tr', { 'data-code': area.code, class: area.code === app.area ? 'selected' : null }, make('th', { scope: 'row' }, name), ...cells);
}

/** Compares names as people sort them. */
const collator = new Intl.Collator('en-GB', { numeric: true });

/** What is missing comes last, whichever way the rest is sorted. @param {string|number|null} a @param {string|number|null} b @param {boolean} down */
function compare(a, b, down) {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
  return down ? -order : order;
}
