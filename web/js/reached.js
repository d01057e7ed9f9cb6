// What a site reaches, in words and numbers, beside the lines on the map.

import { make } from './elements.js';
import { count, share } from './numbers.js';

/** @import { App } from './app.js' */
/** @import { Reached } from './types.js' */

/** The lines from the nearest to the furthest: solid, dashed, dotted. The map draws the same. @type {number[][]} */
export const DASHES = [[1, 0], [4, 2], [1, 1.6]];

/** The place of a catchment among those of its site, the nearest 0. @param {number} place */
export const rankOf = (place) => Math.min(place, DASHES.length - 1);

/** The part of the site's card about what it reaches. @param {App} app */
export function reached(app) {
  const { catchment, catchments } = app;
  const show = make('input', { id: 'reach-shown', type: 'checkbox', checked: catchments });
  show.addEventListener('change', () => {
    app.catchments = show.checked;
    app.tell('site');
  });
  const about = catchment?.site === app.site && catchment?.mode === app.mode ? catchment : null;
  return make('div', { class: 'reached' },
    make('p', {}, make('label', { for: 'reach-shown', class: 'check' }, show, `What it reaches ${app.modePhrase}`)),
    ...(!catchments ? [] : about === null ? [make('p', { class: 'small' }, 'Working it out.')]
      : about.problem !== '' ? [make('p', { class: 'small' }, about.problem)]
        : about.shapes.length === 0 ? [make('p', { class: 'small' }, 'It reaches nothing: no road is near enough.')]
          : lines(app, about.shapes)));
}

/** @param {App} app @param {GeoJSON.Feature<GeoJSON.Geometry|null, Reached>[]} shapes */
function lines(app, shapes) {
  const band = app.serviceChosen?.band ?? '';
  const rows = shapes.map(({ properties: it }, place) => {
    const people = it.people[band] ?? null;
    const part = it.share[band] ?? null;
    return make('tr', {},
      make('th', { scope: 'row' }, sample(place), `${it.minutes} min`),
      make('td', { class: 'number' }, count(it.areas)),
      make('td', { class: 'number' }, people === null ? 'no count' : count(people)),
      make('td', { class: 'number' }, part === null ? '' : share(part)));
  });
  const heads = ['Within', 'Areas', app.people.charAt(0).toUpperCase() + app.people.slice(1), 'Share'];
  const drawn = shapes.some((it) => it.geometry !== null);
  return [
    make('table', { class: 'reach' },
      make('caption', { class: 'hidden' }, `What it reaches ${app.modePhrase}, whichever centre is nearest`),
      make('thead', {}, make('tr', {}, ...heads.map((it, i) => make('th', { scope: 'col', class: i > 0 ? 'number' : null }, it)))),
      make('tbody', {}, ...rows)),
    ...(drawn ? [] : [make('p', { class: 'small' }, `No outline: ${shapes[0]?.properties.no_outline ?? 'none is told'}.`)]),
  ];
}

const SVG = 'http://www.w3.org/2000/svg';

/** A piece of the line that the map draws. @param {number} place */
function sample(place) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 34 8');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', 'M1 4H33');
  line.setAttribute('stroke', '#0B0C0C');
  line.setAttribute('stroke-width', '2.5');
  const dash = DASHES[rankOf(place)] ?? [1, 0];
  if (dash[1] !== 0) line.setAttribute('stroke-dasharray', dash.map((it) => it * 2.5).join(' '));
  svg.append(line);
  return svg;
}
