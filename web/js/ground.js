// The ground of a map: areas, borders, roads, water and names of places, whole where they are few and in tiles where they are many, and how areas are shaded.

import { Map as MapLibre, NavigationControl } from '../vendor/maplibre-gl.mjs';
import { hatched } from './legend.js';
import { hatchImage, PIXEL_RATIO } from './symbols.js';

/** @import { AddLayerObject } from 'maplibre-gl' */
/** @import { App } from './app.js' */
/** @import { LegendRow, Study } from './types.js' */

/** The sources that the study's ground is drawn from. */
const SOURCES = ['areas', 'districts', 'roads', 'water', 'places'];
/** The deepest zoom that the server cuts. */
const DEEPEST = 14;

/** The corners of a study, south-west and north-east; those of England where none of its places is known. @param {Study} study @returns {[[number, number], [number, number]]} */
export function cornersOf(study) {
  const [west, south, east, north] = study.bounds ?? [-6, 50, 2, 56];
  return [[west, south], [east, north]];
}

/** A map of a whole study, not to be turned or tilted. @param {HTMLElement} container @param {Study} study @param {number} padding  around the study, in pixels @param {string} name  what it shows, for those who cannot see it @returns {import('maplibre-gl').Map} */
export function mapOf(container, study, padding, name) {
  /** @type {import('maplibre-gl').Map} */
  const map = new MapLibre({
    container,
    style: { version: 8, sources: {}, layers: [{ id: 'land', type: 'background', paint: { 'background-color': '#F4F4F2' } }] },
    bounds: cornersOf(study),
    fitBoundsOptions: { padding },
    attributionControl: false,
    clickTolerance: 6,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  map.getCanvas().setAttribute('aria-label', name);
  return map;
}

/** Gives a map its ground. @param {MapLibre} map @param {Study} study */
export function addGround(map, study) {
  const { origin } = location;
  if (study.base_map) {
    map.addSource('base-map', { type: 'raster', tiles: [study.base_map.url], tileSize: 256, attribution: study.base_map.attribution });
    map.addLayer({ id: 'base-map', type: 'raster', source: 'base-map', paint: { 'raster-saturation': -0.7 } });
  }
  if (study.in_tiles) {
    map.addSource('ground', {
      type: 'vector', tiles: [`${origin}/api/tiles/{z}/{x}/{y}`], maxzoom: DEEPEST, promoteId: { areas: 'code' },
      ...(study.bounds ? { bounds: study.bounds } : {}),
    });
  } else {
    map.addSource('areas', { type: 'geojson', data: `${origin}/api/areas.geojson`, promoteId: 'code' });
    map.addSource('districts', { type: 'geojson', data: `${origin}/api/districts.geojson` });
    for (const source of ['roads', 'water', 'places']) map.addSource(source, { type: 'geojson', data: `${origin}/api/${source}.geojson` });
  }
  map.addImage('worse', hatchImage('#0B0C0C', false), { pixelRatio: PIXEL_RATIO });
  map.addImage('no-road', hatchImage('#505A5F', true), { pixelRatio: PIXEL_RATIO });
}

/** A layer of the ground as it is drawn from this study's sources; over a base map areas are seen through. @param {AddLayerObject} layer @param {Study} study @returns {AddLayerObject} */
export function onGround(layer, study) {
  const seen = layer.id === 'areas' && study.base_map && layer.type === 'fill' ? { ...layer, paint: { ...layer.paint, 'fill-opacity': 0.7 } } : layer;
  // The base map has a sea of its own.
  if (SEA.includes(layer.id) && study.base_map) return /** @type {AddLayerObject} */ ({ ...layer, layout: { visibility: 'none' } });
  if (layer.id === 'sites' && layer.type === 'symbol' && study.sites.length > CROWD) return /** @type {AddLayerObject} */ ({ ...layer, ...crowded(layer.layout) });
  if (NAMES.includes(layer.id) && study.sites.length > CROWD) return /** @type {AddLayerObject} */ ({ ...layer, minzoom: NEAR_NAMES });
  if (!study.in_tiles || !('source' in seen) || typeof seen.source !== 'string' || !SOURCES.includes(seen.source)) return seen;
  const fine = FINE.includes(layer.id) ? { minzoom: NEAR } : {};
  return /** @type {AddLayerObject} */ ({ ...seen, ...fine, source: 'ground', 'source-layer': seen.source });
}

/** What lies below the areas. */
const SEA = ['sea', 'sea-edge'];
/** What is too fine to be seen from afar, and would take as long to draw again as the areas themselves. */
const FINE = ['areas-worse', 'areas-no-road', 'areas-edge', 'areas-no-children'];
/** The zoom from which it is drawn. */
const NEAR = 7;
/** Of more sites than these the signs are small from afar, and those that are not open are left out there. */
const CROWD = 300;
/** What names a map and makes room for names; among that many sites only from near by. */
const NAMES = ['names-district', 'names-area', 'names-place', 'site-room'];
const NEAR_NAMES = 8.5;

/** @param {object|undefined} layout @returns {object} */
function crowded(layout) {
  return {
    filter: ['any', ['get', 'open'], ['get', 'altered'], ['>=', ['zoom'], 8.5]],
    layout: { ...layout, 'icon-size': ['interpolate', ['linear'], ['zoom'], 5, 0.22, 8, 0.5, 10, 1] },
  };
}

/** What a map shades its areas with. */
export class Shading {
  /** @param {() => MapLibre} map @param {App} app */
  constructor(map, app) {
    this.map = map;
    this.codes = [...app.areas.keys()];
    this.source = app.study.in_tiles ? { source: 'ground', sourceLayer: 'areas' } : { source: 'areas' };
    /** The class that each area has now. @type {string[]} */
    this.shown = [];
  }

  /** Gives each area its class, and each class the colour of its row in the key. @param {string[]} classes @param {LegendRow[]} rows */
  show(classes, rows) {
    const map = this.map();
    this.codes.forEach((id, i) => {
      const name = classes[i] ?? '';
      if (this.shown[i] !== name) map.setFeatureState({ ...this.source, id }, { class: name });
    });
    this.shown = [...classes];
    map.setPaintProperty('areas', 'fill-color', byClass(rows, (it) => it.colour, '#F4F4F2'));
    map.setPaintProperty('areas-edge', 'line-color', byClass(rows, edgeOn, '#505A5F'));
    map.setPaintProperty('areas-worse', 'fill-opacity', byClass(rows, (it) => (hatched(it.class) ? 0.5 : 0), 0));
    map.setPaintProperty('areas-no-road', 'fill-opacity', byClass(rows, (it) => (it.class === 'no_road' ? 1 : 0), 0));
    map.setPaintProperty('areas-no-children', 'line-opacity', byClass(rows, (it) => (it.class === 'no_children' ? 1 : 0), 0));
  }
}

/** Something of each area from its class. @param {LegendRow[]} rows @param {(row: LegendRow) => string|number} what @param {string|number} otherwise @returns {any} */
const byClass = (rows, what, otherwise) => ['match', ['to-string', ['feature-state', 'class']], ...rows.flatMap((it) => [it.class, what(it)]), otherwise];

/** The edge that contrasts more with a fill: white on dark, grey on light. @param {LegendRow} row */
function edgeOn({ colour }) {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return 0.3 * red + 0.59 * green + 0.11 * blue < 140 ? '#FFFFFF' : '#505A5F';
}
