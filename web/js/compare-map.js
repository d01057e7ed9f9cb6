// One map of the comparison: a plan's areas and centres, to be looked at beside another's.

import { addGround, mapOf, onGround, Shading } from './ground.js';
import { layers } from './layers.js';
import { namesOf } from './names.js';
import { addedSites, placeOf, standingToday } from './plan.js';
import { imageName, PIXEL_RATIO, shapeOf, siteImage, stateOf } from './symbols.js';

/** @import { App } from './app.js' */
/** @import { LegendRow } from './types.js' */
/** @import { Plan } from './plan.js' */

/** What a map of the comparison draws; nothing on it is selected or dragged. */
const DRAWN = ['sea', 'sea-edge', 'areas', 'areas-worse', 'areas-no-road', 'lakes', 'areas-edge', 'areas-no-children', 'coast', 'roads-major-casing', 'roads-major', 'districts-casing', 'districts', 'names-place', 'site-names', 'names-district', 'site-room', 'sites'];

export class CompareMap {
  /** @param {App} app @param {HTMLElement} container @param {string} name  what it shows, for those who cannot see it */
  constructor(app, container, name) {
    this.app = app;
    this.map = mapOf(container, app.study, 12, name);
    this.shading = new Shading(() => this.map, app);
    this.ready = new Promise((resolve) => {
      this.map.on('load', () => {
        addGround(this.map, app.study);
        this.map.addSource('sites', { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
        this.map.addSource('names', { type: 'geojson', data: namesOf(app) });
        for (const layer of layers) if (DRAWN.includes(layer.id)) this.map.addLayer(onGround(layer, app.study));
        resolve(null);
      });
    });
  }

  /** @param {string[]} classes @param {LegendRow[]} rows @param {Plan} plan */
  async show(classes, rows, plan) {
    await this.ready;
    this.shading.show(classes, rows);
    /** @type {import('maplibre-gl').GeoJSONSource|undefined} */ (this.map.getSource('sites'))?.setData(this.sites(plan));
  }

  /** @param {Plan} plan @returns {GeoJSON.FeatureCollection} */
  sites(plan) {
    const { app, map } = this;
    const features = [...app.study.sites, ...addedSites(app.study, plan)].flatMap((site) => {
      const standing = plan.get(site.id) ?? standingToday(app.study, site);
      const at = placeOf(site, standing);
      // What is neither open nor closed by the plan only fills the picture.
      if (at === null || (!standing.open && site.status === 'candidate')) return [];
      const state = stateOf(site, standing, standingToday(app.study, site));
      const shape = shapeOf(app.study, standing.tier);
      const icon = imageName(shape, state);
      if (!map.hasImage(icon)) map.addImage(icon, siteImage(shape, state), { pixelRatio: PIXEL_RATIO });
      /** @type {GeoJSON.Feature} */
      const feature = { type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties: { id: site.id, name: site.name, icon, order: 1, open: standing.open, altered: true } };
      return [feature];
    });
    return { type: 'FeatureCollection', features };
  }
}

/** Maps that move together. @param {CompareMap[]} maps */
export function link(maps) {
  let moving = false;
  for (const one of maps) {
    one.map.on('move', () => {
      if (moving) return;
      moving = true;
      for (const other of maps) if (other !== one) other.map.jumpTo({ center: one.map.getCenter(), zoom: one.map.getZoom() });
      moving = false;
    });
  }
}
