// A row of buttons of which one is on, as people with a keyboard or a screen reader expect it.

/** Buttons of which one is on: by click, or by arrow keys. */
export function asRadios(group, pick) {
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) pick(button);
  });
  group.addEventListener("keydown", (event) => {
    if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.stopPropagation();
    const buttons = [...group.children];
    const on = buttons.findIndex((button) => button.getAttribute("aria-checked") === "true");
    const step = event.key === "ArrowLeft" || event.key === "ArrowUp" ? -1 : 1;
    pick(buttons[(on + step + buttons.length) % buttons.length]);
    group.querySelector('[aria-checked="true"]').focus();
  });
}
