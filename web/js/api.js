// The server's answers. Every request goes to the page's own origin.

import { reachesOf } from './columns.js';

/** @import { Answer, AreaColumns, BatchRows, BestPlans, CatchmentQuestion, Change, Condition, Frontier, KeptPlan, OneSite, Place, PostcodePlace, Reached, Shaded, Study } from './types.js' */
/** A plan by one service and mode. @typedef {{service: string, mode: string, changes: Change[]}} PlanQuestion */
/** A plan to be saved. @typedef {{name: string, author: string, comment: string, changes: Change[]}} Draft */

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

/** The areas, as columns. @returns {Promise<AreaColumns>} */
export const areas = () => ask('/api/areas');

/** The areas, as they are drawn. @returns {Promise<GeoJSON.FeatureCollection>} */
export const areasDrawn = () => ask('/api/areas.geojson');

/** The borders between districts. @returns {Promise<GeoJSON.FeatureCollection>} */
export const districts = () => ask('/api/districts.geojson');

/** @returns {Promise<GeoJSON.FeatureCollection>} */
export const roads = () => ask('/api/roads.geojson');

/**
 * The scorecard of a plan against today, of the areas with these codes.
 * @param {PlanQuestion} question
 * @param {Iterable<string>} codes
 * @param {AbortSignal} [signal]  gives up waiting
 * @returns {Promise<Answer>}
 */
export async function assess(question, codes, signal) {
  const answer = await post('/api/assess', question, signal);
  for (const { figures } of [answer.baseline, answer.scenario]) for (const it of figures) Object.assign(it, answer.measures[it.name]);
  return { ...answer, ...reachesOf(answer.areas, answer.legend, codes) };
}

/**
 * What the way from one plan to another does to the areas with these codes.
 * @param {{service: string, mode: string, from: Change[], to: Change[]}} question
 * @param {Iterable<string>} codes
 * @returns {Promise<Shaded>}
 */
export async function difference(question, codes) {
  const answer = await post('/api/difference', question);
  return reachesOf(answer.areas, answer.legend, codes);
}

/** What each site alone would change in a plan. @param {PlanQuestion} question @param {AbortSignal} signal @returns {Promise<{sites: OneSite[]}>} */
export const oneSite = (question, signal) => post('/api/one-site', question, signal);

/** Where a postcode is. @param {string} postcode @returns {Promise<PostcodePlace>} */
export const postcode = (postcode) => ask(`/api/postcode?postcode=${encodeURIComponent(postcode)}`);

/** The text of a scenario file as a plan. @param {string} text @param {string} name @returns {Promise<{id: string, name: string, changes: Change[]}>} */
export const scenario = (text, name) => post('/api/scenario', { text, name });

/**
 * What a site or a place reaches, the furthest first; a shape is null where the study brings its own times.
 * @param {CatchmentQuestion} question
 * @returns {Promise<GeoJSON.FeatureCollection<GeoJSON.Geometry|null, Reached>>}
 */
export const catchment = (question) => post('/api/catchment', question);

/**
 * The plans that no other betters in some figures at once.
 * @param {{service: string, mode: string, figures: string[]}} question
 * @param {AbortSignal} [signal]
 * @returns {Promise<Frontier>}
 */
export const frontier = (question, signal) => post('/api/frontier', question, signal);

/** Rows of the batch. @param {{where: Condition[], by: string, highest_first: boolean}} question @returns {Promise<BatchRows>} */
export const batchRows = (question) => post('/api/batch', question);

/** The plans that a comparison always offers. @param {{service: string, mode: string, budget?: number, open?: number}} question @returns {Promise<BestPlans>} */
export const bestPlans = (question) => post('/api/best-plans', question);

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

/** @param {'POST'|'PUT'} method @param {string} path @param {object} body @param {AbortSignal} [signal] */
const send = (method, path, body, signal) => ask(path, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), ...(signal ? { signal } : {}) });

/** @param {string} path @param {object} question @param {AbortSignal} [signal] */
const post = (path, question, signal) => send('POST', path, question, signal);

/** The area of a place and the sites nearest to it. @param {number} lon @param {number} lat @returns {Promise<Place>} */
export const place = (lon, lat) => ask(`/api/place?lon=${lon.toFixed(6)}&lat=${lat.toFixed(6)}`);
