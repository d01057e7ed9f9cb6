// The names on the map, from the study itself: districts, and areas once they have room.

/** @import { App } from './app.js' */

/** More areas than the page gives names to the map for: those of a county. */
const MOST = 2_000;

/** A point a name; a district's stands amid its people. @param {App} app @returns {GeoJSON.FeatureCollection} */
export function namesOf(app) {
  /** @type {Map<string, {x: number, y: number, people: number}>} */
  const middles = new Map();
  /** @type {GeoJSON.Feature[]} */
  const features = [];
  const band = app.study.services[0]?.band ?? '';
  for (const { point, name, district, children } of app.areas.values()) {
    if (point === null) continue;
    // Areas without people count a little, so that each district has a middle.
    const people = (children[band] ?? 0) + 0.01;
    const sum = middles.get(district) ?? { x: 0, y: 0, people: 0 };
    middles.set(district, { x: sum.x + people * point[0], y: sum.y + people * point[1], people: sum.people + people });
    if (app.areas.size <= MOST) features.push(named(name, 'area', point, people));
  }
  for (const [code, { x, y, people }] of middles) {
    const name = app.districts.get(code);
    if (name !== undefined) features.push(named(name, 'district', [x / people, y / people], people));
  }
  return { type: 'FeatureCollection', features };
}

/** @param {string} name @param {'area'|'district'} kind @param {[number, number]} at @param {number} people @returns {GeoJSON.Feature} */
const named = (name, kind, at, people) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties: { name, kind, order: -people } });
