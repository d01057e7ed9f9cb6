// The frame around the panels: names, labels that are always visible, help, problems, folding, the view.

import { byId, control, make } from './elements.js';

/** @import { App } from './app.js' */

/** @param {App} app */
export function showFrame(app) {
  const { study } = app;
  document.title = `${study.name} - Fairreach`;
  byId('study-name').textContent = study.name;
  showLabels(app);
  showHelp();
  showViews();
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
  byId('attribution').textContent = study.attribution.join(' · ');
}

/** What shapes the figures of the mode chosen. @param {App} app */
function showSettings({ study, mode }) {
  const settings = study.modes.find((it) => it.name === mode)?.settings ?? [];
  byId('settings').textContent = [...settings, `Fairreach ${study.version}`].join(' · ');
}

function showHelp() {
  const steps = byId('steps');
  const help = control('help', HTMLButtonElement);
  const seen = 'fairreach-help-seen';
  /** @param {boolean} open */
  const show = (open) => {
    steps.hidden = !open;
    help.setAttribute('aria-expanded', String(open));
  };
  help.addEventListener('click', () => show(steps.hidden === true));
  byId('steps-done').addEventListener('click', () => {
    show(false);
    help.focus();
    remember(seen);
  });
  show(!remembered(seen));
}

/** Whether this browser keeps a mark; one that keeps nothing shows the help each time. @param {string} key */
function remembered(key) {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

/** @param {string} key */
function remember(key) {
  try {
    localStorage.setItem(key, '1');
  } catch {
    // A browser that keeps nothing shows the help again, which does no harm.
  }
}

function showViews() {
  const views = /** @type {const} */ (['map', 'table', 'frontier', 'kept']);
  /** What each view shows in the middle of the page. */
  const shown = { map: 'map', table: 'areas-table', frontier: 'frontier', kept: 'kept' };
  /** @param {typeof views[number]} chosen */
  const show = (chosen) => {
    for (const view of views) {
      byId(shown[view]).hidden = view !== chosen;
      control(`view-${view}`, HTMLButtonElement).setAttribute('aria-pressed', String(view === chosen));
    }
    byId('area-card').classList.toggle('over-table', chosen === 'table');
    byId('symbols').hidden = chosen !== 'map';
  };
  for (const view of views) control(`view-${view}`, HTMLButtonElement).addEventListener('click', () => show(view));
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
