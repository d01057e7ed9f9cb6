// Putting a site on the map without dragging: click a place, or move the map under the cross and press Enter.

import { button, byId, control, make } from './elements.js';
import { withPlace } from './plan.js';

/** @import { App } from './app.js' */
/** @import { StudyMap } from './map.js' */

/** @param {App} app @param {StudyMap} studyMap */
export function showPlacing(app, studyMap) {
  const { map } = studyMap;
  const add = control('add-site', HTMLButtonElement);
  const bar = byId('placing');
  const canvas = map.getCanvas();
  add.hidden = !app.study.sites_move;
  byId('add-site-not').hidden = app.study.sites_move;
  add.addEventListener('click', async () => {
    if (app.placing?.site === null) return cancel();
    await app.cancel();
    app.selectSite(null);
    app.arm({ site: null });
  });

  const cancel = () => {
    const site = app.placing?.site ?? null;
    app.arm(null);
    (document.getElementById(site === null ? 'add-site' : 'site-pick') ?? add).focus();
  };

  /** @param {[number, number]} at */
  const put = async (at) => {
    const site = app.placing?.site;
    if (site === undefined) return;
    if (site === null) await app.tryNew(at);
    else {
      const moved = app.move(site, at, studyMap.whereIs(at));
      document.getElementById('site-pick')?.focus();
      await moved;
    }
  };

  app.on('placing', () => {
    const { placing } = app;
    byId('crosshair').hidden = bar.hidden = placing === null;
    add.setAttribute('aria-pressed', String(placing?.site === null));
    if (placing === null) {
      canvas.style.cursor = '';
      return;
    }
    control('view-map', HTMLButtonElement).click();
    const what = placing.site === null ? 'a new site' : app.sites.get(placing.site)?.name ?? placing.site;
    bar.replaceChildren(
      make('p', {}, make('strong', {}, `Where should ${what} be?`), ' Click the map, or move it under the cross with the arrow keys and press Enter.'),
      make('div', { class: 'row' },
        button('Put it at the cross', () => put(centre(studyMap)), { id: 'placing-put' }),
        button('Cancel', cancel, { id: 'placing-cancel', class: 'quiet' })));
    canvas.style.cursor = 'crosshair';
    canvas.focus();
  });
  canvas.addEventListener('keydown', (event) => {
    if (app.placing === null || event.key !== 'Enter') return;
    event.preventDefault();
    put(centre(studyMap));
  });
  // Before any other: this Escape is about nothing else.
  window.addEventListener('keydown', (event) => {
    if (app.placing === null || event.key !== 'Escape') return;
    event.stopPropagation();
    cancel();
  }, true);
  studyMap.placer = (at) => {
    if (app.placing !== null) put(at);
    else if (app.adding !== null) app.preview(withPlace(app.plan, app.adding, at));
    else return false;
    return true;
  };
}

/** @param {StudyMap} studyMap @returns {[number, number]} */
function centre({ map }) {
  const { lng, lat } = map.getCenter();
  return [lng, lat];
}
