// The form of one centre: open or close it, give it another tier or other hours, or put it back.

import { button, byId, make } from './elements.js';
import { pounds } from './numbers.js';
import { changesAt, describe, lockedBecause, standingToday, usualHours } from './plan.js';

/** @import { App } from './app.js' */
/** @import { Site } from './types.js' */

/** @param {App} app */
export function showSiteCard(app) {
  const card = byId('site-card');
  /** @type {string|null} */
  let shown = null;
  /** @type {HTMLElement|null} */
  let cameFrom = null;
  const follow = () => {
    const site = app.site === null ? undefined : app.sites.get(app.site);
    card.hidden = !site;
    const opened = app.site !== shown;
    if (opened && site && document.activeElement instanceof HTMLElement && !card.contains(document.activeElement)) cameFrom = document.activeElement;
    const had = card.contains(document.activeElement) ? document.activeElement?.id : null;
    card.replaceChildren(...(site ? parts(app, site) : []));
    if (opened && site) document.getElementById('site-act')?.focus();
    else if (had !== null && site) document.getElementById(had ?? '')?.focus();
    if (!site && shown !== null && (document.activeElement === document.body || document.activeElement === null)) cameFrom?.focus();
    shown = app.site;
  };
  app.on('site', follow);
  app.on('answer', follow);
}

/** @param {App} app @param {Site} site */
function parts(app, site) {
  const standing = app.standing(site.id);
  const locked = lockedBecause(site, standing);
  const act = standing.open ? 'Close this centre' : 'Open this centre';
  return [
    make('h3', { id: 'site-card-title' }, site.name),
    make('p', {}, state(site, standing.open)),
    ...facts(app, site),
    locked === null
      ? button(act, () => app.toggle(site.id), { id: 'site-act', class: 'main-act' })
      : make('p', { id: 'site-act', tabindex: '-1' }, make('strong', {}, `It ${locked}.`)),
    ...(standing.open ? [form(app, site)] : []),
    ...(standing.open && app.study.sites_move ? [mover(app, site)] : []),
    make('div', { class: 'row' },
      ...(changesAt(app.study, site, standing).length > 0
        ? [button('Put back', () => app.set(site.id, standingToday(app.study, site), `Put back ${site.name}`), { id: 'site-back', class: 'quiet' })]
        : []),
      button('Done', () => app.selectSite(null), { id: 'site-done', class: 'quiet' })),
  ];
}

/** @param {Site} site @param {boolean} open */
function state(site, open) {
  if (open) return site.status === 'existing' ? 'Open today and in the plan.' : 'Opened by the plan.';
  return site.status === 'existing' ? 'Open today, closed by the plan.' : 'Not open today; could be opened.';
}

/** @param {App} app @param {Site} site */
function facts(app, site) {
  const services = site.services.map((id) => app.study.services.find((it) => it.id === id)?.name ?? id);
  const facts = [
    services.length > 0 ? `Offers ${services.join(', ')}.` : 'Offers no service.',
    site.annual_cost === null ? '' : `${pounds(site.annual_cost)} a year.`,
    site.unlinked[app.mode] ? `No road near enough ${app.modePhrase}: nobody is counted as reaching it.` : '',
    site.lock?.kind === 'not_before' ? `It cannot open before ${site.lock.from}.` : '',
  ].filter((it) => it !== '');
  return [make('p', { class: 'small' }, facts.join(' '))];
}

/** @param {App} app @param {Site} site */
function form(app, site) {
  const standing = app.standing(site.id);
  const tier = make('select', { id: 'site-tier', autocomplete: 'off' },
    ...app.study.tiers.map((it) => make('option', { value: it.id, selected: it.id === standing.tier }, it.id)));
  tier.addEventListener('change', () => {
    const hours = usualHours(app.study, site, tier.value);
    app.set(site.id, { tier: tier.value, hours }, describe(app.study, { convert: site.id, tier: tier.value }));
  });
  const hours = make('input', { id: 'site-hours', type: 'number', min: 0, max: 168, step: 'any', value: standing.hours, autocomplete: 'off', inputmode: 'decimal' });
  hours.addEventListener('change', () => {
    const value = hours.valueAsNumber;
    if (!hours.checkValidity() || Number.isNaN(value)) hours.reportValidity();
    else app.set(site.id, { hours: value }, describe(app.study, { hours: site.id, value }));
  });
  return make('div', { class: 'row fields' },
    make('span', {}, make('label', { for: 'site-tier' }, 'Tier'), tier),
    make('span', {}, make('label', { for: 'site-hours' }, 'Hours a week'), hours));
}

/** Moving without dragging: to an area, or to a place picked on the map. @param {App} app @param {Site} site */
function mover(app, site) {
  const areas = [...app.areas.values()].filter((it) => it.point !== null).sort((a, b) => a.name.localeCompare(b.name, 'en-GB', { numeric: true }));
  const to = make('select', { id: 'site-to', autocomplete: 'off' }, ...areas.map((it) => make('option', { value: it.code }, it.name)));
  const go = button('Move', () => {
    const area = app.areas.get(to.value);
    if (area?.point) app.move(site.id, area.point, area.name);
  }, { id: 'site-move', class: 'quiet' });
  const pick = button(app.moving === site.id ? 'Now click the map' : 'Pick on the map', () => {
    app.moving = app.moving === site.id ? null : site.id;
    app.tell('site');
  }, { id: 'site-pick', class: 'quiet', 'aria-pressed': String(app.moving === site.id) });
  const details = make('details', { open: app.moving === site.id },
    make('summary', { id: 'site-mover' }, 'Move this centre'),
    make('div', { class: 'row fields' }, make('span', {}, make('label', { for: 'site-to' }, 'To the middle of'), to), go, pick));
  return details;
}
