// What is measured (service, mode) and how areas are shaded.

import { control, make } from './elements.js';

/** @import { App } from './app.js' */
/** @import { Shade } from './types.js' */

/** The ways to shade, each with its words. @param {App} app @returns {[Shade, string][]} */
const shades = (app) => [
  ['minutes', 'minutes, plan'],
  ['minutes_today', 'minutes, today'],
  ['change', 'change of minutes'],
  ['beyond', 'beyond the standard'],
  ['both', 'minutes and deprivation'],
  ['deprivation', 'deprivation'],
  ['people', `number of ${app.people}`],
];

/** @param {App} app */
export function showChoices(app) {
  const service = control('service', HTMLSelectElement);
  const mode = control('mode', HTMLSelectElement);
  const option = (/** @type {{id: string, name: string}} */ it) => make('option', { value: it.id }, it.name);
  const { services } = app.study;
  service.append(...services.filter((it) => !it.is_model).map(option));
  const models = services.filter((it) => it.is_model);
  if (models.length > 0) service.append(make('optgroup', { label: 'Delivery models' }, ...models.map(option)));
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
  const select = control('shade', HTMLSelectElement);
  const options = () => shades(app).map(([shade, text]) => make('option', { value: shade, selected: shade === app.shade }, text));
  let people = '';
  const follow = () => {
    // The number of people is another's with another service.
    if (people !== app.people) select.replaceChildren(...options());
    people = app.people;
    select.value = app.shade;
  };
  follow();
  app.on('plan', follow);
  app.on('shade', follow);
  select.addEventListener('change', () => {
    const chosen = shades(app).find(([shade]) => shade === select.value);
    if (chosen) app.shadeBy(chosen[0]);
  });
}
