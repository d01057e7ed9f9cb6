// The frontier: the plans that no other betters in two figures at once, as a plot and as a table. A point becomes the plan.

import * as api from './api.js';
import { byId, button, control, make } from './elements.js';
import { lay } from './plan.js';

/** @import { App } from './app.js' */
/** @import { Frontier, FrontierGoal, FrontierPoint } from './types.js' */

/** What a plan takes, and what it gives; with what they are called. Where it may take whatever it likes, opening every centre is best. */
const TAKES = [
  ['annual_cost', 'annual cost'],
  ['open_sites', 'number of sites open'],
];
const GIVES = [
  ['mean_minutes', 'mean journey'],
  ['share_within', 'share within the standard'],
  ['share_within:deprivation_band:1-3', 'share within the standard in deciles 1-3'],
  ['share_within:worst_decile', 'share within the standard in the worst decile'],
  ['cvar25_minutes', 'mean journey of the worst-off quarter'],
  ['max_minutes', 'longest journey'],
];

/** The plot, in units of its own: its size, and where the points stand. */
const SIZE = { width: 640, height: 420 };
const AREA = { left: 96, top: 24, right: 616, bottom: 356 };
const STEPS = 4;
const SVG = 'http://www.w3.org/2000/svg';

/** @param {App} app */
export function showFrontier(app) {
  const across = control('frontier-across', HTMLSelectElement);
  const up = control('frontier-up', HTMLSelectElement);
  for (const [select, figures, chosen] of /** @type {const} */ ([[across, TAKES, 'annual_cost'], [up, GIVES, 'mean_minutes']])) {
    select.append(...figures.map(([name, phrase]) => make('option', { value: name, selected: name === chosen }, phrase ?? '')));
  }
  const says = byId('frontier-says');
  let revision = 0;
  const search = async () => {
    revision += 1;
    const asked = revision;
    says.textContent = 'Searching all configurations.';
    byId('frontier-found').replaceChildren();
    const question = { service: app.service, mode: app.mode, figures: [across.value, up.value] };
    const found = await api.frontier(question).catch((error) => (error instanceof api.Refused ? error.message : 'Fairreach does not answer'));
    if (asked !== revision) return;
    if (typeof found === 'string') {
      says.textContent = `Not known: ${found}.`;
      return;
    }
    const number = `${found.plans.length} ${found.plans.length === 1 ? 'plan' : 'plans'}`;
    says.textContent = `${number} that no other betters in both${found.whole ? '' : '; others may be missing'}. Choose one to make it the plan; it can be undone.`;
    byId('frontier-found').replaceChildren(plot(app, found), table(app, found));
  };
  control('frontier-search', HTMLButtonElement).addEventListener('click', search);
  // What was found is about the service and the mode that it was asked for.
  let about = '';
  app.on('answer', () => {
    const now = `${app.service} ${app.mode}`;
    if (about !== '' && about !== now) {
      revision += 1;
      byId('frontier-found').replaceChildren();
      says.textContent = '';
    }
    about = now;
  });
}

/** Makes a point of the frontier the plan, in one step. @param {App} app @param {Frontier} found @param {FrontierPoint} point */
function load(app, found, point) {
  app.act(lay(app.study, point.changes), `Frontier: ${told(found, point)}`);
}

/** "annual cost £980,000, mean journey 8.1 min". @param {Frontier} found @param {FrontierPoint} point */
const told = ({ figures }, { told: values }) => figures.map((it, place) => `${it.phrase} ${values[place]}`).join(', ');

/** @param {App} app @param {Frontier} found */
function plot(app, found) {
  const points = found.today === null ? found.plans : [...found.plans, found.today];
  const x = scale(points.map((it) => it.values[0] ?? 0), AREA.left, AREA.right);
  const y = scale(points.map((it) => it.values[1] ?? 0), AREA.bottom, AREA.top);
  const [across, up] = found.figures;
  const svg = draw('svg', { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, class: 'frontier-plot', 'aria-hidden': 'true' });
  svg.append(...axes(x, y, across, up));
  for (const point of found.plans) {
    const circle = draw('circle', { cx: x.at(point.values[0] ?? 0), cy: y.at(point.values[1] ?? 0), r: 7, class: 'frontier-point' });
    circle.append(draw('title', {}, told(found, point)));
    circle.addEventListener('click', () => load(app, found, point));
    svg.append(circle);
  }
  if (found.today !== null) {
    const [left, top] = [x.at(found.today.values[0] ?? 0), y.at(found.today.values[1] ?? 0)];
    svg.append(
      draw('path', { d: `M${left - 6} ${top - 6}l12 12m0 -12l-12 12`, class: 'frontier-today' }),
      draw('text', { x: left + 10, y: top - 8 }, 'today'),
    );
  }
  return make('figure', { class: 'frontier-figure' }, svg);
}

/** @param {ReturnType<typeof scale>} x @param {ReturnType<typeof scale>} y @param {FrontierGoal|undefined} across @param {FrontierGoal|undefined} up */
function axes(x, y, across, up) {
  const lines = [];
  for (const value of x.steps) {
    lines.push(draw('path', { d: `M${x.at(value)} ${AREA.top}V${AREA.bottom}`, class: 'frontier-line' }));
    lines.push(draw('text', { x: x.at(value), y: AREA.bottom + 20, 'text-anchor': 'middle' }, said(across, value)));
  }
  for (const value of y.steps) {
    lines.push(draw('path', { d: `M${AREA.left} ${y.at(value)}H${AREA.right}`, class: 'frontier-line' }));
    lines.push(draw('text', { x: AREA.left - 8, y: y.at(value) + 5, 'text-anchor': 'end' }, said(up, value)));
  }
  lines.push(draw('text', { x: (AREA.left + AREA.right) / 2, y: AREA.bottom + 48, 'text-anchor': 'middle', class: 'frontier-name' }, across?.phrase ?? ''));
  lines.push(draw('text', { x: 4, y: 14, class: 'frontier-name' }, up?.phrase ?? ''));
  return lines;
}

/** A step of an axis in short. @param {FrontierGoal|undefined} goal @param {number} value */
function said(goal, value) {
  if (goal?.name === 'annual_cost') return `£${Math.round(value / 1000).toLocaleString('en-GB')}k`;
  if (goal?.polarity === 'more_is_better') return `${(value * 100).toFixed(0)} %`;
  return value.toFixed(1);
}

/** Where values stand between two ends, with some room. @param {number[]} values @param {number} from @param {number} to */
function scale(values, from, to) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = most > least ? (most - least) * 0.06 : Math.max(Math.abs(most), 1) * 0.06;
  const [start, width] = [least - room, most - least + 2 * room];
  return {
    at: (/** @type {number} */ value) => from + ((value - start) / width) * (to - from),
    steps: Array.from({ length: STEPS + 1 }, (_, step) => start + (width * step) / STEPS),
  };
}

/** @param {string} name @param {Record<string, string|number>} attributes @param {string} [text] */
function draw(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

/** The same as a table, whose buttons do what the points do. @param {App} app @param {Frontier} found */
function table(app, found) {
  const head = make('tr', {}, make('th', { scope: 'col' }, 'Plan'), ...found.figures.map((it) => make('th', { scope: 'col' }, it.phrase)));
  const row = (/** @type {FrontierPoint} */ point, /** @type {Node|string} */ first) => make('tr', {}, make('th', { scope: 'row' }, first), ...point.told.map((it) => make('td', {}, it)));
  const rows = found.plans.map((point, place) => row(point, button(`Take plan ${place + 1}`, () => load(app, found, point), { class: 'quiet', 'aria-label': `Take plan ${place + 1}: ${told(found, point)}` })));
  const today = found.today === null ? [] : [row(found.today, 'Today')];
  return make('table', { class: 'frontier-table' }, make('caption', {}, 'The same plans as a table'), make('thead', {}, head), make('tbody', {}, ...today, ...rows));
}
