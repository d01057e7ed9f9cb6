// Pieces of pictures: elements of SVG, axes and their steps.

const SVG = 'http://www.w3.org/2000/svg';

/** @param {string} name @param {Record<string, string|number>} [attributes] @param {...(Node|string)} children */
export function draw(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** A picture that screen readers pass over; a table or a sentence beside it says the same. @param {number} width @param {number} height @param {string} name @param {...Node} children */
export const picture = (width, height, name, ...children) =>
  draw('svg', { viewBox: `0 0 ${width} ${height}`, class: name, 'aria-hidden': 'true', focusable: 'false' }, ...children);

/** A round number (1, 2 or 5, and ten times as many) at or above a size. @param {number} size */
export function roundUp(size) {
  const tens = 10 ** Math.floor(Math.log10(Math.max(size, 1e-9)));
  return (/** @type {number[]} */ ([1, 2, 5, 10]).find((it) => it * tens >= size * 0.999999) ?? 10) * tens;
}
