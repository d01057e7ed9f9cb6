// The place that a name or a postcode means.

import * as api from './api.js';

/** @import { App } from './app.js' */

/** What a whole postcode looks like. */
export const POSTCODE = /^[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}$/i;

/** Where it is, or in words why that is not known. @param {App} app @param {string} text @returns {Promise<{at: [number, number], name: string}|string>} */
export async function placeNamed(app, text) {
  const wanted = text.trim();
  if (wanted === '') return 'Write the name of an area.';
  if (app.study.postcodes && POSTCODE.test(wanted)) {
    const place = await api.postcode(wanted).catch((error) => (error instanceof api.Refused ? error.message : 'Fairreach does not answer'));
    if (typeof place === 'string') return `Not found: ${place}.`;
    if (place.lon === null || place.lat === null) return `${place.postcode} has no place in the directory.`;
    return { at: [place.lon, place.lat], name: place.postcode };
  }
  const area = [...app.areas.values()].find((it) => it.name.toLowerCase() === wanted.toLowerCase() || it.code === wanted);
  if (!area) return `No area is called \u201c${wanted}\u201d.`;
  if (area.point === null) return `${area.name} has no place.`;
  return { at: area.point, name: area.name };
}
