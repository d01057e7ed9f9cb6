// The list of centres: the map's twin, where every act on the map can be done by keyboard.

import { aloneTold, worth } from './alone.js';
import { button, byId, control, make } from './elements.js';
import { addedSites, lockedBecause, standingToday } from './plan.js';
import { drawn, stateOf } from './symbols.js';

/** @import { App } from './app.js' */
/** @import { Site } from './types.js' */
/** @import { Standing } from './plan.js' */

/** The most rows that a group shows at once: of a nation's centres the rest is found by name. */
const MOST = 150;

/** @param {App} app */
export function showCentres(app) {
  const byName = [...app.study.sites].sort((a, b) => collator.compare(a.name, b.name));
  const added = new Group(app, 'Added by the plan');
  const groups = [added, new Group(app, 'Open today'), new Group(app, 'Could be opened')];
  groups[1]?.hold(byName.filter((it) => it.status === 'existing'));
  groups[2]?.hold(byName.filter((it) => it.status === 'candidate'));
  const none = make('p', { class: 'small', hidden: true }, 'No centre of that name.');
  byId('centres').append(...groups.map((it) => it.element), none);
  const find = control('find', HTMLInputElement);
  const order = control('centres-order', HTMLSelectElement);
  const show = () => {
    for (const it of groups) it.show(find.value.trim().toLowerCase(), order.value === 'harm');
    none.hidden = groups.some((it) => !it.element.hidden);
  };
  const select = () => {
    for (const row of groups.flatMap((it) => [...it.rows.values()])) row.select(row.site.id === app.site);
  };
  const follow = () => {
    // A site that is only tried has its form on the map; it joins the list with the plan.
    const sites = addedSites(app.study, app.plan).filter((it) => it.id !== app.adding);
    if (sites.length > 0 || added.sites.length > 0) {
      const focused = [...added.rows.values()].find((it) => it.element.contains(document.activeElement));
      added.hold(sites);
      show();
      if (focused) (added.rows.get(focused.site.id)?.name ?? find).focus();
    }
    for (const row of groups.flatMap((it) => [...it.rows.values()])) row.follow();
    select();
    let [open, all] = [0, 0];
    for (const [id, it] of app.plan) {
      if (id === app.adding) continue;
      all += 1;
      if (it.open) open += 1;
    }
    byId('centres-count').textContent = `${open} of ${all} open`;
  };
  find.addEventListener('input', show);
  order.addEventListener('change', show);
  app.on('plan', follow);
  app.on('site', () => {
    const site = app.site === null ? undefined : app.sites.get(app.site);
    for (const it of groups) if (site && it.sites.includes(site)) it.reveal(site);
    select();
  });
  app.on('one-site', () => {
    for (const row of groups.flatMap((it) => [...it.rows.values()])) row.tellAlone();
    // Rows do not move under a hand that is among them.
    if (order.value === 'harm' && !byId('centres').contains(document.activeElement)) show();
  });
  show();
  follow();
}

/** Compares names as people sort them. */
const collator = new Intl.Collator('en-GB', { numeric: true });

/** Some centres under one heading. A row is made when it is first shown. */
class Group {
  /** @param {App} app @param {string} title */
  constructor(app, title) {
    this.app = app;
    this.title = title;
    /** @type {Site[]} */
    this.sites = [];
    /** @type {Map<string, Row>} */
    this.rows = new Map();
    this.head = make('h4', {});
    this.list = make('ul', { class: 'centres' });
    this.rest = make('p', { class: 'small' });
    this.element = make('div', {}, this.head, this.list, this.rest);
  }

  /** @param {Site[]} sites */
  hold(sites) {
    this.sites = sites;
    this.rows.clear();
    this.head.textContent = `${this.title} (${sites.length})`;
  }

  /** @param {Site} site */
  row(site) {
    let row = this.rows.get(site.id);
    if (!row) {
      row = new Row(this.app, site);
      row.follow();
      this.rows.set(site.id, row);
    }
    return row;
  }

  /** Shows the centres whose names hold a text, by name, or least harm first among the open and most gain first among the others. @param {string} wanted @param {boolean} byHarm */
  show(wanted, byHarm) {
    const { app } = this;
    const found = this.sites.filter((it) => it.name.toLowerCase().includes(wanted));
    if (byHarm) {
      const keyed = found.map((site) => ({ site, open: app.standing(site.id).open, worth: worth(app, site.id) }));
      keyed.sort((a, b) => {
        const sign = a.open ? 1 : -1;
        return Number(b.open) - Number(a.open) || sign * (a.worth[0] - b.worth[0]) || sign * (a.worth[1] - b.worth[1]);
      });
      found.splice(0, found.length, ...keyed.map((it) => it.site));
    }
    this.list.replaceChildren(...found.slice(0, MOST).map((it) => this.row(it).element));
    this.rest.textContent = found.length > MOST ? `and ${found.length - MOST} more: find them by name` : '';
    this.rest.hidden = found.length <= MOST;
    this.element.hidden = found.length === 0;
  }

  /** Brings a centre into the list that is beyond what it shows. @param {Site} site */
  reveal(site) {
    const { element } = this.row(site);
    if (!element.isConnected && this.sites.length > MOST) this.list.prepend(element);
  }
}

class Row {
  /** @param {App} app @param {Site} site */
  constructor(app, site) {
    this.app = app;
    this.site = site;
    this.symbol = make('span', { class: 'symbol' });
    this.about = make('span', { class: 'small' });
    this.alone = make('span', { class: 'small alone' });
    this.name = button('', () => app.selectSite(site.id), { class: 'name' });
    this.name.append(this.symbol, make('span', {}, site.name, make('br'), this.about, this.alone));
    this.toggle = button('', () => app.toggle(site.id), { class: 'toggle' });
    this.lock = make('span', { class: 'small locked' });
    this.element = make('li', {}, this.name, this.toggle, this.lock);
    /** What is shown: how it stands and whether a road is near. @type {{standing: Standing|null, unlinked: string|undefined}} */
    this.shown = { standing: null, unlinked: undefined };
  }

  follow() {
    const { app, site } = this;
    const standing = app.standing(site.id);
    const unlinked = app.unlinked(site);
    this.tellAlone();
    if (standing === this.shown.standing && unlinked === this.shown.unlinked) return;
    this.shown = { standing, unlinked };
    const before = standingToday(app.study, site);
    const state = stateOf(site, standing, before);
    this.symbol.replaceChildren(drawn(app.study, standing.tier, state));
    const words = [standing.open ? standing.tier : state.fill === 'closed' ? 'closed' : `${standing.tier}, not open`];
    if (standing.open && standing.hours !== null) words.push(`${standing.hours} h a week`);
    if (standing.to) words.push('moved');
    if (unlinked) words.push('no road near');
    this.about.textContent = words.join(', ');
    const act = standing.added ? 'Remove' : standing.open ? 'Close' : 'Open';
    this.toggle.textContent = act;
    this.toggle.setAttribute('aria-label', `${act} ${site.name}`);
    const locked = lockedBecause(site, standing);
    this.toggle.hidden = locked !== null;
    this.lock.textContent = locked ?? '';
    this.element.classList.toggle('altered', standing.open !== before.open || standing.tier !== before.tier || standing.hours !== before.hours || standing.to !== null || standing.added !== null);
  }

  /** What it alone would change; the act says it before it is done. */
  tellAlone() {
    const told = aloneTold(this.app, this.site.id);
    // What was true of the plan before is not shown, and its place is kept so that nothing jumps.
    this.alone.classList.toggle('stale', told === '');
    if (told !== '' && told === this.alone.textContent && this.toggle.title === told) return;
    if (told !== '') this.alone.textContent = told;
    this.toggle.title = told;
    if (told === '') this.toggle.removeAttribute('aria-description');
    else this.toggle.setAttribute('aria-description', told);
  }

  /** @param {boolean} selected */
  select(selected) {
    if (selected !== this.element.classList.contains('selected')) this.element.classList.toggle('selected', selected);
    this.name.setAttribute('aria-current', String(selected));
    if (selected && !this.element.contains(document.activeElement)) this.element.scrollIntoView({ block: 'nearest' });
  }
}
