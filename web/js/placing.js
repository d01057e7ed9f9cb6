// Putting a site on the map without dragging: click a place, or move the map under the cross and press Enter.

import { button, byId, control, make } from './elements.js';
import { placeNamed } from './place-named.js';
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
      make('p', {}, make('strong', {}, `Where should ${what} be?`), ' Click the map, or use arrow keys and Enter.'),
      make('div', { class: 'row' },
        button('Put it at the cross', () => put(centre(studyMap)), { id: 'placing-put' }),
        button('Cancel', cancel, { id: 'placing-cancel', class: 'quiet' })),
      atNamed(app, put));
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

/** A place by its name or postcode, for whoever does not point. @param {App} app @param {(at: [number, number]) => Promise<void>} put */
function atNamed(app, put) {
  const input = make('input', { id: 'placing-name', autocomplete: 'off', size: 14 });
  const says = make('span', { class: 'small', role: 'status' });
  const go = async () => {
    const found = await placeNamed(app, input.value);
    if (typeof found === 'string') says.textContent = found;
    else await put(found.at);
  };
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    void go();
  });
  const what = app.study.postcodes ? 'area or postcode' : 'area';
  return make('details', {}, make('summary', {}, `or at an ${what}`),
    make('div', { class: 'row' }, make('label', { for: 'placing-name' }, what.charAt(0).toUpperCase() + what.slice(1)), input, button('Put it there', () => void go(), { id: 'placing-named', class: 'quiet' }), says));
}

/** @param {StudyMap} studyMap @returns {[number, number]} */
function centre({ map }) {
  const { lng, lat } = map.getCenter();
  return [lng, lat];
}
