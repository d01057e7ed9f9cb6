// Dragging a site's sign to another place, by mouse, pen or finger. The scorecard follows while answers come promptly.

import { PROMPT_MS } from './catchment.js';
import { byId } from './elements.js';
import { immovableBecause, placeOf, withPlace } from './plan.js';

/** @import { App } from './app.js' */
/** @import { StudyMap } from './map.js' */
/** @import { Site } from './types.js' */

/** How far a press must go to be a drag and no click, in pixels. */
const SLACK = 6;

export class Dragging {
  /** @param {App} app @param {StudyMap} studyMap */
  constructor(app, studyMap) {
    this.app = app;
    this.studyMap = studyMap;
    /** The sign pressed and not yet let go. @type {{site: Site, pointer: number, x: number, y: number}|null} */
    this.pressed = null;
    this.asking = false;
    /** Whether answers have come promptly in this drag. */
    this.live = true;
    const { map } = studyMap;
    const canvas = map.getCanvas();
    canvas.addEventListener('pointerdown', (event) => this.press(event));
    canvas.addEventListener('pointermove', (event) => this.pull(event));
    canvas.addEventListener('pointerup', (event) => this.drop(event));
    canvas.addEventListener('pointercancel', () => this.cancel());
    // A press on a sign that may be dragged does not move the map.
    for (const press of /** @type {const} */ (['mousedown', 'touchstart'])) {
      map.on(press, (event) => {
        if (this.pressed) event.preventDefault();
      });
    }
    window.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.pressed) return;
      event.stopPropagation();
      this.cancel();
    }, true);
  }

  /** @param {PointerEvent} event */
  press(event) {
    const { app, studyMap } = this;
    if (this.pressed) {
      // A second finger: this is no drag.
      this.cancel();
      return;
    }
    if (event.button !== 0 || !event.isPrimary || app.placing !== null) return;
    const id = studyMap.siteAt({ point: studyMap.pointOf(event) });
    const site = id === null ? undefined : app.sites.get(id);
    if (!site) return;
    const { open } = app.standing(site.id);
    // A press on one of many closed candidates moves the map, unless this very one is selected.
    if (!open && site.id !== app.site) return;
    this.pressed = { site, pointer: event.pointerId, x: event.clientX, y: event.clientY };
    studyMap.map.getCanvas().setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  pull(event) {
    const { app, studyMap, pressed } = this;
    if (!pressed || event.pointerId !== pressed.pointer) return;
    const { site } = pressed;
    if (app.drag === null) {
      if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < SLACK) return;
      const refused = this.refusal(site);
      if (refused !== null) {
        this.pressed = null;
        studyMap.say(refused);
        return;
      }
      studyMap.say('');
      this.live = true;
      // Selecting gives up a site that is only tried, and any drag with it.
      if (app.site !== site.id) app.selectSite(site.id);
      app.drag = { site: site.id, from: placeOf(site, app.standing(site.id)), at: studyMap.placeAt(event) };
      studyMap.map.getCanvas().style.cursor = 'grabbing';
    }
    app.drag.at = studyMap.placeAt(event);
    byId('site-card').classList.add('dragging');
    byId('site-card').classList.toggle('right', studyMap.pointOf(event).x < studyMap.map.getContainer().clientWidth / 2);
    app.tell('drag');
    this.preview();
  }

  /** Why a site does not move, or null where it does. @param {Site} site */
  refusal(site) {
    const { app } = this;
    const fixed = immovableBecause(site);
    if (fixed !== null) return `${site.name} is locked and does not move: it ${fixed}.`;
    if (!app.study.sites_move) return `${site.name} does not move: this study brings its own times and has no roads to time a new place.`;
    if (!app.standing(site.id).open) return `${site.name} is not open in this plan: open it, then move it.`;
    return null;
  }

  /** @param {PointerEvent} event */
  drop(event) {
    const { app, studyMap, pressed } = this;
    this.pressed = null;
    byId('site-card').classList.remove('dragging');
    if (!pressed || app.drag === null) return;
    const at = studyMap.placeAt(event);
    studyMap.map.getCanvas().style.cursor = '';
    app.move(pressed.site.id, at, studyMap.whereIs(at));
    app.tell('drag');
  }

  cancel() {
    const { app, studyMap } = this;
    this.pressed = null;
    byId('site-card').classList.remove('dragging');
    if (app.drag === null) return;
    const { site, from } = app.drag;
    app.drag = null;
    studyMap.map.getCanvas().style.cursor = '';
    if (site === app.adding && from !== null) app.preview(withPlace(app.plan, site, from));
    else if (app.kept !== null) app.cancel();
    else app.tell('answer');
    app.tell('drag');
  }

  /** Asks for the plan as it would be here; while that takes long, only where the site is dropped. */
  async preview() {
    const { app } = this;
    if (this.asking || !this.live) return;
    this.asking = true;
    /** @type {[number, number]|null} */
    let last = null;
    while (app.drag !== null && this.live && app.drag.at !== last) {
      last = app.drag.at;
      const began = performance.now();
      await app.preview(withPlace(app.plan, app.drag.site, last));
      this.live = performance.now() - began < PROMPT_MS;
    }
    this.asking = false;
  }
}
