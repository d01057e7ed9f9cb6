// Three pictures beside the sentences: minutes by decile, the concentration curve, and how many travel how long.

import { make } from './elements.js';
import { draw, picture, roundUp } from './drawing.js';
import { count, decimal, share } from './numbers.js';

/** @import { App } from './app.js' */
/** @import { Answer } from './types.js' */

/** Pixels of a picture as it is drawn; it grows and shrinks with the panel. */
const WIDE = 340;

/** @param {App} app @param {Answer} answer @returns {HTMLElement[]} */
export function charts(app, answer) {
  return [deciles(app, answer), histogram(app, answer), curve(app, answer)].filter((it) => it !== null);
}

/** @param {string} title @param {string} says @param {...Node} parts */
const figure = (title, says, ...parts) => make('figure', { class: 'chart' }, make('figcaption', {}, make('strong', {}, title), ` ${says}`), ...parts);

/** Minutes by decile: today as an outline, the plan filled. The table of deciles tells the numbers. @param {App} app @param {Answer} answer */
function deciles(app, answer) {
  /** @param {Answer['baseline']['figures']} figures */
  const byDecile = (figures) => Array.from({ length: 10 }, (_, i) => figures.find((it) => it.name === 'mean_minutes' && it.scope === `decile:${i + 1}`)?.value ?? null);
  const [today, plan] = [byDecile(answer.baseline.figures), byDecile(answer.scenario.figures)];
  const known = [...today, ...plan].flatMap((it) => (it === null ? [] : [it]));
  if (known.length === 0) return null;
  const most = Math.max(...known, answer.standard_minutes ?? 0) * 1.05;
  const [left, row] = [62, 17];
  const at = (/** @type {number} */ minutes) => left + (minutes / most) * (WIDE - left - 34);
  const bars = today.flatMap((before, i) => {
    const after = plan[i] ?? null;
    const top = 4 + i * row;
    const name = draw('text', { x: left - 6, y: top + 11, 'text-anchor': 'end' }, i === 0 ? '1 most' : i === 9 ? '10 least' : String(i + 1));
    if (after === null && before === null) return [name, draw('text', { x: left + 3, y: top + 11, class: 'faint' }, 'nobody')];
    return [
      name,
      ...(after === null ? [] : [draw('rect', { x: left, y: top + 2, width: Math.max(1, at(after) - left), height: 10, class: 'bar-plan' })]),
      ...(before === null ? [] : [draw('rect', { x: left, y: top, width: Math.max(1, at(before) - left), height: 14, class: 'bar-before' })]),
      draw('text', { x: Math.max(at(after ?? 0), at(before ?? 0)) + 4, y: top + 11 }, after === null ? 'none' : decimal(after)),
    ];
  });
  const foot = 4 + 10 * row;
  const standard = answer.standard_minutes === null ? [] : mark(at(answer.standard_minutes), 2, foot);
  const svg = picture(WIDE, foot + 4, 'chart-picture', ...bars, ...standard);
  return figure('Minutes by deprivation decile.', `${app.changes.length === 0 ? 'Bar: today' : 'Bar: the plan; outline: today'}${standard.length === 0 ? '' : '; dashed line: the standard'}. ${spread(plan)} Each bar is the mean of its decile; Gradient, above, is the straight line through all areas.`, svg);
}

/** @param {(number|null)[]} plan */
function spread(plan) {
  const known = plan.map((it, i) => ({ it, decile: i + 1 })).filter((it) => it.it !== null);
  const [worst] = [...known].sort((a, b) => (b.it ?? 0) - (a.it ?? 0));
  const [best] = [...known].sort((a, b) => (a.it ?? 0) - (b.it ?? 0));
  if (!worst || !best || worst === best) return '';
  return `Decile ${worst.decile} travels longest (${decimal(worst.it ?? 0)}), decile ${best.decile} shortest (${decimal(best.it ?? 0)}).`;
}

/** @param {number} x @param {number} top @param {number} foot */
const mark = (x, top, foot) => [draw('path', { d: `M${x} ${top}V${foot}`, class: 'standard' })];

/** How many people travel how long: today as an outline, the plan filled. @param {App} app @param {Answer} answer */
function histogram(app, answer) {
  const band = app.serviceChosen?.band ?? '';
  const journeys = answer.areas.map((it) => ({ today: it.today.minutes, plan: it.plan.minutes, people: app.areas.get(it.code)?.children[band] ?? 0 }));
  const all = journeys.flatMap((it) => [it.today, it.plan]).filter((it) => it !== null);
  if (all.length === 0) return null;
  const longest = all.reduce((most, it) => Math.max(most, it), answer.standard_minutes ?? 0);
  const step = roundUp(longest / 14);
  const classes = Math.max(1, Math.ceil(longest / step));
  /** @param {'today'|'plan'} when */
  const counted = (when) => {
    const people = new Array(classes).fill(0);
    // Closed above, as everywhere: 20 minutes are in "over 15 to 20".
    for (const it of journeys) if (it[when] !== null) people[Math.max(0, Math.ceil((it[when] ?? 0) / step) - 1)] += it.people;
    return people;
  };
  const [today, plan] = [counted('today'), counted('plan')];
  const most = Math.max(...today, ...plan, 1);
  const [left, top, foot] = [40, 8, 118];
  const wide = (WIDE - left - 6) / classes;
  const y = (/** @type {number} */ people) => foot - (people / most) * (foot - top);
  const bars = plan.map((people, i) => draw('rect', { x: left + i * wide + 1, y: y(people), width: wide - 2, height: foot - y(people), class: 'bar-plan' }));
  const outline = today.map((people, i) => `${i === 0 ? 'M' : 'L'}${left + i * wide} ${y(people)}H${left + (i + 1) * wide}`).join('');
  const every = Math.ceil(classes / 7);
  const labels = Array.from({ length: Math.floor(classes / every) + 1 }, (_, i) => draw('text', { x: left + i * every * wide, y: foot + 14, 'text-anchor': left + i * every * wide > WIDE - 14 ? 'end' : 'middle' }, String(Math.round(i * every * step * 10) / 10)));
  const { standard_minutes: standard } = answer;
  const svg = picture(WIDE, foot + 32, 'chart-picture',
    draw('path', { d: `M${left} ${foot}H${WIDE - 4}`, class: 'axis' }),
    draw('text', { x: left - 4, y: top + 6, 'text-anchor': 'end' }, count(Math.round(most))),
    ...bars,
    draw('path', { d: `M${left} ${foot}${outline.replace('M', 'L')}V${foot}`, class: 'bar-before' }),
    ...(standard === null ? [] : mark(left + (standard / step) * wide, top - 6, foot)),
    ...labels,
    draw('text', { x: (left + WIDE) / 2, y: foot + 29, 'text-anchor': 'middle' }, `minutes ${app.modePhrase}`));
  const beyond = (/** @type {'today'|'plan'} */ when) => journeys.reduce((sum, it) => sum + (it[when] !== null && standard !== null && it[when] > standard ? it.people : 0), 0);
  const says = standard === null ? '' : `${count(Math.round(beyond('plan')))} ${app.people} are reached but beyond the standard${app.changes.length === 0 ? '' : ` (today ${count(Math.round(beyond('today')))})`}.`;
  return figure(`How many ${app.people} travel how long.`, `${app.changes.length === 0 ? '' : 'Bars: the plan; outline: today. '}${says}`, svg);
}

/** The concentration curve. @param {App} app @param {Answer} answer */
function curve(app, answer) {
  const { today, plan, reason } = answer.curve;
  if (plan === null) return reason === null ? null : figure('Concentration of minutes.', `Not known: ${reason}.`);
  const [left, top, side] = [46, 6, 200];
  const x = (/** @type {number} */ people) => left + people * side;
  const y = (/** @type {number} */ minutes) => top + (1 - minutes) * side;
  const path = (/** @type {[number, number][]} */ points) => points.map(([a, b], i) => `${i === 0 ? 'M' : 'L'}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join('');
  const svg = picture(WIDE, side + 44, 'chart-picture',
    draw('rect', { x: left, y: top, width: side, height: side, class: 'frame' }),
    draw('path', { d: `M${x(0)} ${y(0)}L${x(1)} ${y(1)}`, class: 'diagonal' }),
    ...(today === null ? [] : [draw('path', { d: path(today), class: 'curve-today' })]),
    draw('path', { d: path(plan), class: 'curve-plan' }),
    draw('text', { x: left - 4, y: top + 9, 'text-anchor': 'end' }, '100 %'),
    draw('text', { x: left - 4, y: top + side, 'text-anchor': 'end' }, '0'),
    draw('text', { x: left, y: top + side + 16 }, 'most deprived'),
    draw('text', { x: left + side, y: top + side + 16, 'text-anchor': 'end' }, 'least'),
    draw('text', { x: left + side + 8, y: top + 14 }, 'share of'),
    draw('text', { x: left + side + 8, y: top + 28 }, 'all minutes'),
    draw('text', { x: left, y: top + side + 34 }, `share of ${app.people}`));
  const third = at(plan, 1 / 3);
  const before = today === null || app.changes.length === 0 ? '' : ` (today ${share(at(today, 1 / 3))})`;
  const says = `The most deprived third travel ${share(third)} of all minutes${before}; on the dashed line it would be a third. Above it they travel more than their share.`;
  return figure('Concentration of minutes.', `${says}${app.changes.length === 0 ? '' : ' Thick: the plan; thin: today.'}`, svg);
}

/** Where a curve stands above a share of people. @param {[number, number][]} points @param {number} people */
function at(points, people) {
  const after = points.findIndex(([it]) => it >= people);
  /** @type {[number, number]} */
  const a = points[after - 1] ?? [0, 0];
  /** @type {[number, number]} */
  const b = points[after] ?? [1, 1];
  return b[0] === a[0] ? b[1] : a[1] + ((people - a[0]) / (b[0] - a[0])) * (b[1] - a[1]);
}
