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
  rii_minutes: 'Gradient by area, least over most deprived',
  rii_minutes_by_decile: 'Gradient by decile, least over most deprived',
  cvar25_minutes: 'Average of the quarter who travel longest, minutes',
  mean_minutes_beyond: 'Average minutes beyond the standard',
  excess_share: 'Share beyond the standard, of those served',
  excess_fgt1: 'Beyond the standard, depth (FGT1)',
  excess_fgt2: 'Beyond the standard, severity (FGT2)',
  gini_minutes: 'Gini of minutes',
  theil_t_minutes: 'Theil\u2019s T of minutes',
  theil_t_between_districts: 'Theil\u2019s T between districts',
  theil_t_within_districts: 'Theil\u2019s T within districts',
  mld_minutes: 'Mean log deviation of minutes',
  mld_between_districts: 'Mean log deviation between districts',
  mld_within_districts: 'Mean log deviation within districts',
  atkinson_minutes_0_5: 'Atkinson of minutes, aversion 0.5',
  atkinson_minutes_1: 'Atkinson of minutes, aversion 1',
  atkinson_minutes_2: 'Atkinson of minutes, aversion 2',
  p90_p10_ratio_minutes: '90th over 10th percentile of minutes',
  palma_minutes: 'Palma: least deprived 10 % over most deprived 40 %',
  concentration_minutes: 'Concentration of minutes',
  generalised_concentration_minutes: 'Generalised concentration, minutes',
  extended_concentration_minutes: 'Extended concentration of minutes, aversion 3',
  erreygers_share_within: 'Concentration within the standard, Erreygers',
  wagstaff_share_within: 'Concentration within the standard, Wagstaff',
  children_beyond: 'Number beyond the standard',
  groups_below_floor: 'Deciles and districts below the floor',
  low_income_children_within: 'Low-income children within the standard',
  hours_per_child: 'Staffed hours a week for each child',
  total_hours: 'Staffed hours a week',
  target_hours_per_child: 'Hours a week for each child, the target',
  hours_to_move: 'Hours a week that would have to move',
  hours_to_move_share: 'Share of hours that would have to move',
  fidelity: 'Share of hours where the target has them',
  shortfall_hours_deciles_1_3: 'Hours a week that deciles 1-3 lack to the target',
  realised_slope: 'How steeply hours rise with need',
  sii_hours: 'Gradient of hours a child, by area',
  concentration_hours: 'Concentration of hours',
  kakwani_hours: 'Hours beside need (Kakwani)',
  monotonicity_gap_share: 'Share of hours out of order over deciles',
  monotonicity_breaks: 'Neighbouring deciles out of order',
  areas_without_need_rate: 'Areas without a need rate',
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

/** A text as a sentence begins. @param {string} text */
export const sentenceCase = (text) => text.charAt(0).toUpperCase() + text.slice(1);
