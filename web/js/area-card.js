// What is pointed at: an area's figures now and under the plan, or a site and who uses it.

import * as api from './api.js';
import { button, byId, make } from './elements.js';
import { count, distance, longer, minutes } from './numbers.js';
import { users } from './site-card.js';
import { areaReason } from './words.js';

/** @import { App } from './app.js' */
/** @import { AreaReach, Place, Reach, Site } from './types.js' */
/** @typedef {{point: (site: string|null, area: string|null) => void, nearby: (lon: number, lat: number) => void}} Readout */

/** @param {App} app @returns {Readout} */
export function showAreaCard(app) {
  const card = byId('area-card');
  /** @type {{site: string|null, area: string|null}} */
  let pointed = { site: null, area: null };
  /** @type {Place|null} */
  let place = null;
  const follow = () => {
    const pinned = pointed.site === null && (pointed.area === null || pointed.area === app.area) && app.area !== null;
    const code = pinned ? app.area : pointed.area;
    // The form of a selected site says it all.
    const site = pointed.site === null || pointed.site === app.site ? undefined : app.sites.get(pointed.site);
    const parts = site ? aboutSite(app, site) : code !== null ? aboutArea(app, code) : [];
    if (pinned && code !== null) parts.push(...byOtherModes(app, code, follow));
    if (pinned && place) parts.push(aboutPlace(place));
    if (pinned) parts.push(button('Close', () => app.selectArea(null), { class: 'quiet' }));
    card.replaceChildren(...parts);
    card.hidden = parts.length === 0;
  };
  app.on('answer', follow);
  app.on('site', follow);
  app.on('area', () => {
    place = null;
    follow();
  });
  return {
    point: (site, area) => {
      if (site === pointed.site && area === pointed.area) return;
      pointed = { site, area };
      follow();
    },
    nearby: async (lon, lat) => {
      const about = app.area;
      const found = await api.place(lon, lat).catch(() => null);
      if (about !== app.area) return;
      place = found;
      follow();
    },
  };
}

/** @param {App} app @param {string} code @returns {HTMLElement[]} */
function aboutArea(app, code) {
  const area = app.areas.get(code);
  const reach = app.answer?.areas.find((it) => it.code === code);
  if (!area || !reach) return [];
  const children = area.children[app.serviceChosen?.band ?? ''] ?? null;
  const district = app.districts.get(area.district) ?? area.district;
  const decile = area.decile === null ? 'no decile published' : `decile ${area.decile}${area.decile === 1 ? ', most deprived' : ''}`;
  return [
    make('h3', {}, area.name),
    make('p', {}, `${district === area.name ? '' : `${district}; `}${children === null ? 'count not published' : `${count(children)} ${app.people}`}; ${decile}`),
    make('p', {}, make('strong', {}, 'Today '), journey(app, reach.today)),
    ...planned(app, reach),
  ];
}

/** The answers of other modes, by what they were asked; asked when an area is first looked at under a plan. @type {Map<string, AreaReach[]|null>} */
const others = new Map();
/** How many are kept: more plans than anyone looks back at. */
const KEPT = 8;

/** The same by the other modes that the service has a standard for. @param {App} app @param {string} code @param {() => void} again  shows the card anew @returns {HTMLElement[]} */
function byOtherModes(app, code, again) {
  const { service, changes } = app;
  const modes = app.study.modes.filter((it) => it.name !== app.mode && app.serviceChosen?.standard_minutes[it.name] !== undefined);
  return modes.flatMap(({ name: mode, phrase }) => {
    const key = JSON.stringify([service, mode, changes]);
    const known = others.get(key);
    if (known === undefined) {
      if (others.size >= KEPT) others.clear();
      others.set(key, null);
      api.assess({ service, mode, changes }, app.areas.keys()).then((answer) => {
        others.set(key, answer.areas);
        again();
      }, () => others.delete(key));
    }
    const reach = known?.find((it) => it.code === code);
    if (!reach) return [];
    const told = (/** @type {Reach} */ it) => (it.minutes === null ? areaReason(it.reason) : `${minutes(it.minutes, null)} to ${app.sites.get(it.nearest ?? '')?.name ?? it.nearest}`);
    const plan = sameReach(reach) ? '' : `; plan ${told(reach.plan)}`;
    return [make('p', { class: 'small' }, make('strong', {}, `${phrase}: `), `today ${told(reach.today)}${plan}`)];
  });
}

/** @param {App} app @param {AreaReach} reach */
function planned(app, reach) {
  if (app.answered === app.history.past[0]?.plan || sameReach(reach)) return [];
  const change = reach.change_minutes === null ? '' : ` (${longer(reach.change_minutes)})`;
  return [make('p', {}, make('strong', {}, 'Plan '), journey(app, reach.plan), change)];
}

/** @param {AreaReach} reach */
const sameReach = ({ today, plan }) => today.minutes === plan.minutes && today.nearest === plan.nearest && today.reason === plan.reason;

/** @param {App} app @param {Reach} reach */
function journey(app, reach) {
  if (reach.minutes === null) return areaReason(reach.reason);
  const to = reach.nearest === null ? '' : ` to ${app.sites.get(reach.nearest)?.name ?? reach.nearest}`;
  return `${minutes(reach.minutes, app.answer?.standard_minutes ?? null)} ${app.modePhrase}${to}`;
}

/** @param {App} app @param {Site} site */
function aboutSite(app, site) {
  const standing = app.standing(site.id);
  const hours = standing.open && standing.hours !== null ? `, ${standing.hours} hours a week` : '';
  return [
    make('h3', {}, site.name),
    make('p', {}, `${standing.added ? 'Added by the plan' : standing.open ? 'Open' : site.status === 'existing' ? 'Closed by the plan' : 'Not open; could be'}: ${standing.tier}${hours}`),
    make('p', {}, standing.open ? `The nearest for ${count(users(app, site))} ${app.people}` : 'Click to open it'),
  ];
}

/** @param {Place} place */
function aboutPlace(place) {
  const list = place.nearest_sites.slice(0, 3).map((it) => `${it.name} ${distance(it.metres)}`).join('; ');
  return make('p', { class: 'small' }, `As the crow flies from where you clicked: ${list}`);
}
