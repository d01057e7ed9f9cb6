// The key: every class with its children and share, in the very colours of the map; and the signs of the sites.

import { byId, make } from './elements.js';
import { count, share } from './numbers.js';
import { drawn } from './symbols.js';
import { sentenceCase } from './words.js';

/** @import { App } from './app.js' */
/** @import { LegendRow, Shade } from './types.js' */
/** @import { SiteState } from './symbols.js' */

/** @type {Record<Shade, (app: App) => string>} */
const TITLES = {
  minutes: (app) => `Minutes ${app.modePhrase} to the nearest open centre, under the plan`,
  minutes_today: (app) => `Minutes ${app.modePhrase} to the nearest open centre, today`,
  change: (app) => `Change of minutes ${app.modePhrase}, plan against today`,
  beyond: (app) => `Within and beyond the standard ${app.modePhrase}, plan against today`,
  both: (app) => `Minutes ${app.modePhrase} under the plan: the darker the further; and deprivation: the browner the more deprived`,
  people: (app) => `Number of ${app.people} in each area`,
  deprivation: (app) => `Deprivation: ${app.study.deprivation}, national deciles, 1 is the most deprived`,
};

/** Whether a class is drawn with lines over it. @param {string} name */
export const hatched = (name) => name.startsWith('worse');

/** @param {App} app */
export function showLegend(app) {
  const follow = () => {
    if (app.answer) byId('legend').replaceChildren(keyOf(app, app.shade, app.answer.legend[app.shade]));
  };
  app.on('answer', follow);
  app.on('shade', follow);
  showSigns(app);
}

/** The key of a shading. @param {App} app @param {Shade} shade @param {LegendRow[]} rows @param {string} [title] */
export const keyOf = (app, shade, rows, title = TITLES[shade](app)) => (shade === 'both' ? square(app, rows, title) : key(app, rows, title));

/**
 * Nine classes as a square: a row for each range of minutes, a column for each third of deprivation; the rest under it.
 * @param {App} app @param {LegendRow[]} rows @param {string} title
 */
function square(app, rows, title) {
  const nine = rows.slice(0, 9);
  const columns = [0, 1, 2].map((it) => nine[it]?.label.split(', ')[1] ?? '');
  const lines = [0, 3, 6].map((from) => make('tr', {},
    make('th', { scope: 'row' }, nine[from]?.label.split(', ')[0] ?? ''),
    ...nine.slice(from, from + 3).map((it) => make('td', {}, cellSwatch(it), `${count(it.children)}${it.share === null ? '' : ` (${share(it.share)})`}`))));
  const rest = rows.slice(9).map((it) => make('td', {}, cellSwatch(it), `${it.label}: ${count(it.children)}`));
  return make('table', { class: 'square' },
    make('caption', {}, `${title}. ${sentenceCase(app.people)} in each class`),
    make('thead', {}, make('tr', {}, make('td', {}), ...columns.map((it) => make('th', { scope: 'col' }, it)))),
    make('tbody', {}, ...lines, make('tr', { class: 'rest' }, make('th', { scope: 'row' }, 'Others'), ...rest)));
}

/** @param {LegendRow} row */
function cellSwatch(row) {
  const it = swatch(row);
  it.classList.add('inline');
  return it;
}

/** @param {App} app @param {LegendRow[]} rows @param {string} title */
function key(app, rows, title) {
  const most = Math.max(...rows.map((it) => it.share ?? 0), 0.001);
  const heads = rows.map((it) => make('th', { scope: 'col' }, swatch(it), make('span', { class: 'label' }, it.label)));
  const bars = rows.map((it) => {
    const bar = make('span', { class: 'bar-fill' });
    bar.style.width = `${(100 * (it.share ?? 0)) / most}%`;
    return make('td', {}, count(it.children), make('span', { class: 'track', 'aria-hidden': 'true' }, bar));
  });
  const shares = rows.map((it) => make('td', {}, it.share === null ? '' : share(it.share)));
  return make('table', {},
    make('caption', {}, title),
    make('thead', {}, make('tr', {}, make('td', {}), ...heads)),
    make('tbody', {},
      make('tr', {}, make('th', { scope: 'row' }, sentenceCase(app.people)), ...bars),
      make('tr', {}, make('th', { scope: 'row' }, 'Share'), ...shares)));
}

/** @param {LegendRow} row */
function swatch(row) {
  const it = make('span', { class: 'swatch', 'aria-hidden': 'true' });
  it.style.backgroundColor = row.colour;
  if (hatched(row.class)) it.classList.add('hatched');
  if (row.class === 'no_road') it.classList.add('crossed');
  if (row.class === 'no_children') it.classList.add('dotted');
  return it;
}

/** @param {App} app */
function showSigns(app) {
  const { study } = app;
  const first = study.tiers[0]?.id ?? '';
  /** @param {SiteState['fill']} fill @param {SiteState['badge']} [badge] @param {boolean} [locked] @returns {SiteState} */
  const state = (fill, badge = '', locked = false) => ({ fill, badge, locked });
  /** @type {[string, SVGSVGElement][]} */
  const signs = [
    ...study.tiers.map((it) => /** @type {[string, SVGSVGElement]} */ ([it.id, drawn(study, it.id, state('open'))])),
    ['opened', drawn(study, first, state('open', 'opened'))],
    ...(study.sites_move ? /** @type {[string, SVGSVGElement][]} */ ([
      ['moved', drawn(study, first, state('open', 'moved'))],
      ['added', drawn(study, first, state('open', 'added'))],
    ]) : []),
    ['closed', drawn(study, first, state('closed'))],
    ['could open', drawn(study, first, state('candidate'))],
    ...(study.sites.some((it) => it.lock !== null) ? /** @type {[string, SVGSVGElement][]} */ ([['locked', drawn(study, first, state('open', '', true))]]) : []),
  ];
  byId('symbols').append(make('ul', { 'aria-label': 'Signs of the centres' }, ...signs.map(([text, sign]) => make('li', {}, sign, text))));
  if (study.areas_drawn === 'nearest_ground') {
    byId('symbols').append(make('p', { class: 'small' }, 'No boundaries in this study: an area is drawn as the ground around its point.'));
  }
}
