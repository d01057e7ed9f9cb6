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
function showLabels({ study }) {
  const illustrative = byId('illustrative');
  illustrative.hidden = study.illustrative.length === 0;
  const [first = '', ...rest] = study.illustrative;
  const last = rest.pop();
  const listed = last === undefined ? first : `${[first, ...rest].join(', ')} and ${last}`;
  illustrative.replaceChildren(make('strong', {}, 'Illustrative'), ` ${listed}: made up to show the program, not published figures`);
  byId('settings').textContent = [...study.settings, `Fairreach ${study.version}`].join(' · ');
  byId('attribution').textContent = study.attribution.join(' · ');
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
  const asMap = control('view-map', HTMLButtonElement);
  const asTable = control('view-table', HTMLButtonElement);
  /** @param {boolean} table */
  const show = (table) => {
    byId('map').hidden = table;
    byId('area-card').classList.toggle('over-table', table);
    byId('areas-table').hidden = !table;
    byId('symbols').hidden = table;
    asMap.setAttribute('aria-pressed', String(!table));
    asTable.setAttribute('aria-pressed', String(table));
  };
  asMap.addEventListener('click', () => show(false));
  asTable.addEventListener('click', () => show(true));
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
