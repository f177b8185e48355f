// @ts-check
// A row of buttons of which one is on, as people with a keyboard or a screen reader expect it.

import { closest, findAll, makeButton } from "../gradio_kit/elements.js";

/**
 * Buttons of which one is on: by click, or by arrow keys.
 *
 * @param {HTMLElement} group
 * @param {(button: HTMLElement) => void} pick
 */
export function asRadios(group, pick) {
  group.addEventListener("click", (event) => {
    const button = closest(event, "button");
    if (button) pick(button);
  });
  group.addEventListener("keydown", (event) => {
    if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.stopPropagation();
    const buttons = findAll(group, "button:not([hidden])", HTMLButtonElement);
    const on = buttons.findIndex((button) => button.getAttribute("aria-checked") === "true");
    const step = event.key === "ArrowLeft" || event.key === "ArrowUp" ? -1 : 1;
    pick(buttons[(on + step + buttons.length) % buttons.length]);
    findAll(group, '[aria-checked="true"]', HTMLElement)[0]?.focus();
  });
}

/**
 * One of the buttons, with what it stands for in its `data-` attributes.
 *
 * @param {string} text
 * @param {Record<string, string>} data
 */
export function radioButton(text, data, title = "") {
  const button = makeButton({ textContent: text });
  if (title) button.title = title;
  button.setAttribute("role", "radio");
  Object.assign(button.dataset, data);
  return button;
}

/**
 * A button for each of several pictures, by their numbers; none where there is only one.
 *
 * @param {number} count
 */
export function pictureButtons(count) {
  const numbers = Array.from({ length: count > 1 ? count : 0 }, (_, image) => image);
  return numbers.map((image) => radioButton(String(image + 1), { image: String(image) }));
}

/**
 * Turns on the buttons that are meant, and the others off.
 *
 * @param {HTMLElement} group
 * @param {(button: HTMLElement) => boolean} isOn
 */
export function checkRadio(group, isOn) {
  for (const button of findAll(group, "button", HTMLButtonElement)) {
    const on = isOn(button);
    button.setAttribute("aria-checked", String(on));
    button.tabIndex = on ? 0 : -1;
  }
}
