// Elements made by hand. Text goes in as text, never as markup, so a name in a study cannot become a script.

/**
 * An element with attributes and children.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string|number|boolean|null|undefined>} [attributes]  true sets an empty attribute, false and null leave it out
 * @param {...(Node|string|number|null)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((it) => it !== null).map((it) => (it instanceof Node ? it : String(it))));
  return element;
}

/**
 * A button that does something.
 * @param {string} text
 * @param {() => void} act
 * @param {Record<string, string|number|boolean|null|undefined>} [attributes]
 */
export function button(text, act, attributes = {}) {
  const element = make('button', { type: 'button', ...attributes }, text);
  element.addEventListener('click', act);
  return element;
}

/**
 * The element of an id that index.html promises.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no element "${id}"`);
  return element;
}

/**
 * The button, select or field of an id.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function control(id, kind) {
  const element = byId(id);
  if (!(element instanceof kind)) throw new Error(`"${id}" is no ${kind.name}`);
  return element;
}

/** @param {string} text @param {string} [name] */
export const hidden = (text, name = 'hidden') => make('span', { class: name }, text);
