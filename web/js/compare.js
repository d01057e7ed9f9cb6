// Plans side by side: two maps that move together or one of the differences, and a table with the best and the worst marked.

import * as api from './api.js';
import { NAMES, bestPlans, within } from './best-plans.js';
import { CompareMap, link } from './compare-map.js';
import { button, byId, make } from './elements.js';
import { keyOf } from './legend.js';
import { pounds, value } from './numbers.js';
import { changesOf, lay } from './plan.js';
import { figureName } from './words.js';

/** @import { App } from './app.js' */
/** @import { Answer, Change, Figure, Shade, Shaded } from './types.js' */
/** A plan to set beside others. @typedef {{key: string, name: string, changes: Change[]}} Option */
/** @typedef {{option: Option, answer: Answer}} Scored */

/** The figures of the table: name and scope; those a study has not are left out. @type {[string, string][]} */
const ROWS = [
  ['share_within', 'all'], ['share_within', 'worst_decile'], ['share_within', 'worst_district'], ['share_within', 'deprivation_band:1-3'],
  ['mean_minutes', 'all'], ['mean_minutes', 'deprivation_band:1-3'], ['p90_minutes', 'all'], ['max_minutes', 'all'], ['cvar25_minutes', 'all'],
  ['children_losing', 'all'], ['children_losing_over_5', 'all'], ['children_gaining', 'all'], ['children_lost_standard', 'all'], ['added_minutes_share_deciles_1_3', 'all'],
  ['sii_minutes', 'all'], ['total_hours', 'all'], ['annual_cost', 'all'], ['saving', 'all'],
];
/** @type {Record<string, string>} */
const SCOPES = { worst_decile: 'in the worst decile', worst_district: 'in the worst district', 'deprivation_band:1-3': 'in deciles 1-3' };

/** @param {App} app */
export function showCompare(app) {
  const place = byId('compare');
  const left = make('select', { id: 'compare-left', autocomplete: 'off' });
  const right = make('select', { id: 'compare-right', autocomplete: 'off' });
  const form = make('select', { id: 'compare-as', autocomplete: 'off' },
    make('option', { value: 'two' }, 'two maps'),
    make('option', { value: 'one' }, 'the differences'));
  const says = make('p', { role: 'status' });
  const maps = make('div', { class: 'compare-maps' });
  const legend = make('div', { class: 'legend', tabindex: '0', role: 'region', 'aria-label': 'Key to the maps compared' });
  const table = make('div', { class: 'compare-table', tabindex: '0', role: 'region', 'aria-label': 'Figures of the plans compared' });
  const choose = make('fieldset', { class: 'compare-plans' });
  const shared = make('p', { class: 'small' });
  place.append(
    make('div', { class: 'row' }, make('label', { for: 'compare-left' }, 'Compare'), left, make('label', { for: 'compare-right' }, 'with'), right, make('label', { for: 'compare-as' }, 'as'), form),
    says, maps, legend, choose, shared, table);

  /** @type {Option[]} */
  let options = [];
  /** @type {Set<string>} */
  const unwanted = new Set();
  /** @type {{two: CompareMap[]|null, one: CompareMap|null}} */
  const drawn = { two: null, one: null };
  let revision = 0;

  /** The optimiser's plans, once they are found: they are waited for by nobody. */
  const offered = async () => {
    const told = await bestPlans(app).catch(() => null);
    return told === null ? [] : told.plans.filter((it) => it.reason === null && it.changes.length > 0).map((it) => ({ key: `best ${it.id}`, name: `${NAMES[it.id].name} (optimiser${it.id === 'cheapest' ? '' : `, ${within(told)}`})`, changes: it.changes }));
  };
  let opened = 0;
  let searching = false;
  /** The plans there are now. @param {Option[]} best */
  const gather = async (best) => {
    const saved = await api.plans().catch(() => ({ plans: [] }));
    const now = changesOf(app.study, app.history.present.plan);
    options = [
      { key: 'today', name: 'Today', changes: [] },
      ...(now.length > 0 ? [{ key: 'now', name: 'Your plan', changes: now }] : []),
      ...app.study.scenarios.map((it) => ({ key: `study ${it.id}`, name: it.name, changes: it.changes })),
      ...saved.plans.map((it) => ({ key: `saved ${it.id}`, name: it.author === '' ? it.name : `${it.name} (${it.author})`, changes: it.changes })),
      ...best,
    ];
    for (const [select, usual] of /** @type {const} */ ([[left, 0], [right, 1]])) {
      const before = select.value;
      select.replaceChildren(...options.map((it) => make('option', { value: it.key }, it.name)));
      select.value = options.some((it) => it.key === before) ? before : options[Math.min(usual, options.length - 1)]?.key ?? '';
    }
    choose.replaceChildren(make('legend', {}, 'Plans in the table'), ...options.map((it) => {
      const box = make('input', { type: 'checkbox', checked: !unwanted.has(it.key) });
      box.addEventListener('change', () => {
        if (box.checked) unwanted.delete(it.key);
        else unwanted.add(it.key);
        void tabulate();
      });
      return make('label', { class: 'check' }, box, it.name);
    }), searching && best.length === 0 ? make('span', { class: 'small' }, 'The optimiser\u2019s plans are searched for.') : '');
  };
  const option = (/** @type {string} */ key) => options.find((it) => it.key === key) ?? { key: 'today', name: 'Today', changes: [] };
  const question = () => ({ service: app.service, mode: app.mode });

  const draw = async () => {
    const asked = ++revision;
    const [a, b] = [option(left.value), option(right.value)];
    says.textContent = options.length === 1 ? 'There is only today so far: change the plan, or save one, and compare it here.' : 'Working it out.';
    const told = await api.difference({ ...question(), from: a.changes, to: b.changes }, app.areas.keys()).catch((error) => (error instanceof api.Refused ? error.message : 'Fairreach does not answer'));
    if (asked !== revision || app.view !== 'compare') return;
    if (typeof told === 'string') {
      says.textContent = `Not possible: ${told}.`;
      return;
    }
    says.textContent = summary(app, told, a, b);
    const one = form.value === 'one';
    maps.classList.toggle('one', one);
    /** @type {Shade} */
    const shade = one ? 'change' : 'minutes';
    const title = one ? `Minutes ${app.modePhrase}: ${b.name} against ${a.name}` : `Minutes ${app.modePhrase} to the nearest open centre; ${app.people} under ${b.name}`;
    legend.replaceChildren(keyOf(app, shade, told.legend[shade], title));
    await (one ? drawOne(told, a, b) : drawTwo(told, a, b));
    place.dataset.drawn = `${a.key} ${b.key} ${form.value}`;
  };
  /** @param {Shaded} told @param {Option} a @param {Option} b */
  const drawTwo = async (told, a, b) => {
    const frames = [a, b].map((it, i) => frame(maps, `compare-map-${i}`, it.name));
    if (drawn.two === null) {
      drawn.two = frames.map((it, i) => new CompareMap(app, it, i === 0 ? 'Map of the plan on the left' : 'Map of the plan on the right'));
      link(drawn.two);
    }
    const classes = [told.classes.minutes_today, told.classes.minutes];
    await Promise.all(drawn.two.map((it, i) => {
      it.map.resize();
      return it.show(classes[i] ?? [], told.legend.minutes, lay(app.study, (i === 0 ? a : b).changes));
    }));
  };
  /** @param {Shaded} told @param {Option} a @param {Option} b */
  const drawOne = async (told, a, b) => {
    const it = frame(maps, 'compare-map-one', `${b.name} against ${a.name}`);
    drawn.one ??= new CompareMap(app, it, 'Map of the differences');
    drawn.one.map.resize();
    await drawn.one.show(told.classes.change, told.legend.change, lay(app.study, b.changes));
  };

  let tabled = 0;
  const tabulate = async () => {
    const asked = ++tabled;
    const wanted = options.filter((it) => !unwanted.has(it.key));
    /** @type {Scored[]} */
    const scored = [];
    /** @type {string[]} */
    const refused = [];
    for (const it of wanted) {
      const answer = await api.assess({ ...question(), changes: it.changes }, app.areas.keys()).catch((error) => { refused.push(`${it.name}: ${error.message}`); return null; });
      if (asked !== tabled) return;
      if (answer) scored.push({ option: it, answer });
    }
    shared.textContent = `All under one setting: ${app.serviceChosen?.name ?? ''} ${app.modePhrase}, ${app.answer?.standard_minutes === null ? 'no standard' : `standard ${app.answer?.standard_minutes} minutes`}.${refused.length === 0 ? '' : ` Not told: ${refused.join('; ')}.`}`;
    table.replaceChildren(tableOf(app, scored));
  };

  for (const it of [left, right, form]) it.addEventListener('change', () => void draw());
  const refresh = async () => {
    if (app.view !== 'compare') return;
    const asked = ++opened;
    searching = true;
    const best = offered();
    // Those that are known already stand in the table at once.
    await gather(await Promise.race([best, new Promise((resolve) => setTimeout(() => resolve([]), 50))]));
    await Promise.all([draw(), tabulate()]);
    const found = await best;
    if (asked !== opened || app.view !== 'compare') return;
    searching = false;
    await gather(found);
    await tabulate();
  };
  app.on('view', () => void refresh());
  app.on('answer', () => void refresh());
}

/** The frame of a map and its title, made when first asked for. @param {HTMLElement} maps @param {string} id @param {string} title */
function frame(maps, id, title) {
  const known = document.getElementById(id);
  const caption = known?.parentElement?.querySelector('figcaption');
  if (known && caption) {
    caption.textContent = title;
    return known;
  }
  const it = make('div', { id, class: 'compare-map' });
  maps.append(make('figure', { class: id === 'compare-map-one' ? 'only-one' : 'only-two' }, make('figcaption', {}, title), it));
  return it;
}

/** Who is better and worse off under the second plan than under the first, in a sentence. @param {App} app @param {Shaded} told @param {Option} a @param {Option} b */
function summary(app, told, a, b) {
  const band = app.serviceChosen?.band ?? '';
  const people = (/** @type {(change: number|null, gone: boolean, come: boolean) => boolean} */ wanted) => told.areas.reduce((sum, it) => {
    const gone = it.today.minutes !== null && it.plan.minutes === null;
    const come = it.today.minutes === null && it.plan.minutes !== null;
    return sum + (wanted(it.change_minutes, gone, come) ? app.areas.get(it.code)?.children[band] ?? 0 : 0);
  }, 0);
  const better = people((change, _, come) => come || (change ?? 0) < 0);
  const worse = people((change, gone) => gone || (change ?? 0) > 0);
  return `${b.name} against ${a.name}: ${value(better, 'children')} ${app.people} better off, ${value(worse, 'children')} worse off.`;
}

/** @param {App} app @param {Scored[]} scored */
function tableOf(app, scored) {
  const find = (/** @type {Answer} */ answer, /** @type {string} */ name, /** @type {string} */ scope) => answer.scenario.figures.find((it) => it.name === name && it.scope === scope);
  const rows = ROWS.flatMap(([name, scope]) => {
    const figures = scored.map((it) => find(it.answer, name, scope));
    const of = figures.find((it) => it !== undefined);
    if (!of) return [];
    return [make('tr', {},
      make('th', { scope: 'row', title: of.meaning }, `${figureName(name)}${SCOPES[scope] ? ` ${SCOPES[scope]}` : ''}`),
      ...figures.map((it) => cell(it, figures, app.answer?.standard_minutes ?? null)))];
  });
  const open = scored.map(({ option }) => [...lay(app.study, option.changes).values()].filter((it) => it.open).length);
  return make('table', { class: 'figures' },
    make('caption', {}, 'Figures of each plan; the best of a row is marked with a star, the worst with a triangle'),
    make('thead', {}, make('tr', {}, make('th', { scope: 'col' }, 'Figure'), ...scored.map((it) => make('th', { scope: 'col', class: 'number' }, it.option.name)))),
    make('tbody', {},
      make('tr', {}, make('th', { scope: 'row' }, 'Centres open'), ...open.map((it) => make('td', { class: 'number' }, it))),
      ...rows,
      make('tr', {}, make('th', { scope: 'row' }, 'Take it'), ...scored.map((it) => make('td', { class: 'number' }, button('Load', () => app.act(lay(app.study, it.option.changes), `Load ${it.option.name}`), { class: 'quiet', 'aria-label': `Load ${it.option.name} as the plan` }))))));
}

/** @param {Figure|undefined} figure @param {(Figure|undefined)[]} all @param {number|null} standard */
function cell(figure, all, standard) {
  if (!figure || figure.value === null) return make('td', { class: 'number', title: figure?.reason ?? '' }, figure ? 'none' : 'as today');
  const values = all.flatMap((it) => (it?.value == null ? [] : [it.value]));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const more = figure.polarity === 'more_is_better';
  const judged = (more || figure.polarity === 'less_is_better') && most > least;
  const best = judged && figure.value === (more ? most : least);
  const worst = judged && figure.value === (more ? least : most);
  const text = figure.unit === 'pounds_a_year' ? pounds(figure.value) : value(figure.value, figure.unit, standard);
  return make('td', { class: `number ${best ? 'best' : worst ? 'worst' : ''}` }, text, ...(best ? [make('span', { class: 'mark' }, ' \u2605 best')] : worst ? [make('span', { class: 'mark' }, ' \u25BC worst')] : []));
}
