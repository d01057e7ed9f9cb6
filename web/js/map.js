// The map: areas, the study's own roads, sites. Shows what the app knows and tells it what is pointed at.

import { Point, ScaleControl } from '../vendor/maplibre-gl.mjs';
import { byId } from './elements.js';
import { addGround, cornersOf, mapOf, onGround, Shading } from './ground.js';
import { namesOf } from './names.js';
import { addedSites, placeOf, standingToday } from './plan.js';
import { rankOf } from './reached.js';
import { imageName, PIXEL_RATIO, ringImage, shapeOf, siteImage, stateOf } from './symbols.js';
import { layers } from './layers.js';

/** @import { App } from './app.js' */
/** @import { Readout } from './area-card.js' */
/** @import { Site } from './types.js' */
/** @import { Standing } from './plan.js' */
/** @import { GeoJSONSource } from 'maplibre-gl' */

export class StudyMap {
  /**
   * @param {App} app
   * @param {Readout} readout
   */
  constructor(app, readout) {
    this.app = app;
    this.readout = readout;
    this.loaded = false;
    /** Takes a click where something is to be placed, and tells whether it did. @type {(at: [number, number]) => boolean} */
    this.placer = () => false;
    /** @type {Shading} */
    this.shading = new Shading(() => this.map, app);
    /** Whether the reader has moved the map; until then it shows the whole study at any size. */
    this.moved = false;
    /** Whether the figures have an answer that the map has not yet. */
    this.behind = false;
    /** @type {import('maplibre-gl').Map} */
    this.map = mapOf(byId('map'), app.study, 24, 'Map of the areas and centres. Arrow keys move it, plus and minus zoom. The list of centres and the table of areas carry the same information.');
    this.map.keyboard.disableRotation();
    this.map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-right');
    this.map.on('load', () => this.fill());
    this.map.on('idle', () => {
      if (this.loaded && !this.behind && !app.busy && app.answer) document.body.dataset.idle = '';
    });
    this.map.on('movestart', (event) => {
      if ('originalEvent' in event && event.originalEvent) this.moved = true;
    });
    new ResizeObserver(() => {
      this.map.resize();
      if (!this.moved) this.map.fitBounds(cornersOf(app.study), { padding: 24, animate: false });
    }).observe(byId('map'));
  }

  fill() {
    const { map, app } = this;
    addGround(map, app.study);
    map.addSource('catchment', { type: 'geojson', data: this.catchment() });
    map.addSource('drag', { type: 'geojson', data: NOBODY });
    map.addSource('sites', { type: 'geojson', data: this.sites() });
    map.addSource('names', { type: 'geojson', data: namesOf(app) });
    map.addSource('moves', { type: 'geojson', data: this.moves() });
    map.addImage('ring', ringImage(), { pixelRatio: PIXEL_RATIO });
    for (const layer of layers) map.addLayer(onGround(layer, app.study));
    this.loaded = true;
    this.listen();
    app.on('answer', () => this.followPainted());
    app.on('shade', () => this.shade());
    app.on('site', () => this.select());
    app.on('area', () => this.select());
    app.on('drag', () => this.followDrag());
    app.on('catchment', () => this.fillSource('catchment', this.catchment()));
    if (app.answer) this.follow();
  }

  /** Follows an answer once its figures are painted: where no graphics card draws the map it takes longer than all of them. */
  followPainted() {
    if (this.behind) return;
    this.behind = true;
    requestAnimationFrame(() => window.setTimeout(() => {
      this.behind = false;
      this.follow();
    }));
  }

  /** Everything that belongs to one answer, at once. */
  follow() {
    this.fillSource('sites', this.sites());
    this.fillSource('moves', this.moves());
    // A site that was let go stays where it was dropped until the answer has it there.
    if (this.app.drag === null) this.fillSource('drag', NOBODY);
    this.shade();
    this.select();
  }

  /** @param {string} id @param {GeoJSON.FeatureCollection} data */
  fillSource(id, data) {
    /** @type {GeoJSONSource|undefined} */ (this.map.getSource(id))?.setData(data);
  }

  /** The sites that the last answer is about. @returns {Site[]} */
  answered() {
    const { app } = this;
    return [...app.study.sites, ...addedSites(app.study, app.answered)];
  }

  /** From where to where the plan moves sites. @returns {GeoJSON.FeatureCollection} */
  moves() {
    const { app } = this;
    /** @type {GeoJSON.Feature[]} */
    const features = app.study.sites.flatMap(({ id, lon, lat }) => {
      const to = app.answered.get(id)?.to;
      if (!to || lon === null || lat === null || id === app.drag?.site) return [];
      return [line([lon, lat], to)];
    });
    return { type: 'FeatureCollection', features };
  }

  /** The sites as the last answer's plan has them; one that is dragged, where it was. @returns {GeoJSON.FeatureCollection} */
  sites() {
    const { app } = this;
    const features = this.answered().flatMap((site) => {
      const standing = app.answered.get(site.id) ?? standingToday(app.study, site);
      const at = app.drag?.site === site.id ? app.drag.from : placeOf(site, standing);
      if (at === null) return [];
      const { icon, fill } = this.sign(site, standing);
      const order = site.id === app.site ? 2 : fill === 'candidate' ? 0 : 1;
      /** @type {GeoJSON.Feature} */
      const feature = { type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties: { id: site.id, name: site.name, icon, order, open: standing.open, altered: fill === 'closed' } };
      return [feature];
    });
    return { type: 'FeatureCollection', features };
  }

  /** The image of a site's sign, drawn when first asked for. @param {Site} site @param {Standing} standing */
  sign(site, standing) {
    const { app, map } = this;
    const shape = shapeOf(app.study, standing.tier);
    const state = stateOf(site, standing, standingToday(app.study, site));
    const icon = imageName(shape, state);
    if (!map.hasImage(icon)) map.addImage(icon, siteImage(shape, state), { pixelRatio: PIXEL_RATIO });
    return { icon, fill: state.fill };
  }

  /** The dragged site at the pointer, its ghost where it stood, a line between them. */
  followDrag() {
    const { app, map } = this;
    const { drag } = app;
    map.setPaintProperty('sites', 'icon-opacity', drag === null ? 1 : ['case', ['==', ['get', 'id'], drag.site], 0.4, 1]);
    map.setPaintProperty('site-ring', 'icon-opacity', drag === null ? 1 : 0);
    const site = drag === null ? undefined : app.sites.get(drag.site);
    if (drag === null || !site) return;
    const { icon } = this.sign(site, app.standing(site.id));
    /** @type {GeoJSON.Feature} */
    const held = { type: 'Feature', geometry: { type: 'Point', coordinates: drag.at }, properties: { icon } };
    this.fillSource('drag', { type: 'FeatureCollection', features: drag.from === null ? [held] : [line(drag.from, drag.at), held] });
  }

  /** What the selected site reaches, the furthest below. @returns {GeoJSON.FeatureCollection} */
  catchment() {
    const shapes = this.app.catchment?.shapes ?? [];
    const features = shapes.flatMap(({ geometry, properties: { minutes } }, place) => (geometry === null ? [] : [
      /** @type {GeoJSON.Feature} */ ({ type: 'Feature', geometry, properties: { rank: rankOf(place), label: `${minutes} min` } }),
    ]));
    return { type: 'FeatureCollection', features: features.reverse() };
  }

  /** Gives each area its class, and each class the colour of its row in the key. */
  shade() {
    const { app, map } = this;
    if (!app.answer || !this.loaded) return;
    delete document.body.dataset.idle;
    this.shading.show(this.classes(), app.answer.legend[app.shade]);
    map.triggerRepaint();
  }

  /** The class of each area under the shading chosen, in the order of areas. @returns {string[]} */
  classes() {
    return this.app.answer?.classes[this.app.shade] ?? [];
  }

  select() {
    const { app, map } = this;
    map.setFilter('site-ring', ['==', ['get', 'id'], app.site ?? '']);
    for (const layer of ['area-selected-casing', 'area-selected']) map.setFilter(layer, ['==', ['get', 'code'], app.area ?? '']);
    const site = app.site === null ? undefined : app.sites.get(app.site);
    const place = site ? placeOf(site, app.answered.get(site.id) ?? app.plan.get(site.id)) : null;
    if (place === null || app.drag !== null) return;
    const [lon, lat] = place;
    if (!map.getBounds().contains([lon, lat])) map.easeTo({ center: [lon, lat], animate: false });
    const at = map.project([lon, lat]);
    byId('site-card').classList.toggle('right', at.x < map.getContainer().clientWidth / 2);
  }

  listen() {
    const { app, map, readout } = this;
    map.on('click', (event) => {
      this.say('');
      const site = this.siteAt(event);
      if ((site === null || app.placing !== null) && this.placer([event.lngLat.lng, event.lngLat.lat])) return;
      if (site !== null) app.selectSite(site === app.site && site !== app.adding ? null : site);
      else {
        const area = this.areaAt(event);
        app.selectArea(area === app.area ? null : area);
        if (app.area !== null) readout.nearby(event.lngLat.lng, event.lngLat.lat);
      }
    });
    map.on('mousemove', (event) => {
      if (app.drag !== null) {
        readout.point(null, null);
        return;
      }
      const site = this.siteAt(event);
      // Where something is being placed, nothing may lie over the place.
      const placing = app.placing !== null || app.adding !== null;
      const area = site === null && !placing ? this.areaAt(event) : null;
      map.getCanvas().style.cursor = placing ? 'crosshair' : site !== null || area !== null ? 'pointer' : '';
      const form = byId('site-card');
      const right = form.hidden ? event.point.x < map.getContainer().clientWidth / 2 : !form.classList.contains('right');
      byId('area-card').classList.toggle('right', right);
      readout.point(placing ? null : site, area);
      app.rest(placing ? null : site);
    });
    map.getCanvas().addEventListener('mouseleave', () => {
      readout.point(null, null);
      app.rest(null);
    });
  }

  /** Says why something on the map cannot be done; nothing clears it. @param {string} text */
  say(text) {
    const says = byId('map-says');
    says.textContent = text;
    says.hidden = text === '';
  }

  /** The map as an image of its own: drawn and read in one breath, since it is gone once the browser has shown it. */
  picture() {
    this.map.redraw();
    return this.map.getCanvas().toDataURL();
  }

  /** Brings a place to the middle, no further off than a zoom. @param {[number, number]} at @param {number} [zoom] */
  goTo(at, zoom = Math.max(this.map.getZoom(), 11)) {
    this.moved = true;
    this.map.jumpTo({ center: at, zoom });
  }

  /** A pointer's place on the map, in its pixels. @param {PointerEvent} event */
  pointOf(event) {
    const frame = this.map.getCanvas().getBoundingClientRect();
    return new Point(event.clientX - frame.left, event.clientY - frame.top);
  }

  /** A pointer's place on the ground. @param {PointerEvent} event @returns {[number, number]} */
  placeAt(event) {
    const { lng, lat } = this.map.unproject(this.pointOf(event));
    return [lng, lat];
  }

  /** The name of the area that a place lies in, in words after "to". @param {[number, number]} at */
  whereIs(at) {
    const code = this.areaAt({ point: this.map.project(at) });
    return (code === null ? undefined : this.app.areas.get(code)?.name) ?? 'the place picked';
  }

  /** The site within 12 pixels, a target of 24. @param {{point: Point}} event @returns {string|null} */
  siteAt({ point }) {
    const found = this.map.queryRenderedFeatures([[point.x - 4, point.y - 4], [point.x + 4, point.y + 4]], { layers: ['sites'] });
    // Of signs that lie over one another the one drawn last, then the nearest.
    const near = found.map(({ geometry, properties: it }) => {
      const at = geometry.type === 'Point' ? this.map.project(/** @type {[number, number]} */ (geometry.coordinates)) : point;
      return { id: it['id'], order: Number(it['order']), far: point.dist(at) };
    });
    near.sort((a, b) => b.order - a.order || a.far - b.far);
    return near[0]?.id ?? null;
  }

  /** @param {{point: Point}} event @returns {string|null} */
  areaAt({ point }) {
    return this.map.queryRenderedFeatures(point, { layers: ['areas'] })[0]?.properties['code'] ?? null;
  }
}

/** @type {GeoJSON.FeatureCollection} */
const NOBODY = { type: 'FeatureCollection', features: [] };

/** @param {[number, number]} from @param {[number, number]} to @returns {GeoJSON.Feature} */
const line = (from, to) => ({ type: 'Feature', geometry: { type: 'LineString', coordinates: [from, to] }, properties: {} });
