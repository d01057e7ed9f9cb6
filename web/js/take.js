// Taking away: the map as a picture, the areas as a table or as shapes, the figures, the address, the printed page.

import * as api from './api.js';
import { button, byId, make } from './elements.js';
import { keyOf } from './legend.js';
import { areaReason, figureName } from './words.js';

/** @import { App } from './app.js' */
/** @import { StudyMap } from './map.js' */
/** @import { LegendRow } from './types.js' */

/** @param {App} app @param {StudyMap|null} map */
export function showTake(app, map) {
  const says = make('p', { role: 'status' });
  const image = map === null ? [] : [
    button('Map as a picture (PNG)', async () => {
      const picture = await pictureOf(app, map);
      if (picture) save(picture, 'map.png');
      says.textContent = picture ? 'The map and its key are saved as a picture.' : 'This browser makes no picture.';
    }, { id: 'take-png' }),
  ];
  const shapes = button('Areas as shapes (GeoJSON)', async () => {
    const drawn = await api.areasDrawn().catch(() => null);
    if (drawn) save(new Blob([JSON.stringify(featuresOf(app, drawn))], { type: 'application/geo+json' }), 'areas.geojson');
    says.textContent = drawn ? 'The areas are saved with their minutes today and under the plan.' : 'Not saved: Fairreach does not answer.';
  }, { id: 'take-geojson' });
  const copy = button('Copy the address of this view', async () => {
    const copied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false);
    says.textContent = copied ? 'Copied: whoever opens it on this server sees this plan and this map.' : `Copy it by hand: ${location.href}`;
  }, { id: 'take-address' });
  byId('take').append(
    make('h3', {}, 'Take away'),
    make('p', {}, 'What is on the screen now: the plan, the service, the mode of travel and the shading chosen.'),
    make('div', { class: 'row takes' },
      ...image,
      button('Areas as a table (CSV)', () => save(csv(areaRows(app)), 'areas.csv'), { id: 'take-csv' }),
      button('All figures (CSV)', () => save(csv(figureRows(app)), 'figures.csv'), { id: 'take-figures' }),
      shapes,
      copy,
      button('Print one page (A4 landscape)', () => window.print(), { id: 'take-print' })),
    make('p', { class: 'small' }, 'The plan itself is taken as a scenario file from Saved; the program reads it again here and in batches.'),
    says);
}

/** What every file says of itself. @param {App} app */
const about = (app) => `${app.study.name}; ${app.serviceChosen?.name ?? ''} ${app.modePhrase}; ${app.changes.length === 0 ? 'today' : app.told.map((it) => it.text).join(', ')}${app.study.illustrative.length === 0 ? '' : `; illustrative: ${app.study.illustrative.join(', ')}`}; Fairreach ${app.study.version}`;

/** @param {App} app @returns {(string|number|null)[][]} */
function areaRows(app) {
  const band = app.serviceChosen?.band ?? '';
  const named = (/** @type {string|null} */ id) => (id === null ? null : app.sites.get(id)?.name ?? id);
  const head = ['code', 'name', 'district', 'decile', app.people, 'minutes_today', 'nearest_today', 'minutes_plan', 'nearest_plan', 'change_minutes', 'why_no_minutes', 'about'];
  const rows = (app.answer?.areas ?? []).map((it, i) => {
    const area = app.areas.get(it.code);
    const why = it.plan.minutes === null ? areaReason(it.plan.reason) : null;
    return [it.code, area?.name ?? null, app.districts.get(area?.district ?? '') ?? null, area?.decile ?? null, area?.children[band] ?? null,
      it.today.minutes, named(it.today.nearest), it.plan.minutes, named(it.plan.nearest), it.change_minutes, why, i === 0 ? about(app) : null];
  });
  return [head, ...rows];
}

/** @param {App} app @returns {(string|number|null)[][]} */
function figureRows(app) {
  const today = new Map((app.answer?.baseline.figures ?? []).map((it) => [`${it.name} ${it.scope}`, it.value]));
  const head = ['figure', 'name', 'scope', 'unit', 'today', 'plan', 'why_none', 'meaning', 'source'];
  const rows = (app.answer?.scenario.figures ?? []).map((it) => [figureName(it.name), it.name, it.scope, it.unit, today.get(`${it.name} ${it.scope}`) ?? null, it.value, it.reason ?? null, it.meaning, it.source]);
  return [head, ...rows];
}

/**
 * Rows as CSV. A text that a spreadsheet would take for a formula gets an apostrophe before it.
 * @param {(string|number|null)[][]} rows
 */
export function csv(rows) {
  const cell = (/** @type {string|number|null} */ it) => {
    if (it === null) return '';
    if (typeof it === 'number') return String(it);
    const safe = /^[=+\-@\t\r]/.test(it) ? `'${it}` : it;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return new Blob([`${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`], { type: 'text/csv' });
}

/** The areas as drawn, each with how it reaches the service. @param {App} app @param {GeoJSON.FeatureCollection} drawn */
function featuresOf(app, drawn) {
  const reaches = new Map((app.answer?.areas ?? []).map((it) => [it.code, it]));
  const features = drawn.features.map((it) => {
    const reach = reaches.get(it.properties?.['code']);
    const told = reach ? { minutes_today: reach.today.minutes, nearest_today: reach.today.nearest, minutes_plan: reach.plan.minutes, nearest_plan: reach.plan.nearest, change_minutes: reach.change_minutes } : {};
    return { ...it, properties: { ...it.properties, ...told } };
  });
  return { ...drawn, about: about(app), attribution: app.study.attribution, features };
}

/** The map with its key below it. @param {App} app @param {StudyMap} map @returns {Promise<Blob|null>} */
async function pictureOf(app, map) {
  if (!app.answer) return null;
  const drawn = map.picture();
  const image = new Image();
  image.src = drawn;
  await image.decode();
  const ratio = image.naturalWidth / Math.max(1, map.map.getContainer().clientWidth || image.naturalWidth);
  const rows = app.answer.legend[app.shade];
  const title = keyOf(app, app.shade, rows).querySelector('caption')?.textContent ?? '';
  const line = 20 * ratio;
  const canvas = make('canvas', { width: image.naturalWidth, height: Math.ceil(image.naturalHeight + line * (rows.length + 4)) });
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0);
  pen.font = `${13 * ratio}px sans-serif`;
  /** @param {string} text @param {number} at @param {LegendRow} [row] */
  const write = (text, at, row) => {
    const y = image.naturalHeight + line * (at + 1);
    if (row) {
      pen.fillStyle = row.colour;
      pen.fillRect(8 * ratio, y - 12 * ratio, 26 * ratio, 14 * ratio);
      pen.strokeStyle = '#505A5F';
      pen.strokeRect(8 * ratio, y - 12 * ratio, 26 * ratio, 14 * ratio);
    }
    pen.fillStyle = '#0B0C0C';
    pen.fillText(text, (row ? 42 : 8) * ratio, y, canvas.width - 50 * ratio);
  };
  write(`${app.study.name}: ${app.changes.length === 0 ? 'today' : 'a plan'}. ${title}`, 0);
  rows.forEach((it, i) => write(`${it.label}: ${Math.round(it.children)} ${app.people}`, i + 1, it));
  write(app.study.attribution.join(' · '), rows.length + 1);
  write(about(app), rows.length + 2);
  return new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
}

/** Hands a file to whoever reads. @param {Blob} blob @param {string} name */
function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = make('a', { href: url, download: `fairreach-${name}` });
  link.click();
  // The browser has taken it by then.
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
