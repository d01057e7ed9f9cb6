// The server's answers. Every request goes to the page's own origin.

/** @import { Answer, Area, CatchmentQuestion, Change, Frontier, KeptPlan, Place, Reached, Study } from './types.js' */
/** A plan to be saved. @typedef {{name: string, author: string, comment: string, changes: Change[]}} Draft */
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

/** Every saved plan. @returns {Promise<{plans: KeptPlan[]}>} */
export const plans = () => ask('/api/plans');

/** Saves a plan that is new. @param {Draft} plan @returns {Promise<KeptPlan>} */
export const addPlan = (plan) => post('/api/plans', plan);

/** Saves another revision of a plan. @param {number} id @param {Draft & {revision: number}} plan @returns {Promise<KeptPlan>} */
export const savePlan = (id, plan) => send('PUT', `/api/plans/${id}`, plan);

/** Removes a plan; tells those that are left. @param {number} id @param {number} revision @returns {Promise<{plans: KeptPlan[]}>} */
export const removePlan = (id, revision) => ask(`/api/plans/${id}?revision=${revision}`, { method: 'DELETE' });

/** Where a saved plan stands as a scenario file. @param {number} id */
export const planFile = (id) => `/api/plans/${id}/scenario.toml`;

/** @param {'POST'|'PUT'} method @param {string} path @param {object} body */
const send = (method, path, body) => ask(path, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

/** @param {string} path @param {object} question */
const post = (path, question) => send('POST', path, question);

/** The area of a place and the sites nearest to it. @param {number} lon @param {number} lat @returns {Promise<Place>} */
export const place = (lon, lat) => ask(`/api/place?lon=${lon.toFixed(6)}&lat=${lat.toFixed(6)}`);
