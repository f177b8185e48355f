// @ts-check
import { Views } from "../../../ui/stage/views.js";
import { element, equal, press, test } from "./testing.js";

const LIST = ["x0", "xt", "attention"].map((key) => ({ key, label: `The ${key}`, help: `What ${key} is` }));

function viewButtons() {
  /** @type {string[]} */
  const chosen = [];
  const group = element('<div role="radiogroup"></div>');
  const views = new Views(group, LIST, (key) => {
    chosen.push(key);
    views.show(key);
  });
  return { views, group, chosen, buttons: [...group.querySelectorAll("button")] };
}

test("every view of the list has a button with its sentence, and the first is on", () => {
  const { views, buttons } = viewButtons();
  equal(
    buttons.map((button) => [button.textContent, button.title, button.getAttribute("aria-checked"), button.tabIndex]),
    [
      ["The x0", "What x0 is", "true", 0],
      ["The xt", "What xt is", "false", -1],
      ["The attention", "What attention is", "false", -1],
    ],
  );
  equal([views.key, views.isFirst], ["x0", true]);
});

test("a view is chosen by its button or by arrow keys", () => {
  const { views, group, chosen, buttons } = viewButtons();
  buttons[1].click();
  press(group, "ArrowRight");
  press(group, "ArrowRight");
  press(group, "ArrowUp");
  equal([chosen, views.key, views.isFirst], [["xt", "attention", "x0", "attention"], "attention", false]);
  equal(document.activeElement === buttons[2], true);
});

test("a view that a run cannot be seen in has no button and is passed over", () => {
  const { views, group, chosen, buttons } = viewButtons();
  equal(views.offer(["x0", "attention"]), null);
  equal(
    buttons.map((button) => button.hidden),
    [false, true, false],
  );
  press(group, "ArrowRight");
  equal(chosen, ["attention"]);
});

test("where the view that is on is not offered, the first one is to be shown", () => {
  const { views } = viewButtons();
  views.show("attention");
  equal([views.offer(undefined), views.offer(["x0"]), views.offer([])], [null, "x0", "x0"]);
});
