// What each centre alone would change if it closed or opened: asked for once the plan rests, told in a few words.

import * as api from './api.js';
import { count } from './numbers.js';

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

/** "if closed: 212 more beyond the standard", "if opened: 88 fewer beyond the standard"; empty where it is not known. @param {App} app @param {string} id */
export function aloneTold(app, id) {
  const it = app.alone.get(id);
  if (!it) return '';
  return `if ${it.closes ? 'closed' : 'opened'}: ${effect(it)}`;
}

/** @param {OneSite} it */
function effect({ within, minutes, served, closes }) {
  const lost = closes && served < 0 ? `${count(-served)} no longer reach any` : !closes && served > 0 ? `${count(served)} newly reach one` : '';
  if (lost !== '') return lost;
  if (within !== null && Math.abs(within) >= 0.5) return `${count(Math.round(Math.abs(within)))} ${within < 0 ? 'more' : 'fewer'} beyond the standard`;
  if (Math.abs(minutes) < 0.5) return 'nothing changes';
  return `${within === null ? '' : `none ${closes ? 'more' : 'fewer'} beyond the standard, `}all journeys together ${count(Math.round(Math.abs(minutes)))} min ${minutes > 0 ? 'longer' : 'shorter'}`;
}

/** By how much it is worth to be open: who loses the standard weighs first, then minutes; 0 where it is not known. @param {App} app @param {string} id @returns {[number, number]} */
export function worth(app, id) {
  const it = app.alone.get(id);
  if (!it) return [0, 0];
  const sign = it.closes ? -1 : 1;
  return [sign * ((it.within ?? 0) + it.served), -sign * it.minutes];
}
