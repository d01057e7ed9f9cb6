// What is measured (service, mode) and how areas are shaded.

import { byId, control, make } from './elements.js';

/** @import { App } from './app.js' */
/** @import { Shade } from './types.js' */

/** @type {[Shade, string][]} */
const SHADES = [
  ['minutes', 'Minutes, plan'],
  ['minutes_today', 'Minutes, today'],
  ['change', 'Change'],
  ['deprivation', 'Deprivation'],
];

/** @param {App} app */
export function showChoices(app) {
  const service = control('service', HTMLSelectElement);
  const mode = control('mode', HTMLSelectElement);
  service.append(...app.study.services.map((it) => make('option', { value: it.id }, it.name)));
  mode.append(...app.study.modes.map((it) => make('option', { value: it.name }, it.phrase)));
  const follow = () => {
    service.value = app.service;
    mode.value = app.mode;
  };
  follow();
  app.on('plan', follow);
  for (const select of [service, mode]) select.addEventListener('change', () => app.choose(service.value, mode.value));
  showShades(app);
}

/** @param {App} app */
function showShades(app) {
  const choices = SHADES.map(([shade, text]) => {
    const radio = make('input', { type: 'radio', name: 'shade', value: shade, checked: shade === app.shade });
    radio.addEventListener('change', () => app.shadeBy(shade));
    return make('label', {}, radio, text);
  });
  byId('shades').append(make('div', { class: 'row' }, ...choices));
}
