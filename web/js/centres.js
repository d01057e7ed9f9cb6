// The list of centres: the map's twin, where every act on the map can be done by keyboard.

import { aloneTold, worth } from './alone.js';
import { button, byId, control, make } from './elements.js';
import { addedSites, lockedBecause, standingToday } from './plan.js';
import { drawn, stateOf } from './symbols.js';

/** @import { App } from './app.js' */
/** @import { Site } from './types.js' */

/** @param {App} app */
export function showCentres(app) {
  const byName = [...app.study.sites].sort((a, b) => a.name.localeCompare(b.name, 'en-GB'));
  const added = group('Added by the plan', []);
  const groups = [
    added,
    group('Open today', byName.filter((it) => it.status === 'existing').map((it) => new Row(app, it))),
    group('Could be opened', byName.filter((it) => it.status === 'candidate').map((it) => new Row(app, it))),
  ];
  byId('centres').append(...groups.map((it) => it.element));
  const none = make('p', { class: 'small', hidden: true }, 'No centre of that name.');
  byId('centres').append(none);
  const rows = () => groups.flatMap((it) => it.rows);
  const find = control('find', HTMLInputElement);
  const seek = () => {
    const wanted = find.value.trim().toLowerCase();
    for (const row of rows()) row.element.hidden = !row.site.name.toLowerCase().includes(wanted);
    for (const it of groups) it.element.hidden = it.rows.every((row) => row.element.hidden);
    none.hidden = groups.some((it) => !it.element.hidden);
  };
  const select = () => {
    for (const row of rows()) row.select(row.site.id === app.site);
  };
  const follow = () => {
    // A site that is only tried has its form on the map; it joins the list with the plan.
    const sites = addedSites(app.study, app.plan).filter((it) => it.id !== app.adding);
    if (sites.length > 0 || added.rows.length > 0) {
      const focused = added.rows.find((it) => it.element.contains(document.activeElement));
      added.fill(sites.map((it) => new Row(app, it)));
      if (focused) (added.rows.find((it) => it.site.id === focused.site.id)?.name ?? find).focus();
    }
    for (const row of rows()) row.follow();
    seek();
    select();
    const open = rows().filter((it) => app.standing(it.site.id).open).length;
    byId('centres-count').textContent = `${open} of ${rows().length} open`;
  };
  const order = control('centres-order', HTMLSelectElement);
  // Least harm first among the open, most gain first among the others.
  const sort = () => {
    for (const it of groups.slice(1)) {
      const sorted = [...it.rows].sort((a, b) => {
        if (order.value !== 'harm') return 0;
        const open = Number(app.standing(b.site.id).open) - Number(app.standing(a.site.id).open);
        const [x, y] = [worth(app, a.site.id), worth(app, b.site.id)];
        const sign = app.standing(a.site.id).open ? 1 : -1;
        return open || sign * (x[0] - y[0]) || sign * (x[1] - y[1]);
      });
      it.order(sorted);
    }
  };
  order.addEventListener('change', sort);
  app.on('one-site', () => {
    for (const row of rows()) row.tellAlone();
    // Rows do not move under a hand that is among them.
    if (order.value === 'harm' && !byId('centres').contains(document.activeElement)) sort();
  });
  find.addEventListener('input', seek);
  app.on('plan', follow);
  app.on('site', select);
  follow();
}

/** @param {string} title @param {Row[]} rows */
function group(title, rows) {
  const head = make('h4', {});
  const list = make('ul', { class: 'centres' });
  const it = {
    element: make('div', {}, head, list),
    rows,
    /** Shows the rows in another order. @param {Row[]} sorted */
    order(sorted) {
      list.replaceChildren(...sorted.map((row) => row.element));
    },
    /** @param {Row[]} rows */
    fill(rows) {
      it.rows = rows;
      head.textContent = `${title} (${rows.length})`;
      list.replaceChildren(...rows.map((row) => row.element));
      it.element.hidden = rows.length === 0;
    },
  };
  it.fill(rows);
  return it;
}

class Row {
  /** @param {App} app @param {Site} site */
  constructor(app, site) {
    this.app = app;
    this.site = site;
    this.symbol = make('span', { class: 'symbol' });
    this.about = make('span', { class: 'small' });
    this.name = button('', () => app.selectSite(site.id), { class: 'name' });
    this.alone = make('span', { class: 'small alone' });
    this.name.append(this.symbol, make('span', {}, site.name, make('br'), this.about, this.alone));
    this.toggle = button('', () => app.toggle(site.id), { class: 'toggle' });
    this.lock = make('span', { class: 'small locked' });
    this.element = make('li', {}, this.name, this.toggle, this.lock);
  }

  follow() {
    const { app, site } = this;
    const standing = app.standing(site.id);
    const before = standingToday(app.study, site);
    const state = stateOf(site, standing, before);
    this.symbol.replaceChildren(drawn(app.study, standing.tier, state));
    const words = [standing.open ? standing.tier : state.fill === 'closed' ? 'closed' : `${standing.tier}, not open`];
    if (standing.open && standing.hours !== null) words.push(`${standing.hours} h a week`);
    if (standing.to) words.push('moved');
    if (app.unlinked(site)) words.push('no road near');
    this.about.textContent = words.join(', ');
    const act = standing.added ? 'Remove' : standing.open ? 'Close' : 'Open';
    this.toggle.textContent = act;
    this.toggle.setAttribute('aria-label', `${act} ${site.name}`);
    this.tellAlone();
    const locked = lockedBecause(site, standing);
    this.toggle.hidden = locked !== null;
    this.lock.textContent = locked ?? '';
    this.element.classList.toggle('altered', standing.open !== before.open || standing.tier !== before.tier || standing.hours !== before.hours || standing.to !== null || standing.added !== null);
  }

  /** What it alone would change; the act says it before it is done. */
  tellAlone() {
    const told = aloneTold(this.app, this.site.id);
    this.alone.textContent = told;
    this.toggle.title = told;
    if (told === '') this.toggle.removeAttribute('aria-description');
    else this.toggle.setAttribute('aria-description', told);
  }

  /** @param {boolean} selected */
  select(selected) {
    this.element.classList.toggle('selected', selected);
    this.name.setAttribute('aria-current', String(selected));
    if (selected && !this.element.contains(document.activeElement)) this.element.scrollIntoView({ block: 'nearest' });
  }
}
