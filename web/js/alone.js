// What each centre alone would change if it closed or opened: asked for once the plan rests, told in a few words.

import * as api from './api.js';
import { count, decimal } from './numbers.js';

/** @import { App } from './app.js' */
/** @import { OneSite } from './types.js' */

/** How long a plan rests before it is asked, in milliseconds. */
const REST = 250;

/** @param {App} app */
export function followAlone(app) {
  let timer = 0;
  /** @type {AbortController|null} */
  let asking = null;
  app.on('plan', () => {
    window.clearTimeout(timer);
    asking?.abort();
  });
  app.on('answer', () => {
    window.clearTimeout(timer);
    asking?.abort();
    if (app.study.consultation !== null || app.drag !== null) return;
    timer = window.setTimeout(async () => {
      const { revision, service, mode } = app;
      asking = new AbortController();
      const found = await api.oneSite({ service, mode, changes: app.changes }, asking.signal).catch(() => null);
      if (revision !== app.revision || found === null) return;
      app.alone = new Map(found.sites.map((it) => [it.site, it]));
      app.tell('one-site');
    }, REST);
  });
}

/** "if closed: 212 more beyond the standard, 1.3 min longer on average"; empty where it is not known. @param {App} app @param {string} id */
export function aloneTold(app, id) {
  const it = app.alone.get(id);
  if (!it) return '';
  return `if ${it.closes ? 'closed' : 'opened'}: ${effect(it, app)}`;
}

/** @param {OneSite} it @param {App} app */
function effect({ within, minutes, served, closes }, app) {
  const lost = closes && served < 0 ? `${count(-served)} no longer reach any` : !closes && served > 0 ? `${count(served)} newly reach one` : '';
  if (lost !== '') return lost;
  const moved = within === null ? 0 : Math.round(Math.abs(within));
  const everyone = people(app);
  const average = everyone > 0 ? Math.abs(minutes) / everyone : 0;
  if (moved === 0 && (Math.abs(minutes) < 0.5 || everyone === 0)) return 'nothing changes';
  const more = within === null ? [] : [`${moved === 0 ? 'none' : count(moved)} ${closes ? 'more' : 'fewer'} beyond the standard`];
  const longer = average === 0 ? [] : [`${average < 0.05 ? 'less than 0.1' : decimal(average)} min ${minutes > 0 ? 'longer' : 'shorter'} on average`];
  return [...more, ...longer].join(', ');
}

/** How many each band has in the whole study. @type {WeakMap<App, Map<string, number>>} */
const sums = new WeakMap();

/** How many people the service chosen is for. @param {App} app */
function people(app) {
  const band = app.serviceChosen?.band ?? '';
  const known = sums.get(app) ?? new Map();
  sums.set(app, known);
  if (!known.has(band)) known.set(band, [...app.areas.values()].reduce((sum, it) => sum + (it.children[band] ?? 0), 0));
  return known.get(band);
}

/** By how much it is worth to be open: who loses the standard weighs first, then minutes; 0 where it is not known. @param {App} app @param {string} id @returns {[number, number]} */
export function worth(app, id) {
  const it = app.alone.get(id);
  if (!it) return [0, 0];
  const sign = it.closes ? -1 : 1;
  return [sign * ((it.within ?? 0) + it.served), -sign * it.minutes];
}
