// The plan: its name, its changes, undo and redo, and the scenarios written in the study.

import { byId, button, control, make } from './elements.js';
import { lay, siteOf, standingToday, today } from './plan.js';

/** @import { App } from './app.js' */
/** @import { Change } from './types.js' */

/** @param {App} app */
export function showPlan(app) {
  const undo = control('undo', HTMLButtonElement);
  const redo = control('redo', HTMLButtonElement);
  const back = control('back', HTMLButtonElement);
  undo.addEventListener('click', () => app.undo());
  redo.addEventListener('click', () => app.redo());
  back.addEventListener('click', () => app.act(today(app.study), 'Back to today'));
  document.addEventListener('keydown', (event) => shortcut(app, event));
  showScenarios(app);
  const follow = () => {
    const told = app.told;
    byId('plan-state').textContent = told.length === 0 ? 'Today, unchanged' : `Draft with ${told.length} ${told.length === 1 ? 'change' : 'changes'}`;
    byId('changes').replaceChildren(...told.map((it) => row(app, it)));
    setEnabled(undo, app.history.past.length > 0, redo);
    setEnabled(redo, app.history.future.length > 0, undo);
    setEnabled(back, told.length > 0, undo);
    undo.title = app.history.past.length > 0 ? `Undo: ${app.history.present.act} (Ctrl+Z)` : '';
    redo.title = app.history.future.at(-1)?.act ?? '';
  };
  app.on('plan', follow);
  follow();
}

/**
 * A button that is no longer of use hands the focus on, so that the keyboard never falls off the page.
 * @param {HTMLButtonElement} it
 * @param {boolean} enabled
 * @param {HTMLButtonElement} next
 */
function setEnabled(it, enabled, next) {
  const focused = document.activeElement === it;
  it.disabled = !enabled;
  if (focused && !enabled) (next.disabled ? byId('plan') : next).focus();
}

/** @param {App} app @param {KeyboardEvent} event */
function shortcut(app, event) {
  const typing = event.target instanceof HTMLTextAreaElement || (event.target instanceof HTMLInputElement && event.target.type !== 'radio');
  if (typing || !(event.ctrlKey || event.metaKey)) return;
  const key = event.key.toLowerCase();
  if (key === 'z' && !event.shiftKey) app.undo();
  else if (key === 'y' || (key === 'z' && event.shiftKey)) app.redo();
  else return;
  event.preventDefault();
}

/** @param {App} app @param {{change: Change, text: string}} told */
function row(app, { change, text }) {
  const id = siteOf(change);
  const site = app.sites.get(id);
  if (!site || id === app.adding) return make('li', {}, text);
  const added = app.standing(id).added !== null;
  const word = added ? 'Remove' : 'Put back';
  const act = `${word} ${site.name}`;
  const putBack = button(word, () => {
    if (added) app.remove(id);
    else app.set(id, standingToday(app.study, site), act);
    byId('plan').focus();
  }, { class: 'quiet', 'aria-label': act });
  return make('li', {}, make('span', {}, text), putBack);
}

/** @param {App} app */
function showScenarios(app) {
  const { scenarios } = app.study;
  const select = control('scenario', HTMLSelectElement);
  byId('scenario-row').hidden = scenarios.length === 0;
  select.append(
    make('option', { value: '' }, 'choose a plan'),
    ...scenarios.map((it, place) => make('option', { value: place }, it.name)),
  );
  select.addEventListener('change', () => {
    const scenario = select.value === '' ? undefined : scenarios[Number(select.value)];
    if (scenario) app.act(lay(app.study, scenario.changes), `Start from ${scenario.name}`);
    select.value = '';
  });
}
