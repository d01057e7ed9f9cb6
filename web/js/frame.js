// The frame around the panels: names, labels that are always visible, help, problems, folding, the view.

import { byId, control, make } from './elements.js';

/** @import { App } from './app.js' */

export const VIEWS = /** @type {const} */ (['map', 'table', 'compare', 'frontier', 'kept', 'take']);
/** @typedef {typeof VIEWS[number]} View */
/** What each view shows in the middle of the page. @type {Record<View, string>} */
const SHOWN = { map: 'map', table: 'areas-table', compare: 'compare', frontier: 'frontier', kept: 'kept', take: 'take' };

/** @param {App} app */
export function showFrame(app) {
  const { study } = app;
  document.title = `${study.name} - Fairreach`;
  byId('study-name').textContent = study.name;
  showLabels(app);
  showViews(app);
  showFolds();
  showProblems(app);
  showUpdating(app);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    app.selectSite(null);
    app.selectArea(null);
  });
}

/** @param {App} app */
function showLabels(app) {
  const { study } = app;
  const illustrative = byId('illustrative');
  illustrative.hidden = study.illustrative.length === 0;
  const [first = '', ...rest] = study.illustrative;
  const last = rest.pop();
  const listed = last === undefined ? first : `${[first, ...rest].join(', ')} and ${last}`;
  illustrative.replaceChildren(make('strong', {}, 'Illustrative'), ` ${listed}: made up to show the program, not published figures`);
  app.on('plan', () => showSettings(app));
  showSettings(app);
  byId('attribution').textContent = [...study.attribution, ...(study.base_map ? [`Base map: ${study.base_map.attribution}`] : [])].join(' · ');
}

/** What shapes the figures of the mode chosen. @param {App} app */
function showSettings({ study, mode }) {
  const settings = study.modes.find((it) => it.name === mode)?.settings ?? [];
  byId('settings').textContent = [...settings, `Fairreach ${study.version}`].join(' · ');
}

/** @param {App} app */
function showViews(app) {
  /** @param {View} chosen */
  const show = (chosen) => {
    app.view = chosen;
    if (chosen !== 'map' && chosen !== 'table') {
      // Who goes on with a site on the map means it; it is one step, and can be undone.
      if (app.adding !== null) void app.addTried();
      app.selectSite(null);
      app.selectArea(null);
    }
    for (const view of VIEWS) {
      byId(SHOWN[view]).hidden = view !== chosen;
      control(`view-${view}`, HTMLButtonElement).setAttribute('aria-pressed', String(view === chosen));
    }
    byId('area-card').classList.toggle('over-table', chosen === 'table');
    byId('symbols').hidden = byId('legend').hidden = chosen !== 'map' && chosen !== 'table';
    app.tell('view');
  };
  // What is said of one centre or area stands on the map, or beside the table.
  const onMap = () => {
    if ((app.site !== null || app.area !== null) && app.view !== 'map' && app.view !== 'table') show('map');
  };
  app.on('site', onMap);
  app.on('area', onMap);
  for (const view of VIEWS) control(`view-${view}`, HTMLButtonElement).addEventListener('click', () => show(view));
}

/** The two panels fold away to give the map their room. */
function showFolds() {
  for (const [id, what] of /** @type {const} */ ([['plan', 'plan'], ['score', 'figures']])) {
    const fold = control(`fold-${id}`, HTMLButtonElement);
    fold.addEventListener('click', () => {
      const folded = byId('house').classList.toggle(`folded-${id}`);
      fold.setAttribute('aria-expanded', String(!folded));
      fold.textContent = `${folded ? 'Show' : 'Fold'} the ${what}`;
    });
  }
}

/** @param {App} app */
function showProblems(app) {
  const problem = byId('problem');
  app.on('problem', () => {
    problem.textContent = app.problem;
    problem.hidden = app.problem === '';
  });
}

/** After 300 ms without an answer the page says so. @param {App} app */
function showUpdating(app) {
  const updating = byId('updating');
  let timer = 0;
  app.on('busy', () => {
    window.clearTimeout(timer);
    if (app.busy) {
      delete document.body.dataset.idle;
      timer = window.setTimeout(() => { updating.hidden = false; }, 300);
    } else updating.hidden = true;
  });
}
