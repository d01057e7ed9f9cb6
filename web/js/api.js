// The server's answers. Every request goes to the page's own origin.

/** @import { Answer, Area, CatchmentQuestion, Change, Frontier, Place, Reached, Study } from './types.js' */
/** @typedef {GeoJSON.FeatureCollection<GeoJSON.Geometry, Area>} AreaFeatures */

/** What the server could not do, in its own words. */
export class Refused extends Error {}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 * @returns {Promise<any>}
 */
async function ask(path, init) {
  const response = await fetch(path, { ...init, headers: { Accept: 'application/json', ...init?.headers } });
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => null);
  throw new Refused(problem?.detail ?? problem?.title ?? `The server answered ${response.status}`);
}

/** @returns {Promise<Study>} */
export const study = () => ask('/api/study');

/** @returns {Promise<AreaFeatures>} */
export const areas = () => ask('/api/areas.geojson');

/** The borders between districts. @returns {Promise<GeoJSON.FeatureCollection>} */
export const districts = () => ask('/api/districts.geojson');

/** @returns {Promise<GeoJSON.FeatureCollection>} */
export const roads = () => ask('/api/roads.geojson');

/**
 * The scorecard of a plan against today.
 * @param {{service: string, mode: string, changes: Change[]}} question
 * @returns {Promise<Answer>}
 */
export const assess = (question) => post('/api/assess', question);

/**
 * What a site or a place reaches, the furthest first; a shape is null where the study brings its own times.
 * @param {CatchmentQuestion} question
 * @returns {Promise<GeoJSON.FeatureCollection<GeoJSON.Geometry|null, Reached>>}
 */
export const catchment = (question) => post('/api/catchment', question);

/**
 * The plans that no other betters in some figures at once.
 * @param {{service: string, mode: string, figures: string[]}} question
 * @returns {Promise<Frontier>}
 */
export const frontier = (question) => post('/api/frontier', question);

/** @param {string} path @param {object} question */
const post = (path, question) => ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(question) });

/** The area of a place and the sites nearest to it. @param {number} lon @param {number} lat @returns {Promise<Place>} */
export const place = (lon, lat) => ask(`/api/place?lon=${lon.toFixed(6)}&lat=${lat.toFixed(6)}`);
