// The scorecard beside today's: the headline, sentences, then tables of today, plan and change.

import { charts } from './charts.js';
import { button, byId, make } from './elements.js';
import { count, decimal, difference, longer, poundsShort, share, value, unbroken } from './numbers.js';
import { figureName, sentenceCase, whose } from './words.js';

/** @import { App } from './app.js' */
/** @import { Answer, Figure } from './types.js' */
/** @typedef {{name: string, scope: string, today: Figure|undefined, plan: Figure|undefined, of: Figure}} Pair */

/** @param {App} app */
export function showScorecard(app) {
  /** @type {Map<string, number|null>} */
  let before = new Map();
  app.on('answer', () => {
    const { answer } = app;
    if (!answer) return;
    const pairs = pair(answer);
    byId('first').hidden = app.changes.length > 0;
    byId('tiles').replaceChildren(...tiles(app, pairs));
    byId('sentences').replaceChildren(...answer.sentences.flatMap((it) => [make('dt', {}, it.label), make('dd', {}, unbroken(it.text))]));
    byId('charts').replaceChildren(...charts(app, answer));
    byId('tables').replaceChildren(
      ...whoGains(app, answer),
      figuresTable(app, pairs, before),
      scopeTable(app, pairs, 'decile:', 'By deprivation decile, 1 most deprived', (key) => key),
      scopeTable(app, pairs, 'district:', 'By district', (key) => app.districts.get(key) ?? key),
      worstAffected(app, answer),
      ...notices(app));
    before = new Map(pairs.map((it) => [`${it.name} ${it.scope}`, it.plan?.value ?? null]));
  });
}

/** Each figure of the plan beside today's. @param {Answer} answer @returns {Pair[]} */
function pair(answer) {
  const key = (/** @type {Figure} */ it) => `${it.name} ${it.scope}`;
  const today = new Map(answer.baseline.figures.map((it) => [key(it), it]));
  return answer.scenario.figures.map((of) => ({ name: of.name, scope: of.scope, today: today.get(key(of)), plan: of, of }));
}

/** The figures of an answer by name and scope: those of a nation are thousands. @type {WeakMap<Pair[], Map<string, Pair>>} */
const indices = new WeakMap();

/** @param {Pair[]} pairs @param {string} name @param {string} [scope] */
function find(pairs, name, scope = 'all') {
  let index = indices.get(pairs);
  if (!index) indices.set(pairs, index = new Map(pairs.map((it) => [`${it.name} ${it.scope}`, it])));
  return index.get(`${name} ${scope}`);
}

/** The most groups that one table lists; of more, those least within the standard. */
const MOST = 40;

/** The three numbers that never scroll away. @param {App} app @param {Pair[]} pairs */
function tiles(app, pairs) {
  const within = find(pairs, 'share_within');
  const losing = find(pairs, 'children_losing')?.plan?.value ?? null;
  const gaining = find(pairs, 'children_gaining')?.plan?.value ?? null;
  const cost = find(pairs, 'annual_cost');
  const mean = find(pairs, 'mean_minutes')?.plan?.value ?? null;
  const standard = app.answer?.standard_minutes ?? null;
  const unchanged = app.changes.length === 0;
  return [
    standard === null
      ? tile('no standard', `${app.modePhrase} for this service`, '')
      : tile(number(within?.plan?.value ?? null, share), `of ${app.people} within ${decimal(standard).replace('.0', '')} minutes ${app.modePhrase}`, unchanged ? 'today' : points(within)),
    unchanged
      ? tile(number(mean, decimal), `minutes ${app.modePhrase} on average`, 'today')
      : tile(number(losing, count), `${app.people} would be worse off`, gaining === null ? '' : `${count(gaining)} better off`),
    tile(number(cost?.plan?.value ?? null, poundsShort), 'a year', unchanged ? 'today' : money(cost)),
  ];
}

/** @param {number|null} n @param {(n: number) => string} write */
const number = (n, write) => (n === null ? 'unknown' : write(n));

/** @param {string} big @param {string} what @param {string} change */
const tile = (big, what, change) => make('div', { class: 'tile' }, make('p', { class: 'big' }, big), make('p', {}, what), make('p', { class: 'change' }, change));

/** @param {Pair|undefined} within */
function points(within) {
  const today = within?.today?.value ?? null;
  const plan = within?.plan?.value ?? null;
  if (today === null || plan === null) return '';
  const by = Math.abs(plan - today) * 100;
  if (plan === today) return 'as today';
  const size = by < 0.05 ? 'under 0.1 points' : `${decimal(by)} points`;
  return `${size} ${plan > today ? 'higher' : 'lower'} than today`;
}

/** @param {Pair|undefined} cost */
function money(cost) {
  const today = cost?.today?.value ?? null;
  const plan = cost?.plan?.value ?? null;
  if (plan === null) return cost?.plan?.reason ?? '';
  if (today === null) return '';
  if (plan === today) return 'as today';
  return `${poundsShort(Math.abs(plan - today))} ${plan > today ? 'more' : 'less'} than today`;
}

/** @param {App} app @param {Pair[]} pairs @param {Map<string, number|null>} before */
function figuresTable(app, pairs, before) {
  const standard = app.answer?.standard_minutes ?? null;
  const rows = pairs.filter(listed).map((it) => {
    const was = before.get(`${it.name} ${it.scope}`);
    const now = it.plan?.value ?? null;
    const marked = before.size > 0 && was !== now ? 'number marked' : 'number';
    return make('tr', {},
      make('th', { scope: 'row' }, workedOut(it.of), ...about(app, it)),
      cell(it.today, it.today === undefined ? '' : value(it.today.value, it.of.unit, standard)),
      make('td', { class: marked }, value(now, it.of.unit, standard)),
      make('td', { class: 'number' }, it.today === undefined ? '' : difference(it.today.value, now, it.of.unit)));
  });
  return make('table', { class: 'figures' },
    make('caption', {}, `${app.serviceChosen?.name ?? ''} ${app.modePhrase}: all figures`),
    head('Figure', 'Today', 'Plan', 'Change'),
    make('tbody', {}, ...rows));
}

/** The name of a figure, which opens how it is worked out. @param {Figure} of */
function workedOut(of) {
  const details = make('details', { class: 'worked' },
    make('summary', { title: 'How is this worked out?' }, figureName(of.name)),
    make('p', { class: 'small' }, `${of.meaning}. Unit: ${of.unit.replaceAll('_', ' ')}. Source: ${of.source}. `, make('code', {}, of.name)));
  details.open = opened.has(of.name);
  details.addEventListener('toggle', () => {
    if (details.open) opened.add(of.name);
    else opened.delete(of.name);
  });
  return details;
}

/** The figures whose working is open: they stay so when the plan changes. @type {Set<string>} */
const opened = new Set();

/** What the table of figures lists: everyone's, and the worst shares. @param {Pair} pair */
const listed = ({ name, scope }) => scope === 'all' || (scope.startsWith('worst_') && name === 'share_within');

/** Whose a figure is, or why it has no value, under its name. @param {App} app @param {Pair} pair */
function about(app, { scope, plan }) {
  const worst = { worst_decile: 'worst decile: ', worst_district: 'worst district: ', worst_deprivation_band: 'worst band: ' }[scope] ?? '';
  const which = whose(plan?.which, (kind, code) => {
    if (kind === 'deprivation_band') return `deciles ${code}`;
    return kind === 'district' ? app.districts.get(code) : app.areas.get(code)?.name;
  });
  const text = plan?.reason ?? worst + which;
  return text === '' ? [] : [make('br'), make('span', { class: 'small' }, text)];
}

/** @param {Figure|undefined} figure @param {string} text */
const cell = (figure, text) => make('td', { class: 'number', title: figure?.reason }, text);

/** @param {string} first @param {...string} rest */
const head = (first, ...rest) => make('thead', {}, make('tr', {},
  make('th', { scope: 'col' }, first), ...rest.map((it) => make('th', { scope: 'col', class: 'number' }, it))));

/**
 * @param {App} app
 * @param {Pair[]} pairs
 * @param {string} prefix
 * @param {string} caption
 * @param {(key: string) => string} named
 */
function scopeTable(app, pairs, prefix, caption, named) {
  const all = [...new Set(pairs.filter((it) => it.scope.startsWith(prefix)).map((it) => it.scope))];
  const part = (/** @type {string} */ scope) => find(pairs, 'share_within', scope)?.plan?.value ?? Infinity;
  const keys = all.length <= MOST ? all : [...all].sort((a, b) => part(a) - part(b)).slice(0, MOST);
  const rows = keys.map((scope) => {
    const children = find(pairs, 'children', scope);
    const mean = find(pairs, 'mean_minutes', scope);
    const within = find(pairs, 'share_within', scope);
    const name = make('th', { scope: 'row' }, named(scope.slice(prefix.length)));
    if ((children?.plan?.value ?? null) === null && (within?.plan?.value ?? null) === null) {
      return make('tr', { class: 'empty' }, name, make('td', { colspan: '4' }, within?.plan?.reason ?? children?.plan?.reason ?? 'none'));
    }
    return make('tr', {}, name,
      make('td', { class: 'number' }, value(children?.plan?.value ?? null, 'children')),
      make('td', { class: 'number' }, value(mean?.plan?.value ?? null, 'minutes')),
      make('td', { class: 'number' }, difference(mean?.today?.value ?? null, mean?.plan?.value ?? null, 'minutes')),
      make('td', {}, bars(within)));
  });
  return make('table', { class: 'scopes' },
    make('caption', {}, all.length === keys.length ? caption : `${caption}: the ${MOST} of ${all.length} least within the standard`),
    head(prefix === 'decile:' ? 'Decile' : 'District', app.people.charAt(0).toUpperCase() + app.people.slice(1), 'Minutes', 'Change', 'Within standard'),
    make('tbody', {}, ...rows));
}

/** Today's share as an outline, the plan's as a bar, and the number. @param {Pair|undefined} within */
function bars(within) {
  const plan = within?.plan?.value ?? null;
  const today = within?.today?.value ?? null;
  if (plan === null) return make('span', {}, 'none');
  const fill = make('span', { class: 'bar-fill' });
  fill.style.width = `${100 * plan}%`;
  const mark = make('span', { class: 'bar-today' });
  mark.style.insetInlineStart = `${100 * (today ?? plan)}%`;
  return make('span', { class: 'share' },
    make('span', { class: 'number' }, share(plan)),
    make('span', { class: 'track', 'aria-hidden': 'true', title: today === null ? null : `today ${share(today)}` }, fill, mark));
}

/** Who gains and who loses by decile; nothing while the plan is today. @param {App} app @param {Answer} answer @returns {HTMLElement[]} */
function whoGains(app, answer) {
  if (app.changes.length === 0) return [];
  const band = app.serviceChosen?.band ?? '';
  const sums = new Map(Array.from({ length: 10 }, (_, i) => [i + 1, { gain: 0, lose: 0, minutes: 0 }]));
  for (const it of answer.areas) {
    const area = app.areas.get(it.code);
    const sum = sums.get(area?.decile ?? 0);
    const people = area?.children[band] ?? 0;
    if (!sum) continue;
    const change = it.change_minutes ?? 0;
    const lost = it.today.minutes !== null && it.plan.minutes === null;
    const come = it.today.minutes === null && it.plan.minutes !== null;
    if (lost || change > 0) sum.lose += people;
    if (come || change < 0) sum.gain += people;
    sum.minutes += people * change;
  }
  const rows = [...sums].map(([decile, it]) => make('tr', {},
    make('th', { scope: 'row' }, String(decile)),
    make('td', { class: 'number' }, count(Math.round(it.gain))),
    make('td', { class: 'number' }, count(Math.round(it.lose))),
    make('td', { class: 'number' }, difference(0, Math.round(it.minutes), 'children'))));
  return [make('table', { class: 'scopes' },
    make('caption', {}, `${sentenceCase(app.people)} who gain and lose, by deprivation decile, 1 most deprived`),
    head('Decile', 'Better off', 'Worse off', 'Minutes in all'),
    make('tbody', {}, ...rows))];
}

/** @param {App} app @param {Answer} answer */
function worstAffected(app, answer) {
  const worst = answer.areas
    .filter((it) => (it.change_minutes ?? 0) > 0 || (it.today.minutes !== null && it.plan.minutes === null))
    .sort((a, b) => (b.change_minutes ?? Infinity) - (a.change_minutes ?? Infinity))
    .slice(0, 10);
  if (worst.length === 0) return make('p', { class: 'small' }, 'No area would travel further than today.');
  const rows = worst.map((it) => make('tr', {},
    make('th', { scope: 'row' }, button(app.areas.get(it.code)?.name ?? it.code, () => app.selectArea(it.code), { class: 'link' })),
    make('td', { class: 'number' }, value(it.today.minutes, 'minutes')),
    make('td', { class: 'number' }, value(it.plan.minutes, 'minutes')),
    make('td', {}, it.change_minutes === null ? 'no longer reached' : longer(it.change_minutes))));
  return make('table', { class: 'figures' },
    make('caption', {}, 'Areas that would travel furthest beyond today, minutes'),
    head('Area', 'Today', 'Plan', 'Change'),
    make('tbody', {}, ...rows));
}

/** @param {App} app */
function notices({ study }) {
  if (study.notices.length === 0) return [];
  return [make('details', {}, make('summary', {}, `Notices from the data (${study.notices.length})`), make('ul', { class: 'notices' }, ...study.notices.map((it) => make('li', {}, it))))];
}
