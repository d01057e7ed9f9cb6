// The signs of sites and the patterns of areas: shape tells the tier, fill tells the state, never colour alone.

/** @import { Shape, Site, Study } from './types.js' */
/** @import { Standing } from './plan.js' */
/** @typedef {{fill: 'open'|'closed'|'candidate', badge: ''|'opened'|'converted'|'moved'|'added', locked: boolean}} SiteState */

const INK = '#0B0C0C';
const GREY = '#505A5F';

/** Outlines in a box from -10 to 10. @type {Record<Shape, string>} */
const OUTLINES = {
  square: 'M-7-7H7V7H-7Z',
  circle: 'M-8 0A8 8 0 1 0 8 0A8 8 0 1 0-8 0Z',
  triangle: 'M0-9L9 7H-9Z',
  diamond: 'M0-10L10 0L0 10L-10 0Z',
  pentagon: 'M0-9L9-2L5.5 8H-5.5L-9-2Z',
  cross: 'M-3-9H3V-3H9V3H3V9H-3V3H-9V-3H-3Z',
};
const STRIKE = 'M-8-8L8 8M8-8L-8 8';
const RING = 'M-8 0A8 8 0 1 0 8 0A8 8 0 1 0-8 0Z';
const BADGES = {
  opened: 'M-3 0H3M0-3V3',
  converted: 'M-3.5-1.5H3L1-3.5M3.5 1.5H-3L-1 3.5',
  moved: 'M-3.5 0H3.5M1-2.5L3.5 0L1 2.5',
  added: 'M-3 0H3M0-3V3',
};
const PADLOCK = 'M-3.5-.5H3.5V4H-3.5ZM-2-.5V-2A2 2 0 0 1 2-2V-.5';

/**
 * @param {Site} site
 * @param {Standing} standing
 * @param {Standing} before
 * @returns {SiteState}
 */
export function stateOf(site, standing, before) {
  const fill = standing.open ? 'open' : site.status === 'existing' ? 'closed' : 'candidate';
  const badge = !standing.open ? '' : standing.added ? 'added' : !before.open ? 'opened' : standing.to ? 'moved' : standing.tier !== before.tier ? 'converted' : '';
  return { fill, badge, locked: site.lock !== null };
}

/** @param {Study} study @param {string} tier @returns {Shape} */
export const shapeOf = (study, tier) => study.tiers.find((it) => it.id === tier)?.shape ?? 'circle';

/** The name of a sign's image. @param {Shape} shape @param {SiteState} state */
export const imageName = (shape, state) => `${shape}/${state.fill}/${state.badge}/${state.locked ? 'locked' : ''}`;

/**
 * The strokes of a sign, from back to front.
 * @param {Shape} shape
 * @param {SiteState} state
 * @returns {{d: string, stroke?: string, fill?: string, width?: number, dash?: number[], at?: [number, number], scale?: number}[]}
 */
function strokes(shape, state) {
  const outline = OUTLINES[shape];
  const body = {
    open: [{ d: outline, stroke: '#fff', width: 6 }, { d: outline, stroke: INK, fill: INK, width: 1.5 }],
    closed: [{ d: outline, stroke: '#fff', width: 6 }, { d: outline, stroke: INK, fill: '#fff', width: 2 }, { d: STRIKE, stroke: '#fff', width: 4.5 }, { d: STRIKE, stroke: INK, width: 2 }],
    candidate: [{ d: RING, fill: '#fff' }, { d: RING, stroke: INK, width: 1.6, dash: [2.6, 2.6] }, { d: outline, stroke: GREY, fill: '#fff', width: 2.8, scale: 0.4 }],
  }[state.fill];
  /** @type {[number, number]} */
  const corner = [9, -9];
  /** @type {[number, number]} */
  const foot = [9, 9];
  const badge = state.badge === '' ? [] : [
    { d: 'M-5.5 0A5.5 5.5 0 1 0 5.5 0A5.5 5.5 0 1 0-5.5 0Z', fill: state.badge === 'added' ? '#FFDD00' : '#fff', stroke: INK, width: 1.2, at: corner },
    { d: BADGES[state.badge], stroke: INK, width: 1.8, at: corner },
  ];
  const lock = state.locked ? [
    { d: 'M-5.5-5H5.5V5.5H-5.5Z', fill: '#fff', at: foot },
    { d: PADLOCK, fill: INK, stroke: INK, width: 1.4, at: foot },
  ] : [];
  return [...body, ...badge, ...lock];
}

const SIZE = 32;
const SCALE = 2;

/**
 * The sign as pixels for the map, drawn at twice its size of 32 by 32.
 * @param {Shape} shape
 * @param {SiteState} state
 */
export function siteImage(shape, state) {
  return picture(SIZE, (pen) => {
    for (const it of strokes(shape, state)) {
      pen.setTransform(SCALE, 0, 0, SCALE, SIZE, SIZE);
      pen.translate(...(it.at ?? [0, 0]));
      pen.scale(it.scale ?? 1, it.scale ?? 1);
      const path = new Path2D(it.d);
      pen.setLineDash(it.dash ?? []);
      pen.lineWidth = it.width ?? 1;
      pen.lineJoin = 'round';
      if (it.fill && it.fill !== 'none') {
        pen.fillStyle = it.fill;
        pen.fill(path);
      }
      if (it.stroke) {
        pen.strokeStyle = it.stroke;
        pen.stroke(path);
      }
    }
  });
}

/** A yellow ring inside a black one: the site selected. */
export function ringImage() {
  return picture(44, (pen) => {
    pen.setTransform(SCALE, 0, 0, SCALE, 44, 44);
    for (const [radius, width, colour] of /** @type {[number, number, string][]} */ ([[18, 6, INK], [17.5, 3.4, '#FFDD00']])) {
      pen.beginPath();
      pen.arc(0, 0, radius, 0, 2 * Math.PI);
      pen.lineWidth = width;
      pen.strokeStyle = colour;
      pen.stroke();
    }
  });
}

/**
 * A pattern of lines over an area: one way for worse, both ways for no road.
 * @param {string} colour
 * @param {boolean} crossed
 */
export function hatchImage(colour, crossed) {
  const side = 6;
  return picture(side, (pen) => {
    pen.setTransform(SCALE, 0, 0, SCALE, 0, 0);
    pen.strokeStyle = colour;
    pen.lineWidth = 1;
    pen.beginPath();
    for (const at of [-side, 0, side]) {
      pen.moveTo(at - 1, side + 1);
      pen.lineTo(at + side + 1, -1);
      if (crossed) {
        pen.moveTo(at - 1, -1);
        pen.lineTo(at + side + 1, side + 1);
      }
    }
    pen.stroke();
  });
}

/** @param {number} side @param {(pen: CanvasRenderingContext2D) => void} draw */
function picture(side, draw) {
  const canvas = document.createElement('canvas');
  canvas.width = side * SCALE;
  canvas.height = side * SCALE;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('this browser draws no pictures');
  draw(pen);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/** How many image pixels make one of the page's. */
export const PIXEL_RATIO = SCALE;

const SVG = 'http://www.w3.org/2000/svg';

/**
 * The same sign for lists and the key.
 * @param {Study} study
 * @param {string} tier
 * @param {SiteState} state
 */
export function drawn(study, tier, state) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '-15 -15 30 30');
  svg.setAttribute('aria-hidden', 'true');
  for (const it of strokes(shapeOf(study, tier), state)) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', it.d);
    path.setAttribute('fill', it.fill ?? 'none');
    path.setAttribute('stroke', it.stroke ?? 'none');
    path.setAttribute('stroke-width', String(it.width ?? 1));
    path.setAttribute('stroke-linejoin', 'round');
    if (it.dash) path.setAttribute('stroke-dasharray', it.dash.join(' '));
    path.setAttribute('transform', `translate(${(it.at ?? [0, 0]).join(' ')}) scale(${it.scale ?? 1})`);
    svg.append(path);
  }
  return svg;
}
