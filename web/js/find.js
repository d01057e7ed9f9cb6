// Going to a place: a postcode, an area or a centre by name, answered in one sentence for the place.

import * as api from './api.js';
import { button, byId, control, make } from './elements.js';
import { longer, minutes } from './numbers.js';
import { POSTCODE } from './place-named.js';
import { placeOf } from './plan.js';
import { areaReason } from './words.js';

/** @import { App } from './app.js' */
/** @import { StudyMap } from './map.js' */
/** @import { Area, Reach } from './types.js' */

/** The most places that are listed. */
const MOST = 12;

/** @param {App} app @param {StudyMap|null} map */
export function showFind(app, map) {
  const input = control('find-place', HTMLInputElement);
  const found = byId('found');
  if (!app.study.postcodes) input.placeholder = 'area or centre';
  const hide = () => {
    found.hidden = true;
    found.replaceChildren();
  };
  /** @param {...(Node|string)} parts */
  const tell = (...parts) => {
    found.replaceChildren(...parts, button('Close', () => { hide(); input.focus(); }, { class: 'quiet', id: 'found-close' }));
    found.hidden = false;
  };
  /** @param {Area} area @param {string} what  as it was asked for */
  const goToArea = (area, what) => {
    control('view-map', HTMLButtonElement).click();
    app.selectArea(area.code);
    if (area.point !== null) map?.goTo(area.point);
    tell(make('p', { role: 'status' }, sentence(app, area, what)));
  };
  /** @param {string} text */
  const byName = (text) => {
    const wanted = text.toLowerCase();
    const areas = [...app.areas.values()].filter((it) => it.name.toLowerCase().includes(wanted) || it.code.toLowerCase() === wanted);
    const sites = [...app.sites.values()].filter((it) => it.name.toLowerCase().includes(wanted));
    const exact = areas.find((it) => it.name.toLowerCase() === wanted);
    /** @param {string} id */
    const goToSite = (id) => {
      const site = app.sites.get(id);
      const at = site ? placeOf(site, app.plan.get(id)) : null;
      hide();
      if (at) map?.goTo(at);
      app.selectSite(id);
    };
    const [area] = areas;
    if (exact && sites.length === 0) goToArea(exact, exact.name);
    else if (area && areas.length === 1 && sites.length === 0) goToArea(area, area.name);
    else if (areas.length === 0 && sites.length === 1) goToSite(sites[0]?.id ?? '');
    else if (areas.length + sites.length === 0) tell(make('p', { role: 'status' }, `Nothing here is called \u201c${text}\u201d.${!app.study.postcodes && POSTCODE.test(text) ? ' This study names no postcode directory.' : ''}`));
    else {
      const rows = [
        ...sites.map((it) => button(`${it.name} (centre)`, () => goToSite(it.id), { class: 'link' })),
        ...areas.map((it) => button(it.name, () => goToArea(it, it.name), { class: 'link' })),
      ];
      const more = rows.length > MOST ? [make('p', { class: 'small' }, `and ${rows.length - MOST} more: write more of the name`)] : [];
      tell(make('p', { role: 'status' }, `${rows.length} places:`), make('ul', {}, ...rows.slice(0, MOST).map((it) => make('li', {}, it))), ...more);
    }
  };
  /** @param {string} text */
  const byPostcode = async (text) => {
    tell(make('p', { role: 'status' }, 'Looking it up.'));
    const place = await api.postcode(text).catch((error) => (error instanceof api.Refused ? error.message : 'Fairreach does not answer'));
    if (typeof place === 'string') {
      tell(make('p', { role: 'status' }, `Not found: ${place}.`));
      return;
    }
    const area = place.area === null ? undefined : app.areas.get(place.area);
    if (area) goToArea(area, place.postcode);
    else tell(make('p', { role: 'status' }, `${place.postcode}: no area of this study is known for it${place.why === null ? '' : ` (${place.why})`}.`));
    if (place.lon !== null && place.lat !== null) map?.goTo([place.lon, place.lat], 13);
  };
  byId('find-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text === '') hide();
    else if (app.study.postcodes && POSTCODE.test(text)) void byPostcode(text);
    else byName(text);
  });
  found.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    hide();
    input.focus();
  });
  // What was said of a place belongs to the plan it was said of.
  app.on('plan', () => { if (!found.hidden && found.querySelector('ul') === null) hide(); });
}

/**
 * "LE15 6AA lies in Oakham 001A. Health visiting on foot: today 4 minutes to Oakham hub; under the plan 11 minutes to Melton, 7 minutes longer."
 * @param {App} app @param {Area} area @param {string} what
 */
export function sentence(app, area, what) {
  const reach = app.answer?.areas.find((it) => it.code === area.code);
  const lies = what === area.name ? `${area.name}.` : `${what} lies in ${area.name}.`;
  if (!reach) return lies;
  const { consultation } = app.study;
  const change = reach.change_minutes === null ? '' : reach.change_minutes === 0 ? '' : `, ${longer(reach.change_minutes)}`;
  const same = reach.today.nearest === reach.plan.nearest && reach.today.minutes === reach.plan.minutes;
  const plan = app.changes.length === 0 ? '' : same ? `; the same under ${consultation ? 'the proposal' : 'the plan'}` : `; under ${consultation ? 'the proposal' : 'the plan'} ${journey(app, reach.plan)}${change}`;
  return `${lies} ${app.serviceChosen?.name ?? ''} ${app.modePhrase}: today ${journey(app, reach.today)}${plan}.`;
}

/** @param {App} app @param {Reach} reach */
function journey(app, reach) {
  if (reach.minutes === null) return areaReason(reach.reason);
  const to = reach.nearest === null ? '' : ` to ${app.sites.get(reach.nearest)?.name ?? reach.nearest}`;
  return `${minutes(reach.minutes, app.answer?.standard_minutes ?? null)}${to}`;
}
