// The words for figures, scopes and reasons.

/** @type {Record<string, string>} */
const REASONS = {
  area_unlinked: 'no road near enough to this area',
  site_unlinked: 'no road near enough to the centre',
  no_path: 'no road leads there',
  beyond_horizon: 'further than was looked',
  no_open_site: 'no open centre offers it',
};

/** Why an area has no minutes. @param {string|null} reason */
export const areaReason = (reason) => REASONS[reason ?? ''] ?? (reason ?? 'no time').replaceAll('_', ' ');

/** @type {Record<string, string>} */
const FIGURES = {
  children: 'Number in the study',
  children_unserved: 'Cannot be served',
  mean_minutes: 'Average minutes',
  median_minutes: 'Half travel at most, minutes',
  p90_minutes: 'Nine in ten travel at most, minutes',
  share_within: 'Share within the standard',
  children_within: 'Number within the standard',
  sii_minutes: 'Gradient by area, minutes',
  sii_minutes_by_decile: 'Gradient by decile, minutes',
  annual_cost: 'Cost a year',
  children_gaining: 'Number who travel less',
  children_losing: 'Number who travel further',
  max_increase_minutes: 'Largest increase, minutes',
  added_minutes_share_deciles_1_3: 'Added minutes that fall on deciles 1-3',
  children_share_deciles_1_3: 'Share who live in deciles 1-3',
  saving: 'Saving a year',
};

/** The name of a figure as people say it. @param {string} name */
export function figureName(name) {
  return FIGURES[name] ?? (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('_', ' ');
}
