// The names on the map, from the study itself: districts, and areas once they have room.

/** @import { App } from './app.js' */

/** More areas than the page gives names to the map for: those of a county. */
const MOST = 2_000;

/** A point a name; a district's stands at the area nearest to its middle, which is in the district. @param {App} app @returns {GeoJSON.FeatureCollection} */
export function namesOf(app) {
  /** @type {Map<string, {points: [number, number][], people: number}>} */
  const districts = new Map();
  /** @type {GeoJSON.Feature[]} */
  const features = [];
  const band = app.study.services[0]?.band ?? '';
  for (const { point, name, district, children } of app.areas.values()) {
    if (point === null) continue;
    const people = children[band] ?? 0;
    const of = districts.get(district) ?? { points: [], people: 0 };
    of.points.push(point);
    of.people += people;
    districts.set(district, of);
    if (app.areas.size <= MOST) features.push(named(name, 'area', point, people));
  }
  for (const [code, { points, people }] of districts) {
    const name = app.districts.get(code);
    if (name !== undefined) features.push(named(name, 'district', amid(points), people));
  }
  return { type: 'FeatureCollection', features };
}

/** Of some points the nearest to the middle of the box around them. @param {[number, number][]} points @returns {[number, number]} */
function amid(points) {
  /** @param {0|1} along */
  const middle = (along) => {
    const all = points.map((it) => it[along]);
    // Not Math.min(...all): a district may have more areas than a call may have arguments.
    return (all.reduce((a, b) => Math.min(a, b)) + all.reduce((a, b) => Math.max(a, b))) / 2;
  };
  const [x, y] = [middle(0), middle(1)];
  // A degree of longitude is as long as the cosine of the latitude of one of latitude.
  const narrow = Math.cos((y * Math.PI) / 180);
  /** @param {[number, number]} it */
  const far = (it) => Math.hypot((it[0] - x) * narrow, it[1] - y);
  return points.reduce((best, it) => (far(it) < far(best) ? it : best));
}

/** @param {string} name @param {'area'|'district'} kind @param {[number, number]} at @param {number} people @returns {GeoJSON.Feature} */
const named = (name, kind, at, people) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties: { name, kind, order: -people } });
