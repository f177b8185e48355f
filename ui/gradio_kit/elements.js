// @ts-check
// Finding and making elements, with their kinds known to the type checker.

/**
 * The first element that a selector finds. Throws where there is none of this kind.
 *
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} kind
 * @returns {T}
 */
export function find(root, selector, kind) {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`There is no ${kind.name} at ${selector}.`);
  return found;
}

/**
 * All elements of this kind that a selector finds.
 *
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} kind
 * @returns {T[]}
 */
export function findAll(root, selector, kind) {
  return /** @type {T[]} */ ([...root.querySelectorAll(selector)].filter((each) => each instanceof kind));
}

/**
 * The element that an event happened to or in, null where the selector fits none.
 *
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function closest(event, selector) {
  const found = event.target instanceof Element ? event.target.closest(selector) : null;
  return found instanceof HTMLElement ? found : null;
}

/**
 * Whether an event happened to or in what a selector fits.
 *
 * @param {Event} event
 * @param {string} selector
 */
export function isIn({ target }, selector) {
  return target instanceof Element && target.closest(selector) !== null;
}

/**
 * A new element with these properties and children.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} [properties]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  Object.assign(made, properties);
  made.append(...children);
  return made;
}

/**
 * A new button, which submits no form.
 *
 * @param {Partial<HTMLButtonElement>} [properties]
 * @param {...(Node | string)} children
 */
export function makeButton(properties = {}, ...children) {
  return make("button", { type: "button", ...properties }, ...children);
}
