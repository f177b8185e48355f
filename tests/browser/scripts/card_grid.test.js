// @ts-check
import { CardGrid } from "../../../ui/styles/card_grid.js";
import { AS_WRITTEN } from "../../../ui/styles/card_list.js";
import { element, equal, press, test } from "./testing.js";

/** Three cards, and what was done with them. */
function grid() {
  /** @type {unknown[][]} */
  const done = [];
  const note =
    (/** @type {string} */ name) =>
    (/** @type {unknown[]} */ ...what) =>
      void done.push([name, ...what]);
  const cards = new CardGrid(element("<div></div>"), {
    pick: note("pick"),
    paint: note("paint"),
    star: note("star"),
    move: note("move"),
    place: note("place"),
  });
  cards.draw([AS_WRITTEN, ...["ink", "oil"].map((key) => ({ ...AS_WRITTEN, key, painted: key === "oil" }))]);
  cards.mark(["ink"], false);
  return { cards, done, buttons: /** @type {HTMLElement[]} */ ([...cards.root.querySelectorAll(".em-card")]) };
}

test("a card is chosen by a click, and with Shift or Ctrl added to the others", () => {
  const { buttons, done } = grid();
  buttons[1].click();
  buttons[2].dispatchEvent(new MouseEvent("click", { bubbles: true, shiftKey: true }));
  equal(done, [
    ["pick", "ink", false],
    ["pick", "oil", true],
  ]);
});

test("arrow keys choose the next card, around the ends", () => {
  const { buttons, done } = grid();
  press(buttons[2], "ArrowRight");
  press(buttons[0], "ArrowUp");
  equal(done, [
    ["pick", "", false],
    ["pick", "oil", false],
  ]);
  equal(document.activeElement === buttons[2], true);
});

test("where several may be chosen, arrow keys only walk", () => {
  const { cards, buttons, done } = grid();
  cards.mark(["ink", "oil"], true);
  press(buttons[0], "ArrowRight");
  equal([done, document.activeElement === buttons[1]], [[], true]);
  equal(
    buttons.map((button) => [button.getAttribute("role"), button.getAttribute("aria-checked"), button.tabIndex]),
    [
      ["checkbox", "false", -1],
      ["checkbox", "true", 0],
      ["checkbox", "true", -1],
    ],
  );
});

test("Alt and the arrow keys move a card, F makes it a favourite, and no style is none", () => {
  const { buttons, done } = grid();
  press(buttons[1], "ArrowRight", { altKey: true });
  press(buttons[2], "f");
  press(buttons[0], "f");
  equal(done, [
    ["move", "ink", 1],
    ["star", "oil"],
  ]);
});

test("a card that was painted has a button that paints it in full", () => {
  const { cards, done } = grid();
  const full = /** @type {HTMLElement} */ (cards.root.querySelector(".em-full"));
  full.click();
  equal([done, full.getAttribute("aria-label")], [[["paint", "oil"]], "Paint As written in full"]);
});

test("a card that is dragged onto another comes to lie before it", () => {
  const { buttons, done } = grid();
  const send = (/** @type {HTMLElement} */ target, /** @type {string} */ name) =>
    target.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: new DataTransfer() }));
  send(buttons[2], "dragstart");
  send(buttons[1], "dragover");
  equal(
    buttons.map((button) => button.classList.contains("em-before")),
    [false, true, false],
  );
  send(buttons[1], "drop");
  send(buttons[2], "dragend");
  equal(
    buttons.some((button) => button.classList.contains("em-before")),
    false,
  );
  equal(done, [["place", "oil", "ink"]]);
});

test("the focus stays on its card when the cards are drawn anew", () => {
  const { cards, buttons } = grid();
  buttons[2].focus();
  cards.draw(["oil", "ink"].map((key) => ({ ...AS_WRITTEN, key })));
  equal([cards.count, cards.has("oil"), cards.has("tempera")], [2, true, false]);
  equal(/** @type {HTMLElement} */ (document.activeElement).dataset.key, "oil");
});
