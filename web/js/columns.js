// Columns as the server sends them, made into areas and journeys. Every list is in the order of the areas.

/** @import { Area, AreaColumns, AreaReach, LegendRow, Reach, ReachColumns, ReachesColumns, Shade, Shaded, Study } from './types.js' */

/** @param {AreaColumns} columns @param {Study} study @returns {Area[]} */
export function areasOf(columns, study) {
  const bands = Object.entries(columns.people);
  return columns.code.map((code, i) => {
    const [lon, lat] = [columns.lon[i] ?? null, columns.lat[i] ?? null];
    return {
      code,
      name: columns.name[i] ?? code,
      district: study.districts[columns.district[i] ?? -1]?.code ?? '',
      decile: columns.decile[i] ?? null,
      children: Object.fromEntries(bands.map(([band, people]) => [band, people[i] ?? null])),
      point: lon === null || lat === null ? null : [lon, lat],
    };
  });
}

/**
 * @param {ReachesColumns} columns
 * @param {Record<Shade, LegendRow[]>} legend
 * @param {Iterable<string>} codes
 * @returns {Shaded}
 */
export function reachesOf(columns, legend, codes) {
  const reasons = { today: reasonsOf(columns.today), plan: reasonsOf(columns.plan) };
  /** @param {'today'|'plan'} when @param {number} i @returns {Reach} */
  const reach = (when, i) => {
    const seconds = columns[when].seconds[i] ?? null;
    return {
      minutes: seconds === null ? null : seconds / 60,
      reason: reasons[when].get(i) ?? null,
      nearest: columns.sites[columns[when].site[i] ?? -1] ?? null,
    };
  };
  const areas = Array.from(codes, (code, i) => {
    const [today, plan] = [reach('today', i), reach('plan', i)];
    const [before, after] = [columns.today.seconds[i] ?? null, columns.plan.seconds[i] ?? null];
    return /** @type {AreaReach} */ ({ code, today, plan, change_minutes: before === null || after === null ? null : (after - before) / 60 });
  });
  const shades = /** @type {Shade[]} */ (Object.keys(columns.classes));
  const named = shades.map((shade) => [shade, columns.classes[shade].map((place) => legend[shade][place]?.class ?? '')]);
  return { areas, legend, classes: Object.fromEntries(named) };
}

/** @param {ReachColumns} column @returns {Map<number, string>} */
function reasonsOf({ unserved }) {
  return new Map(Object.entries(unserved).flatMap(([reason, places]) => places.map((place) => /** @type {[number, string]} */ ([place, reason]))));
}
