// A plan: how each site would stand. Laid from a list of changes, and written back as the shortest such list.

/** @import { AddChange, Change, Site, Study } from './types.js' */
/** What is known of a site that the study does not list. @typedef {{name: string, at: [number, number], services: string[]|null, premises: number|null, frontLine: number|null}} Added */
/** @typedef {{open: boolean, tier: string, hours: number|null, to: [number, number]|null, added: Added|null}} Standing */
/** The sites of the study and, after them, those the plan adds. @typedef {ReadonlyMap<string, Standing>} Plan */

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
  return { open: site.status === 'existing', tier: site.tier, hours: usualHours(study, site, site.tier), to: null, added: null };
}

/** Today, as a plan. @param {Study} study @returns {Plan} */
export const today = (study) => new Map(study.sites.map((site) => [site.id, standingToday(study, site)]));

/** A plan with one site standing differently. @param {Plan} plan @param {string} id @param {Standing} standing @returns {Plan} */
export const withSite = (plan, id, standing) => new Map(plan).set(id, standing);

/** A plan without a site that it adds. @param {Plan} plan @param {string} id @returns {Plan} */
export const without = (plan, id) => new Map([...plan].filter(([it]) => it !== id));

/** A plan with a site at another place. @param {Plan} plan @param {string} id @param {[number, number]} to @returns {Plan} */
export function withPlace(plan, id, to) {
  const now = plan.get(id);
  if (!now) return plan;
  return withSite(plan, id, now.added ? { ...now, added: { ...now.added, at: to } } : { ...now, to });
}

/** The sites that a plan adds, as the study would list them. @param {Study} study @param {Plan} plan @returns {Site[]} */
export function addedSites(study, plan) {
  return [...plan].flatMap(([id, { added, tier }]) => (added ? [addedSite(study, id, tier, added)] : []));
}

/** @param {Study} study @param {string} id @param {string} tier @param {Added} added @returns {Site} */
function addedSite(study, id, tier, { name, at, services, premises, frontLine }) {
  return {
    id, name, lon: at[0], lat: at[1], status: 'candidate', tier,
    services: services ?? study.tiers.find((it) => it.id === tier)?.services ?? [],
    hours: null, capacity: null, annual_cost: premises === null && frontLine === null ? null : (premises ?? 0) + (frontLine ?? 0),
    lock: null, managed_by: null, district: null, unlinked: {},
  };
}

/** Where a site stands in a plan; null where nobody says. @param {Site} site @param {Standing|undefined} standing @returns {[number, number]|null} */
export function placeOf(site, standing) {
  const at = standing?.added?.at ?? standing?.to;
  if (at) return at;
  return site.lon === null || site.lat === null ? null : [site.lon, site.lat];
}

/**
 * Lays a list of changes on today.
 * @param {Study} study
 * @param {Change[]} changes
 * @returns {Plan}
 */
export function lay(study, changes) {
  const plan = new Map(today(study));
  for (const change of changes) {
    if ('add' in change) {
      plan.set(change.add, laidDown(study, change));
      continue;
    }
    const id = siteOf(change);
    const site = study.sites.find((it) => it.id === id);
    const now = plan.get(id);
    if (site && now) plan.set(id, changed(study, site, now, change));
  }
  return plan;
}

/** How a site stands that a change adds. @param {Study} study @param {AddChange} change @returns {Standing} */
function laidDown(study, change) {
  const tier = change.tier ?? study.tiers[0]?.id ?? '';
  const hours = change.hours ?? study.tiers.find((it) => it.id === tier)?.hours ?? null;
  const added = { name: change.name ?? change.add, at: change.at, services: change.services ?? null, premises: change.cost_premises ?? null, frontLine: change.cost_front_line ?? null };
  return { open: true, tier, hours, to: null, added };
}

/** The id of the site that a change is about. @param {Change} change @returns {string} */
export function siteOf(change) {
  if ('add' in change) return change.add;
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
 * @param {Exclude<Change, AddChange>} change
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
 * The shortest list of changes that makes a plan of today, in the study's order of sites, additions last.
 * @param {Study} study
 * @param {Plan} plan
 * @returns {Change[]}
 */
export function changesOf(study, plan) {
  const sites = [...study.sites, ...addedSites(study, plan)];
  return sites.flatMap((site) => changesAt(study, site, plan.get(site.id) ?? standingToday(study, site)));
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
  if (standing.added) return [addition(id, standing, standing.added, usual)];
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

/** @param {string} id @param {Standing} standing @param {Added} added @param {number|null} usual  the hours of its tier @returns {AddChange} */
function addition(id, { tier, hours }, { name, at, services, premises, frontLine }, usual) {
  return {
    add: id, name, at, tier,
    ...(services === null ? {} : { services }),
    ...(hours === null || hours === usual ? {} : { hours }),
    ...(premises === null ? {} : { cost_premises: premises }),
    ...(frontLine === null ? {} : { cost_front_line: frontLine }),
  };
}

/**
 * What a change does, in words.
 * @param {Study} study
 * @param {Change} change
 */
export function describe(study, change) {
  if ('add' in change) return `Add ${change.name ?? change.add}, ${change.tier ?? 'a new site'}`;
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

/** Why a site may not be moved, or null where it may. @param {Site} site */
export function immovableBecause(site) {
  if (site.lock?.kind === 'must_stay') return 'must stay open where it is';
  if (site.lock?.kind === 'must_close') return 'must close';
  if (site.lock?.kind === 'not_before') return `may not open before ${site.lock.from}`;
  return null;
}

/** An id for a new site and its name until somebody gives it one. @param {Study} study @param {Plan} plan */
export function newName(study, plan) {
  let n = 1;
  while (plan.has(`new-${n}`) || study.sites.some((it) => it.id === `new-${n}`)) n += 1;
  return { id: `new-${n}`, name: `New site ${n}` };
}

/** The tier a new site has until another is chosen: that of most candidates. @param {Study} study */
export function usualTier(study) {
  const candidates = study.sites.filter((it) => it.status === 'candidate');
  const count = (/** @type {string} */ tier) => candidates.filter((it) => it.tier === tier).length;
  return [...study.tiers].sort((a, b) => count(b.id) - count(a.id))[0]?.id ?? '';
}
