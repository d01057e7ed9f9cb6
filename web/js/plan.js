// A plan: how each site would stand. Laid from a list of changes, and written back as the shortest such list.

/** @import { Change, Site, Study } from './types.js' */
/** @typedef {{open: boolean, tier: string, hours: number|null, to: [number, number]|null}} Standing */
/** @typedef {ReadonlyMap<string, Standing>} Plan */

/**
 * The hours a site would have at a tier: its own at its own tier, the tier's at any other.
 * @param {Study} study
 * @param {Site} site
 * @param {string} tier
 */
export function usualHours(study, site, tier) {
  const usual = study.tiers.find((it) => it.id === tier)?.hours ?? null;
  return tier === site.tier ? (site.hours ?? usual) : usual;
}

/**
 * How a site stands today.
 * @param {Study} study
 * @param {Site} site
 * @returns {Standing}
 */
export function standingToday(study, site) {
  return { open: site.status === 'existing', tier: site.tier, hours: usualHours(study, site, site.tier), to: null };
}

/** Today, as a plan. @param {Study} study @returns {Plan} */
export const today = (study) => new Map(study.sites.map((site) => [site.id, standingToday(study, site)]));

/** A plan with one site standing differently. @param {Plan} plan @param {string} id @param {Standing} standing @returns {Plan} */
export const withSite = (plan, id, standing) => new Map(plan).set(id, standing);

/**
 * Lays a list of changes on today.
 * @param {Study} study
 * @param {Change[]} changes
 * @returns {Plan}
 */
export function lay(study, changes) {
  const plan = new Map(today(study));
  for (const change of changes) {
    const id = siteOf(change);
    const site = study.sites.find((it) => it.id === id);
    const now = plan.get(id);
    if (site && now) plan.set(id, changed(study, site, now, change));
  }
  return plan;
}

/** @param {Change} change @returns {string} */
function siteOf(change) {
  if ('open' in change) return change.open;
  if ('close' in change) return change.close;
  if ('convert' in change) return change.convert;
  if ('move' in change) return change.move;
  return change.hours;
}

/**
 * @param {Study} study
 * @param {Site} site
 * @param {Standing} now
 * @param {Change} change
 * @returns {Standing}
 */
function changed(study, site, now, change) {
  if ('open' in change) {
    const tier = change.tier ?? site.tier;
    return { ...now, open: true, tier, hours: change.hours ?? usualHours(study, site, tier) };
  }
  if ('close' in change) return { ...standingToday(study, site), open: false };
  if ('convert' in change) return { ...now, tier: change.tier, hours: usualHours(study, site, change.tier) };
  if ('move' in change) return { ...now, to: change.to };
  return { ...now, hours: change.value };
}

/**
 * The shortest list of changes that makes a plan of today, in the study's order of sites.
 * @param {Study} study
 * @param {Plan} plan
 * @returns {Change[]}
 */
export function changesOf(study, plan) {
  return study.sites.flatMap((site) => changesAt(study, site, plan.get(site.id) ?? standingToday(study, site)));
}

/**
 * The changes at one site.
 * @param {Study} study
 * @param {Site} site
 * @param {Standing} standing
 * @returns {Change[]}
 */
export function changesAt(study, site, standing) {
  const id = site.id;
  const before = standingToday(study, site);
  if (!standing.open) return before.open ? [{ close: id }] : [];
  const usual = usualHours(study, site, standing.tier);
  const hours = standing.hours !== null && standing.hours !== usual ? standing.hours : undefined;
  /** @type {Change[]} */
  const changes = [];
  if (!before.open) {
    changes.push({
      open: id,
      ...(standing.tier === site.tier ? {} : { tier: standing.tier }),
      ...(hours === undefined ? {} : { hours }),
    });
  } else {
    if (standing.tier !== before.tier) changes.push({ convert: id, tier: standing.tier });
    if (hours !== undefined) changes.push({ hours: id, value: hours });
  }
  if (standing.to) changes.push({ move: id, to: standing.to });
  return changes;
}

/**
 * What a change does, in words.
 * @param {Study} study
 * @param {Change} change
 */
export function describe(study, change) {
  const name = study.sites.find((it) => it.id === siteOf(change))?.name ?? siteOf(change);
  if ('open' in change) {
    const tier = change.tier ? ` as ${change.tier}` : '';
    return `Open ${name}${tier}${change.hours === undefined ? '' : `, ${change.hours} hours a week`}`;
  }
  if ('close' in change) return `Close ${name}`;
  if ('convert' in change) return `Make ${name} a ${change.tier}`;
  if ('move' in change) return `Move ${name}`;
  return `Run ${name} ${change.value} hours a week`;
}

/**
 * Why a site may not be opened or closed, or null where it may.
 * @param {Site} site
 * @param {Standing} standing
 */
export function lockedBecause(site, standing) {
  if (site.lock?.kind === 'must_stay' && standing.open) return 'must stay open';
  if (site.lock?.kind === 'must_close' && !standing.open) return 'must close';
  return null;
}
