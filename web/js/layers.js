// How the map is drawn, from the ground up: areas, their patterns and edges, roads, the selection, sites.

import { DASHES } from './reached.js';

/** @import { AddLayerObject } from 'maplibre-gl' */

/** Widths of a road that grow with the zoom. @param {number} far @param {number} near @returns {any} */
const width = (far, near) => ['interpolate', ['exponential', 1.5], ['zoom'], 8, far, 15, near];

/** @type {(classes: string[]) => any} */
const roadsOf = (classes) => ['in', ['get', 'class'], ['literal', classes]];

const NOTHING = /** @type {any} */ (['==', ['get', 'code'], '']);

/** The line around what a site reaches: solid for the nearest, then dashed, then dotted, on a white casing. @type {AddLayerObject[]} */
const catchment = [
  { id: 'catchment-casing', type: 'line', source: 'catchment', layout: { 'line-join': 'round' }, paint: { 'line-color': '#FFFFFF', 'line-width': 5, 'line-opacity': 0.85 } },
  ...DASHES.map((dash, rank) => /** @type {AddLayerObject} */ ({
    id: `catchment-${rank}`, type: 'line', source: 'catchment', filter: ['==', ['get', 'rank'], rank],
    layout: { 'line-join': 'round' },
    paint: { 'line-color': '#0B0C0C', 'line-width': 2.2, ...(dash[1] === 0 ? {} : { 'line-dasharray': dash }) },
  })),
  {
    id: 'catchment-label', type: 'symbol', source: 'catchment',
    layout: { 'symbol-placement': 'line', 'symbol-spacing': 200, 'text-max-angle': 60, 'text-field': ['get', 'label'], 'text-size': 12.5, 'text-font': ['sans-serif'], 'text-padding': 8 },
    paint: { 'text-color': '#0B0C0C', 'text-halo-color': '#FFFFFF', 'text-halo-width': 2.4 },
  },
];

/** The names of districts, the most people first where there is no room for all; of areas once they are large. @type {AddLayerObject[]} */
const names = [['district', 12.5, 0, 24], ['area', 12, 11.5, 24]].map(([kind, size, from, to]) => /** @type {any} */ ({
  id: `names-${kind}`, type: 'symbol', source: 'names', filter: ['==', ['get', 'kind'], kind], minzoom: from, maxzoom: to,
  layout: {
    'text-field': ['get', 'name'], 'text-size': size, 'text-font': ['sans-serif'], 'text-max-width': 7, 'text-padding': 1, 'symbol-sort-key': ['get', 'order'],
    'text-variable-anchor': ['center', 'right', 'left', 'bottom', 'top', 'bottom-right', 'top-left'], 'text-radial-offset': 1.1, 'text-justify': 'auto',
    ...(kind === 'district' ? { 'text-letter-spacing': 0.06 } : {}),
  },
  paint: { 'text-color': '#0B0C0C', 'text-halo-color': '#FFFFFF', 'text-halo-width': 2, 'text-opacity': 0.92 },
}));

/** @type {AddLayerObject[]} */
export const layers = [
  { id: 'areas', type: 'fill', source: 'areas', paint: { 'fill-color': '#F4F4F2', 'fill-antialias': true } },
  { id: 'areas-worse', type: 'fill', source: 'areas', paint: { 'fill-pattern': 'worse', 'fill-opacity': 0 } },
  { id: 'areas-no-road', type: 'fill', source: 'areas', paint: { 'fill-pattern': 'no-road', 'fill-opacity': 0 } },
  { id: 'areas-edge', type: 'line', source: 'areas', paint: { 'line-color': '#505A5F', 'line-width': ['interpolate', ['linear'], ['zoom'], 6, 0, 8, 0.4, 10, 0.8] } },
  { id: 'areas-no-children', type: 'line', source: 'areas', paint: { 'line-color': '#505A5F', 'line-width': 1.5, 'line-dasharray': [1, 2], 'line-opacity': 0 } },
  { id: 'roads-minor', type: 'line', source: 'roads', minzoom: 10, filter: roadsOf(['minor']), paint: { 'line-color': '#505A5F', 'line-opacity': 0.45, 'line-width': width(0.2, 2.5) } },
  { id: 'roads-tertiary', type: 'line', source: 'roads', filter: roadsOf(['tertiary']), paint: { 'line-color': '#505A5F', 'line-opacity': 0.75, 'line-width': width(0.5, 4) } },
  {
    id: 'roads-major-casing', type: 'line', source: 'roads', filter: roadsOf(['secondary', 'primary', 'trunk', 'motorway']),
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': '#505A5F', 'line-width': width(1.8, 10) },
  },
  {
    id: 'roads-major', type: 'line', source: 'roads', filter: roadsOf(['secondary', 'primary', 'trunk', 'motorway']),
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': '#FFFFFF', 'line-width': width(0.7, 7.5) },
  },
  { id: 'districts-casing', type: 'line', source: 'districts', layout: { 'line-cap': 'round' }, paint: { 'line-color': '#FFFFFF', 'line-width': 4 } },
  { id: 'districts', type: 'line', source: 'districts', layout: { 'line-cap': 'round' }, paint: { 'line-color': '#0B0C0C', 'line-width': 2 } },
  { id: 'area-selected-casing', type: 'line', source: 'areas', filter: NOTHING, paint: { 'line-color': '#0B0C0C', 'line-width': 6 } },
  { id: 'area-selected', type: 'line', source: 'areas', filter: NOTHING, paint: { 'line-color': '#FFDD00', 'line-width': 3 } },
  ...catchment,
  { id: 'moves', type: 'line', source: 'moves', paint: { 'line-color': '#0B0C0C', 'line-width': 2, 'line-dasharray': [2, 2] } },
  { id: 'moved-from', type: 'circle', source: 'moves', filter: ['==', ['geometry-type'], 'LineString'], paint: { 'circle-radius': 4, 'circle-color': '#FFFFFF', 'circle-stroke-color': '#0B0C0C', 'circle-stroke-width': 1.5 } },
  ...names,
  // Names make room for every site: the pictures of sites have margins that would take too much of it.
  {
    id: 'site-room', type: 'symbol', source: 'sites',
    layout: { 'text-field': '\u25A0', 'text-size': 12, 'text-font': ['sans-serif'], 'text-allow-overlap': true, 'text-padding': 0 },
    paint: { 'text-opacity': 0 },
  },
  {
    id: 'site-names', type: 'symbol', source: 'sites', minzoom: 9, filter: ['get', 'open'],
    layout: { 'text-field': ['get', 'name'], 'text-size': 12, 'text-anchor': 'top', 'text-offset': [0, 1.1], 'text-max-width': 9, 'text-font': ['sans-serif'] },
    paint: { 'text-color': '#0B0C0C', 'text-halo-color': '#FFFFFF', 'text-halo-width': 1.8 },
  },
  {
    id: 'sites', type: 'symbol', source: 'sites',
    layout: { 'icon-image': ['get', 'icon'], 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'symbol-sort-key': ['get', 'order'] },
  },
  { id: 'site-ring', type: 'symbol', source: 'sites', filter: NOTHING, layout: { 'icon-image': 'ring', 'icon-allow-overlap': true, 'icon-ignore-placement': true } },
  { id: 'drag-line', type: 'line', source: 'drag', paint: { 'line-color': '#0B0C0C', 'line-width': 2, 'line-dasharray': [2, 2] } },
  {
    id: 'drag-site', type: 'symbol', source: 'drag', filter: ['==', ['geometry-type'], 'Point'],
    layout: { 'icon-image': ['get', 'icon'], 'icon-allow-overlap': true, 'icon-ignore-placement': true },
  },
];
