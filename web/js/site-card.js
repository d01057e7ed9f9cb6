// The form of one centre: open or close it, give it another tier or other hours, or put it back.

import { button, byId, make } from './elements.js';
import { count, pounds } from './numbers.js';
import { placeNamed } from './place-named.js';
import { reached } from './reached.js';
import { changesAt, describe, immovableBecause, lockedBecause, standingToday, usualHours, withSite } from './plan.js';

/** @import { App } from './app.js' */
/** @import { Added, Standing } from './plan.js' */
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
    card.hidden = !site || app.placing !== null;
    const opened = app.site !== shown;
    if (opened && site && document.activeElement instanceof HTMLElement && !card.contains(document.activeElement)) cameFrom = document.activeElement;
    const had = card.contains(document.activeElement) ? document.activeElement?.id : null;
    card.replaceChildren(...(site ? parts(app, site) : []));
    // While a site is dragged the pointer has the word.
    if (opened && site && app.drag === null) first(app)?.focus();
    else if (had !== null && site) (document.getElementById(had ?? '') ?? first(app))?.focus();
    if (!site && shown !== null && (document.activeElement === document.body || document.activeElement === null)) (cameFrom?.isConnected ? cameFrom : byId('add-site')).focus();
    shown = app.site;
  };
  const followReach = () => card.querySelector('.reached')?.replaceWith(reached(app));
  app.on('site', follow);
  app.on('placing', follow);
  app.on('catchment', followReach);
  app.on('answer', () => {
    const site = app.adding === null ? undefined : app.sites.get(app.adding);
    if (!site || app.adding !== shown) follow();
    else {
      // Fields that somebody types in stay as they are.
      card.querySelector('.facts')?.replaceWith(...facts(app, site));
      followReach();
    }
  });
}

/** What takes the focus when the card opens. @param {App} app */
function first(app) {
  const name = document.getElementById('new-name');
  if (app.adding !== null && name instanceof HTMLInputElement) {
    name.select();
    return name;
  }
  return document.getElementById('site-act');
}

/** @param {App} app @param {Site} site */
function parts(app, site) {
  if (site.id === app.adding) return formOfNew(app, site);
  const standing = app.standing(site.id);
  if (app.study.consultation !== null) {
    return [make('h3', { id: 'site-card-title' }, site.name), ...facts(app, site), make('div', { class: 'row' }, button('Done', () => app.selectSite(null), { id: 'site-act', class: 'quiet' })), reached(app)];
  }
  const locked = lockedBecause(site, standing);
  const act = standing.added ? 'Remove this site' : standing.open ? 'Close this centre' : 'Open this centre';
  const altered = changesAt(app.study, site, standing).length > 0 && !standing.added;
  return [
    make('h3', { id: 'site-card-title' }, site.name),
    ...facts(app, site),
    make('div', { class: 'row' },
      locked === null
        ? button(act, () => app.toggle(site.id), { id: 'site-act', class: 'main-act' })
        : make('p', { id: 'site-act', tabindex: '-1' }, make('strong', {}, `It ${locked}.`)),
      ...(altered ? [button('Put back', () => app.set(site.id, standingToday(app.study, site), `Put back ${site.name}`), { id: 'site-back', class: 'quiet' })] : []),
      button('Done', () => app.selectSite(null), { id: 'site-done', class: 'quiet' })),
    ...(standing.open ? [form(app, site)] : []),
    ...(standing.open && app.study.sites_move ? [mover(app, site)] : []),
    reached(app),
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
  const standing = app.standing(site.id);
  const facts = [
    site.id === app.adding ? '' : standing.added ? 'Added by the plan.' : state(site, standing.open),
    services.length > 0 ? `Offers ${services.join(', ')}.` : 'Offers no service.',
    standing.open ? `The nearest for ${count(users(app, site))} ${app.people}.` : '',
    site.annual_cost === null ? (standing.added ? 'Its cost is not known, so the plan\u2019s is not.' : '') : `${pounds(site.annual_cost)} a year.`,
    app.unlinked(site) ? `No road near enough ${app.modePhrase}: nobody is counted as reaching it.` : '',
    site.lock?.kind === 'not_before' ? `It cannot open before ${site.lock.from}.` : '',
  ].filter((it) => it !== '');
  return [make('p', { class: 'small facts' }, facts.join(' '))];
}

/** How many people of the service have a site as their nearest. @param {App} app @param {{id: string}} site */
export function users(app, site) {
  const areas = (app.answer?.areas ?? []).filter((it) => it.plan.nearest === site.id);
  return areas.reduce((sum, it) => sum + (app.areas.get(it.code)?.children[app.serviceChosen?.band ?? ''] ?? 0), 0);
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
  const hours = make('input', { id: 'site-hours', type: 'number', min: 0, max: 10000, step: 'any', value: standing.hours, autocomplete: 'off', inputmode: 'decimal' });
  hours.addEventListener('change', () => {
    const value = hours.valueAsNumber;
    if (!hours.checkValidity() || Number.isNaN(value)) hours.reportValidity();
    else app.set(site.id, { hours: value }, describe(app.study, { hours: site.id, value }));
  });
  return make('div', { class: 'row fields' },
    make('span', {}, make('label', { for: 'site-tier' }, 'Tier'), tier),
    make('span', {}, make('label', { for: 'site-hours' }, 'Hours a week'), hours));
}

/** Moving without dragging: to an area or a postcode, or to a place picked on the map. @param {App} app @param {Site} site */
function mover(app, site) {
  const fixed = immovableBecause(site);
  if (fixed !== null) return make('p', { class: 'small' }, `It does not move: it ${fixed}.`);
  const to = make('input', { id: 'site-to', autocomplete: 'off', list: 'site-to-areas' });
  const says = make('p', { class: 'small', role: 'status' });
  // A browser lists no more than it can show; any area is found by its whole name.
  const named = [...app.areas.values()].filter((it) => it.point !== null).slice(0, 300).map((it) => make('option', { value: it.name }));
  const go = button('Move', async () => {
    const found = await placeNamed(app, to.value);
    if (typeof found === 'string') says.textContent = found;
    else app.move(site.id, found.at, found.name);
  }, { id: 'site-move', class: 'quiet' });
  const pick = button('Move this site', () => app.arm({ site: site.id }), { id: 'site-pick', class: 'quiet', title: 'Click or press Enter where it should be; or drag its sign' });
  return make('div', { class: 'mover' }, pick,
    make('details', {},
      make('summary', { id: 'site-mover' }, `or move it to an area${app.study.postcodes ? ' or a postcode' : ''}`),
      make('div', { class: 'row fields' }, make('span', {}, make('label', { for: 'site-to' }, app.study.postcodes ? 'Area or postcode' : 'To the middle of'), to), make('datalist', { id: 'site-to-areas' }, ...named), go), says));
}

/**
 * The form of a new site while it is only tried: the scorecard follows every field, the plan keeps it when it is added.
 * @param {App} app @param {Site} site
 */
function formOfNew(app, site) {
  const standing = app.standing(site.id);
  const { added } = standing;
  if (!added) return [];
  /** @param {Partial<Standing>} change @param {Partial<Added>} [about] */
  const set = (change, about = {}) => {
    const now = app.standing(site.id);
    app.preview(withSite(app.plan, site.id, { ...now, ...change, added: { ...added, ...now.added, ...about } }));
  };
  const name = make('input', { id: 'new-name', type: 'text', value: added.name, autocomplete: 'off', maxlength: 80, required: true });
  name.addEventListener('change', () => set({}, { name: name.value.trim() || site.id }));
  const tier = make('select', { id: 'new-tier', autocomplete: 'off' },
    ...app.study.tiers.map((it) => make('option', { value: it.id, selected: it.id === standing.tier }, it.id)));
  const hours = amount('new-hours', standing.hours, 10000, (it) => set({ hours: it ?? usualHours(app.study, site, tier.value) }));
  tier.addEventListener('change', () => {
    const usual = usualHours(app.study, site, tier.value);
    hours.value = String(usual ?? '');
    const of = app.study.tiers.find((it) => it.id === tier.value)?.services ?? [];
    for (const { box } of services) box.checked = of.includes(box.value);
    set({ tier: tier.value, hours: usual }, { services: null });
  });
  const services = app.study.services.filter((it) => !it.is_model).map((it) => ({ name: it.name, box: make('input', { type: 'checkbox', value: it.id, checked: site.services.includes(it.id) }) }));
  for (const { box } of services) {
    box.addEventListener('change', () => {
      const chosen = services.filter((it) => it.box.checked).map((it) => it.box.value);
      // A site without any service is none.
      if (chosen.length === 0) box.checked = true;
      else set({}, { services: chosen });
    });
  }
  const offer = make('details', { class: 'new-services' }, make('summary', { id: 'new-services' }, 'Services it offers'),
    ...services.map(({ name, box }) => make('label', { class: 'check' }, box, name)));
  const premises = amount('new-premises', added.premises, 1e9, (it) => set({}, { premises: it }));
  const frontLine = amount('new-front-line', added.frontLine, 1e9, (it) => set({}, { frontLine: it }));
  const field = (/** @type {string} */ text, /** @type {HTMLElement} */ input) => make('span', {}, make('label', { for: input.id }, text), input);
  const form = make('form', { class: 'new-site' },
    field('Name', name), field('Tier', tier),
    make('div', { class: 'thirds' }, field('Hours/week', hours), field('Premises \u00a3/yr', premises), field('Front line \u00a3/yr', frontLine)),
    offer,
    ...facts(app, site),
    make('div', { class: 'row' },
      make('button', { type: 'submit', id: 'new-add' }, 'Add to the plan'),
      button('Move it', () => app.arm({ site: site.id }), { id: 'site-pick', class: 'quiet' }),
      button('Cancel', () => app.cancel(), { id: 'new-cancel', class: 'quiet' })));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    app.addTried();
  });
  return [make('h3', { id: 'site-card-title' }, 'A new site'), form, reached(app)];
}

/** A number that may be left out. @param {string} id @param {number|null} value @param {number} most @param {(value: number|null) => void} set */
function amount(id, value, most, set) {
  const input = make('input', { id, type: 'number', min: 0, max: most, step: 'any', value, autocomplete: 'off', inputmode: 'decimal' });
  input.addEventListener('change', () => {
    if (input.checkValidity()) set(Number.isNaN(input.valueAsNumber) ? null : input.valueAsNumber);
    else input.reportValidity();
  });
  return input;
}
