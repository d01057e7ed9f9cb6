// How the map is drawn, from the ground up: the sea, areas, their patterns and edges, lakes and rivers, roads, the selection, sites.

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

/** @type {(kinds: string[]) => any} */
const waterOf = (kinds) => ['in', ['get', 'kind'], ['literal', kinds]];

/** The names of places that the roads' own file tells, the greatest first. @type {AddLayerObject} */
const places = {
  id: 'names-place', type: 'symbol', source: 'places', minzoom: 8,
  filter: ['any', ['in', ['get', 'kind'], ['literal', ['city', 'town']]], ['all', ['>=', ['zoom'], 10], ['==', ['get', 'kind'], 'village']], ['>=', ['zoom'], 12]],
  layout: {
    'text-field': ['get', 'name'], 'text-size': ['match', ['get', 'kind'], 'city', 14, 'town', 13, 12], 'text-font': ['sans-serif'], 'text-max-width': 8, 'text-padding': 2,
    'symbol-sort-key': ['match', ['get', 'kind'], 'city', 0, 'town', 1, 'village', 2, 'suburb', 3, 4],
    'text-variable-anchor': ['center', 'right', 'left', 'bottom', 'top'], 'text-radial-offset': 0.9, 'text-justify': 'auto',
  },
  paint: { 'text-color': '#383F43', 'text-halo-color': '#FFFFFF', 'text-halo-width': 1.8 },
};

/** Where a name may stand beside its place, the best first, in ems; a district's also further off, which is still in it. */
const BESIDE = ['center', [0, 0], 'right', [-0.9, 0], 'left', [0.9, 0], 'bottom', [0, -0.9], 'top', [0, 0.9]];
const FURTHER = ['bottom-right', [-1.5, -1.5], 'top-left', [1.5, 1.5], 'bottom-left', [1.5, -1.5], 'top-right', [-1.5, 1.5]];

/** The names of districts, the most people first where there is no room for all; or those of areas. @param {'district'|'area'} kind @param {any} where @param {number} minzoom @returns {AddLayerObject} */
const names = (kind, where, minzoom) => ({
  id: `names-${kind}`, type: 'symbol', source: 'names', filter: ['==', ['get', 'kind'], kind], minzoom,
  layout: {
    'text-field': ['get', 'name'], 'text-size': 12, 'text-font': ['sans-serif'], 'text-max-width': 7, 'text-padding': 1, 'symbol-sort-key': ['get', 'order'],
    'text-variable-anchor-offset': where, 'text-justify': 'auto', 'text-letter-spacing': kind === 'district' ? 0.04 : 0,
  },
  paint: { 'text-color': '#0B0C0C', 'text-halo-color': '#FFFFFF', 'text-halo-width': 2, 'text-opacity': 0.92 },
});

/** @type {AddLayerObject[]} */
export const layers = [
  { id: 'sea', type: 'fill', source: 'water', filter: waterOf(['sea']), paint: { 'fill-color': '#DDE6EC', 'fill-antialias': false } },
  // Where the coast leaves the study's file its water side, on the right, is told by a band.
  { id: 'sea-edge', type: 'line', source: 'water', filter: waterOf(['coast']), layout: { 'line-join': 'round' }, paint: { 'line-color': '#DDE6EC', 'line-width': 8, 'line-offset': 4 } },
  { id: 'areas', type: 'fill', source: 'areas', paint: { 'fill-color': '#F4F4F2', 'fill-antialias': true } },
  { id: 'areas-worse', type: 'fill', source: 'areas', paint: { 'fill-pattern': 'worse', 'fill-opacity': 0 } },
  { id: 'areas-no-road', type: 'fill', source: 'areas', paint: { 'fill-pattern': 'no-road', 'fill-opacity': 0 } },
  { id: 'lakes', type: 'fill', source: 'water', filter: waterOf(['lake']), paint: { 'fill-color': '#DDE6EC', 'fill-outline-color': '#6F777B' } },
  { id: 'rivers', type: 'line', source: 'water', filter: waterOf(['river']), minzoom: 9, layout: { 'line-join': 'round' }, paint: { 'line-color': '#DDE6EC', 'line-width': width(0.5, 4) } },
  { id: 'areas-edge', type: 'line', source: 'areas', paint: { 'line-color': '#505A5F', 'line-width': ['interpolate', ['linear'], ['zoom'], 6, 0, 8, 0.4, 10, 0.8] } },
  { id: 'areas-no-children', type: 'line', source: 'areas', paint: { 'line-color': '#505A5F', 'line-width': 1.5, 'line-dasharray': [1, 2], 'line-opacity': 0 } },
  { id: 'coast', type: 'line', source: 'water', filter: waterOf(['coast']), layout: { 'line-join': 'round' }, paint: { 'line-color': '#6F777B', 'line-width': 1 } },
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
  // What stands later finds room first: districts, then centres that are open, then places.
  names('area', BESIDE, 11.5),
  places,
  {
    id: 'site-names', type: 'symbol', source: 'sites', minzoom: 9, filter: ['get', 'open'],
    layout: { 'text-field': ['get', 'name'], 'text-size': 12, 'text-variable-anchor': ['top', 'bottom', 'left', 'right'], 'text-radial-offset': 1.1, 'text-justify': 'auto', 'text-max-width': 9, 'text-font': ['sans-serif'] },
    paint: { 'text-color': '#0B0C0C', 'text-halo-color': '#FFFFFF', 'text-halo-width': 1.8 },
  },
  names('district', [...BESIDE, ...FURTHER], 0),
  // Names make room for every site: the pictures of sites have margins that would take too much of it.
  {
    id: 'site-room', type: 'symbol', source: 'sites',
    layout: { 'text-field': '\u25A0', 'text-size': ['case', ['get', 'open'], 12, 8], 'text-font': ['sans-serif'], 'text-allow-overlap': true, 'text-padding': 0 },
    paint: { 'text-opacity': 0 },
  },
  {
    id: 'sites', type: 'symbol', source: 'sites',
    // From afar signs are smaller, those of sites that are not open most of all, so that a town's do not lie on one another.
    layout: { 'icon-image': ['get', 'icon'], 'icon-size': ['interpolate', ['linear'], ['zoom'], 9.5, ['case', ['get', 'open'], 0.9, ['get', 'altered'], 0.9, 0.75], 11.5, 1], 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'symbol-sort-key': ['get', 'order'] },
  },
  { id: 'site-ring', type: 'symbol', source: 'sites', filter: NOTHING, layout: { 'icon-image': 'ring', 'icon-allow-overlap': true, 'icon-ignore-placement': true } },
  { id: 'drag-line', type: 'line', source: 'drag', paint: { 'line-color': '#0B0C0C', 'line-width': 2, 'line-dasharray': [2, 2] } },
  {
    id: 'drag-site', type: 'symbol', source: 'drag', filter: ['==', ['geometry-type'], 'Point'],
    layout: { 'icon-image': ['get', 'icon'], 'icon-allow-overlap': true, 'icon-ignore-placement': true },
  },
];
