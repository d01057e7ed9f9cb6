// Asks what the selected site reaches, as often as it is selected, moved or dragged, and never twice for the same.

import * as api from './api.js';
import { placeOf } from './plan.js';

/** @import { App } from './app.js' */
/** @import { CatchmentQuestion, Reached } from './types.js' */
/** What a site reaches, the nearest first; `problem` says why it is not known. @typedef {{site: string, mode: string, at: [number, number]|null, shapes: GeoJSON.Feature<GeoJSON.Geometry|null, Reached>[], problem: string}} Catchment */

/** How long the pointer rests on a site before what it reaches is asked for, in milliseconds. */
const REST_MS = 200;
/** What is drawn around a site that is only pointed at. */
const POINTED = [10, 20, 30];

/** An answer that takes longer is not asked for while a site is dragged. */
export const PROMPT_MS = 150;

/** The steps on either side of a standard. */
const LADDER = [5, 10, 15, 20, 30, 45, 60, 90];

/** The minutes to show: the standard with a step less and a step more; 10, 20 and 30 where it is one of these or none. @param {number|null} exact */
export function minutesAround(exact) {
  // Catchments are told for whole minutes.
  const standard = exact === null ? null : Math.max(1, Math.round(exact));
  if (standard === null || [10, 20, 30].includes(standard)) return [10, 20, 30];
  const below = LADDER.filter((it) => it < standard).at(-1);
  const above = LADDER.find((it) => it > standard);
  return [below, standard, above].flatMap((it) => (it === undefined ? [] : [it]));
}

/** @param {App} app */
export function followCatchments(app) {
  let asking = false;
  let prompt = true;
  let asked = '';
  const follow = async () => {
    const question = wanted(app);
    if (question === null) {
      asked = '';
      if (app.catchment !== null) show(app, null);
      return;
    }
    const site = subject(app);
    const key = JSON.stringify([site, question]);
    if (app.catchment?.site !== site && app.catchment !== null) show(app, null);
    if (app.drag === null) prompt = true;
    if (asking || key === asked || !prompt) return;
    asking = true;
    asked = key;
    const { mode } = app;
    const at = placeNow(app);
    const began = performance.now();
    const answer = await api.catchment(question).catch((error) => (error instanceof api.Refused ? error.message : 'Fairreach does not answer'));
    if (app.drag !== null) prompt = performance.now() - began < PROMPT_MS;
    asking = false;
    if (site !== null && site === subject(app) && mode === app.mode && wanted(app) !== null) {
      const refused = typeof answer === 'string';
      // The furthest comes first, to be drawn below; the card and the lines count from the nearest.
      show(app, { site, mode, at, shapes: refused ? [] : [...answer.features].reverse(), problem: refused ? `Not known: ${answer}.` : '' });
    }
    follow();
  };
  for (const news of /** @type {const} */ (['site', 'plan', 'drag', 'answer'])) app.on(news, follow);
  let timer = 0;
  app.on('pointed', () => {
    window.clearTimeout(timer);
    if (app.site !== null) return;
    if (app.pointed === null) follow();
    else timer = window.setTimeout(follow, REST_MS);
  });
}

/** The site whose reach is drawn: the one selected, else the one pointed at. @param {App} app */
const subject = ({ site, pointed }) => site ?? pointed;

/** @param {App} app @param {Catchment|null} catchment */
function show(app, catchment) {
  app.catchment = catchment;
  app.tell('catchment');
}

/** Where the selected site is, on its way or at rest. @param {App} app @returns {[number, number]|null} */
function placeNow(app) {
  const { sites, plan, drag } = app;
  const id = subject(app);
  const site = id === null ? undefined : sites.get(id);
  if (!site) return null;
  return drag?.site === site.id ? drag.at : placeOf(site, plan.get(site.id));
}

/** @param {App} app @returns {CatchmentQuestion|null} */
function wanted(app) {
  const { sites, plan, drag, mode, catchments, serviceChosen } = app;
  const site = subject(app);
  if (site === null || !sites.has(site) || !catchments) return null;
  const minutes = app.site === null ? POINTED : minutesAround(serviceChosen?.standard_minutes[mode] ?? null);
  const standing = plan.get(site);
  // A site of a study with its own times may have no place, and is known by its id.
  if (drag?.site !== site && !standing?.to && !standing?.added) return { mode, minutes, site };
  const at = placeNow(app);
  return at === null ? null : { mode, minutes, lon: at[0], lat: at[1] };
}
