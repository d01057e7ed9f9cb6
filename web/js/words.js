// The words for figures, scopes and reasons.

/** @type {Record<string, string>} */
const REASONS = {
  area_unlinked: 'no road near enough to this area',
  site_unlinked: 'no road near enough to the centre',
  no_path: 'no road leads there',
  beyond_horizon: 'further than was looked',
  no_open_site: 'no open centre offers it',
  no_times: 'no travel times by this mode',
};

/** Why an area has no minutes. @param {string|null} reason */
export const areaReason = (reason) => REASONS[reason ?? ''] ?? (reason ?? 'no time').replaceAll('_', ' ');

/** @type {Record<string, string>} */
const FIGURES = {
  children: 'Number in the study',
  children_unserved: 'Number who cannot be served',
  areas_unserved: 'Areas that cannot be served',
  areas_uncounted: 'Areas without a published count',
  areas_unranked: 'Areas without a deprivation rank',
  mean_minutes: 'Average minutes',
  median_minutes: 'Half travel at most, minutes',
  p90_minutes: 'Nine in ten travel at most, minutes',
  max_minutes: 'Longest journey, minutes',
  share_within: 'Share within the standard',
  children_within: 'Number within the standard',
  sii_minutes: 'Gradient by area, minutes',
  sii_minutes_by_decile: 'Gradient by decile, minutes',
  annual_cost: 'Cost a year',
  children_gaining: 'Number better off',
  children_losing: 'Number worse off',
  children_losing_over_5: 'Number worse off by more than 5 minutes',
  children_gained_access: 'Number newly served',
  children_lost_access: 'Number no longer served',
  children_gained_standard: 'Number newly within the standard',
  children_lost_standard: 'Number no longer within the standard',
  mean_change_minutes: 'Average change, minutes',
  max_increase_minutes: 'Largest increase, minutes',
  added_minutes_share_deciles_1_3: 'Added minutes that fall on deciles 1-3',
  children_share_deciles_1_3: 'Share who live in deciles 1-3',
  saving: 'Saving a year',
  saving_share: 'Saving as a share of today\u2019s cost',
};

/** The name of a figure as people say it. @param {string} name */
export function figureName(name) {
  return FIGURES[name] ?? (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('_', ' ');
}

/**
 * Whose a figure is: "decile 4", "Fenland"; empty for everyone.
 * @param {string|undefined} which  `decile:4`, `district:E07000010`, `area:E01013787`
 * @param {(kind: string, code: string) => string|undefined} named
 */
export function whose(which, named) {
  const [kind = '', code = ''] = (which ?? '').split(':');
  return which === undefined ? '' : named(kind, code) ?? `${kind} ${code}`;
}
