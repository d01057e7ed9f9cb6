// The address reproduces the view: what is measured, how it is shaded, the plan, what is selected, and where the map is.

import { VIEWS } from './frame.js';
import { changesOf, lay } from './plan.js';

/** @import { App } from './app.js' */
/** @import { StudyMap } from './map.js' */
/** @import { Change, Shade } from './types.js' */
/** @typedef {{service?: string, mode?: string, shade?: string, view?: string, changes?: Change[], site?: string, area?: string, at?: [number, number, number]}} Told */

/** What an address tells; nothing of one that somebody cut. @param {string} hash @returns {Told} */
export function read(hash) {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  /** @type {Told} */
  const told = {};
  for (const name of /** @type {const} */ (['service', 'mode', 'shade', 'view', 'site', 'area'])) {
    const value = fields.get(name);
    if (value !== null) told[name] = value;
  }
  try {
    const changes = JSON.parse(fields.get('plan') ?? 'null');
    if (Array.isArray(changes)) told.changes = changes;
  } catch {
    // The plan was cut with the address; the rest still holds.
  }
  const [zoom, lon, lat] = (fields.get('at') ?? '').split('/').map(Number);
  if (zoom !== undefined && lon !== undefined && lat !== undefined && [zoom, lon, lat].every(Number.isFinite)) told.at = [zoom, lon, lat];
  return told;
}

/** Sets up what an address tells, before the first question. @param {App} app @param {Told} told @returns {boolean} whether it brings a plan */
export function follow(app, told) {
  const { study } = app;
  if (study.services.some((it) => it.id === told.service)) app.service = told.service ?? app.service;
  if (study.modes.some((it) => it.name === told.mode)) app.mode = told.mode ?? app.mode;
  if (told.shade !== undefined && SHADES.includes(told.shade)) app.shade = /** @type {Shade} */ (told.shade);
  if (told.changes === undefined || told.changes.length === 0 || study.consultation !== null) return false;
  app.history.act(lay(study, told.changes), 'Open the plan of the address');
  return true;
}

const SHADES = ['minutes', 'minutes_today', 'change', 'beyond', 'both', 'deprivation', 'people'];

/** Shows what an address selects and where, once the page stands. @param {App} app @param {StudyMap|null} map @param {Told} told */
export function select(app, map, told) {
  const view = VIEWS.find((it) => it === told.view);
  if (view !== undefined && view !== 'map') document.getElementById(`view-${view}`)?.click();
  if (told.site !== undefined && app.sites.has(told.site)) app.selectSite(told.site);
  else if (told.area !== undefined && app.areas.has(told.area)) app.selectArea(told.area);
  if (told.at !== undefined && map !== null) {
    const [zoom, lon, lat] = told.at;
    map.goTo([lon, lat], zoom);
  }
}

/** Keeps the address up to date, as one step of the browser's history. @param {App} app @param {StudyMap|null} map */
export function keep(app, map) {
  let timer = 0;
  const write = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      const to = `#${told(app, map)}`;
      if (to !== location.hash) window.history.replaceState(null, '', to);
    }, 200);
  };
  for (const news of /** @type {const} */ (['answer', 'shade', 'site', 'area', 'view'])) app.on(news, write);
  map?.map.on('moveend', write);
}

/** @param {App} app @param {StudyMap|null} map */
function told(app, map) {
  const fields = new URLSearchParams({ service: app.service, mode: app.mode, shade: app.shade });
  if (app.view !== 'map') fields.set('view', app.view);
  if (app.site !== null && app.site !== app.adding) fields.set('site', app.site);
  if (app.area !== null) fields.set('area', app.area);
  if (map?.moved) {
    const { lng, lat } = map.map.getCenter();
    fields.set('at', [map.map.getZoom().toFixed(2), lng.toFixed(5), lat.toFixed(5)].join('/'));
  }
  const changes = changesOf(app.study, app.history.present.plan);
  if (changes.length > 0) fields.set('plan', JSON.stringify(changes));
  return fields.toString();
}
