// Style cards: a radio group of small pictures with a search box, tags, stars, an order of one's own, and a mix.
//   The value is the key of the chosen style, "" for none, or a list of {key, weight} where several are mixed.
//   What is done to a card is sent as {key, ...}: the cards themselves come back from the server, and those that are
//   tried just now as `tried`: {cards: {key: what changed}, done, total, text}.

import { face, haystack, words } from "./card.js";
import { Trying } from "./trying.js";
import { Weights, MOST_MIXED } from "./weights.js";

const EVENTS = ["pick", "star", "move", "paint", "unpaint", "full"];
const FIRST = 20; // cards at first; search finds the rest
const PAGE = 40;
const AS_WRITTEN = {
  key: "",
  name: "As written",
  thumbnail: "",
  own: false,
  note: "Your words, with no style's around them",
  tags: [],
};

export function mount({ element, props, watch, trigger }) {
  const part = (name) => element.querySelector(`.em-${name}`);
  const group = part("cards");
  const find = part("find");
  const state = { shown: FIRST, mixing: Array.isArray(props.value), drag: null, tried: {} };
  const trying = new Trying(part("trying"), (keys) => trigger(EVENTS[3], { keys }));
  const weights = new Weights(part("weights"), (mix) => choose(mix));

  const all = () => [
    AS_WRITTEN,
    ...(props.cards ?? []).map((card) => ({ ...card, ...state.tried[card.key], tried: card.key in state.tried })),
  ];
  const cards = () => [...group.querySelectorAll(".em-card")];
  const named = (key) => all().find((card) => card.key === key);
  const mix = () => (Array.isArray(props.value) ? props.value : [{ key: props.value ?? "", weight: 1 }]);
  const chosen = () =>
    mix()
      .map(({ key }) => key)
      .filter((key) => named(key) !== undefined);
  const current = () => named(chosen().at(-1) ?? "") ?? AS_WRITTEN;

  const fits = (card) => {
    const wanted = words(find.value);
    return card.key === "" ? !wanted.length : wanted.every((word) => haystack(card).includes(word));
  };
  const known = () => new Set(all().map(({ key }) => key));
  state.known = known();
  const build = () => {
    const wanted = words(find.value);
    const found = all().filter(fits);
    const first = found.slice(0, state.shown);
    const also = wanted.length ? [] : found.slice(state.shown).filter(({ key }) => chosen().includes(key));
    const focused = group.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    group.replaceChildren(...[...first, ...also].map(face));
    if (focused !== null) group.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    const rest = found.length - first.length - also.length;
    part("more").hidden = rest <= 0;
    part("more").textContent = `Show ${Math.min(PAGE, rest)} more of ${rest}`;
    part("found").textContent = wanted.length ? (found.length ? `${found.length} found` : "None found") : "";
    trying.offer(wanted.length ? found.map(({ key }) => key) : null);
    tags();
    mark();
  };
  const tags = () => {
    const counts = new Map();
    for (const tag of all().flatMap((card) => card.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    const most = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, 8);
    part("tags").replaceChildren(
      ...most.map(([tag]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = tag;
        button.dataset.tag = tag;
        button.setAttribute("aria-pressed", String(find.value.trim().toLowerCase() === `#${tag}`.toLowerCase()));
        return button;
      }),
    );
  };
  const mark = () => {
    const keys = chosen();
    group.setAttribute("role", state.mixing ? "group" : "radiogroup");
    const entry = cards().find((button) => keys.includes(button.dataset.key)) ?? cards()[0];
    for (const button of cards()) {
      button.setAttribute("role", state.mixing ? "checkbox" : "radio");
      button.setAttribute("aria-checked", String(keys.includes(button.dataset.key)));
      button.tabIndex = button === entry ? 0 : -1;
    }
    part("mix").setAttribute("aria-pressed", String(state.mixing));
    weights.show(state.mixing ? mix() : [], (key) => named(key)?.name ?? "");
    tools();
  };
  const tools = () => {
    const card = current();
    part("about").textContent = [card.note.replace(/\.$/, ""), card.mix, card.range, card.finish, card.credit]
      .filter(Boolean)
      .join(" · ");
    part("tools").hidden = card.key === "";
    part("star").setAttribute("aria-pressed", String(Boolean(card.favourite)));
    part("star").textContent = card.favourite ? "★ Favourite" : "☆ Favourite";
    part("unpaint").hidden = !card.painted;
    part("whole").hidden = !card.painted;
  };

  const choose = (value) => {
    props.value = value;
    mark();
    trigger(EVENTS[0], { value });
  };
  const pick = (button, add) => {
    if (!button) return;
    const { key } = button.dataset;
    if (!state.mixing && !add) return key === (props.value ?? "") ? undefined : choose(key);
    state.mixing = true;
    const now = props.value ? mix() : []; // "As written" is mixed in where it is asked for, and not by being there before
    const without = now.filter((share) => share.key !== key);
    if (without.length === now.length) {
      if (now.length >= MOST_MIXED) return undefined;
      return choose([...now, { key, weight: 1 }]);
    }
    return choose(without.length ? without : "");
  };
  const full = (key) => trying.free() && trigger(EVENTS[5], { key, seed: named(key)?.seed ?? null });
  const step = (button, by) => {
    const row = cards();
    return row[(row.indexOf(button) + by + row.length) % row.length];
  };
  const order = () =>
    all()
      .slice(1)
      .map(({ key }) => key);
  const move = (key, by) => {
    const keys = order();
    const to = keys.indexOf(key) + by;
    if (!key || to < 0 || to >= keys.length) return;
    trigger(EVENTS[2], { key, before: keys[by < 0 ? to : to + 1] ?? "" });
  };

  group.addEventListener("click", (event) => {
    const whole = event.target.closest(".em-full");
    if (whole) return full(whole.dataset.key);
    const button = event.target.closest(".em-card");
    pick(button, event.ctrlKey || event.metaKey || event.shiftKey);
  });
  group.addEventListener("keydown", (event) => {
    const button = event.target.closest(".em-card");
    if (!button) return;
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if ((!by && event.key.toLowerCase() !== "f") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (!by)
      return (
        button.dataset.key &&
        trigger(EVENTS[1], { key: button.dataset.key, favourite: !named(button.dataset.key)?.favourite })
      );
    if (event.altKey) return move(button.dataset.key, by);
    const next = step(button, by);
    if (!state.mixing) pick(next, false);
    next.focus();
  });
  find.addEventListener("input", () => {
    state.shown = FIRST;
    build();
  });
  part("tags").addEventListener("click", (event) => {
    const tag = event.target.closest("button")?.dataset.tag;
    if (!tag) return;
    find.value = event.target.closest("button").getAttribute("aria-pressed") === "true" ? "" : `#${tag}`;
    find.dispatchEvent(new Event("input"));
  });
  part("more").addEventListener("click", () => {
    const before = cards().length;
    state.shown += PAGE;
    build();
    cards()[before]?.focus();
  });
  part("mix").addEventListener("click", () => {
    state.mixing = !state.mixing;
    if (state.mixing) mark();
    else choose(chosen()[0] ?? "");
  });
  part("star").addEventListener("click", () =>
    trigger(EVENTS[1], { key: current().key, favourite: !current().favourite }),
  );
  part("left").addEventListener("click", () => move(current().key, -1));
  part("right").addEventListener("click", () => move(current().key, 1));
  part("paint").addEventListener("click", () => trying.ask([current().key]));
  part("whole").addEventListener("click", () => full(current().key));
  part("unpaint").addEventListener("click", () => trigger(EVENTS[4], { key: current().key }));

  group.addEventListener("dragstart", (event) => {
    state.drag = event.target.closest(".em-card")?.dataset.key || null;
    event.dataTransfer.effectAllowed = "move";
  });
  group.addEventListener("dragover", (event) => {
    if (!state.drag) return;
    event.preventDefault();
    const over = event.target.closest(".em-card");
    for (const button of cards())
      button.classList.toggle("em-before", button === over && button.dataset.key !== state.drag);
  });
  group.addEventListener("drop", (event) => {
    const before = event.target.closest(".em-card")?.dataset.key;
    if (!state.drag || before === undefined || before === state.drag) return;
    event.preventDefault();
    trigger(EVENTS[2], { key: state.drag, before: before || order()[0] });
  });
  group.addEventListener("dragend", () => {
    state.drag = null;
    for (const button of cards()) button.classList.remove("em-before");
  });

  watch("cards", () => {
    state.tried = {};
    // A search that hides what has just been saved or imported is over.
    const came = all().filter(({ key }) => !state.known.has(key));
    state.known = known();
    if (came.some((card) => !fits(card))) find.value = "";
    build();
  });
  watch("tried", () => {
    const { cards: tried = {}, ...progress } = props.tried ?? {};
    state.tried = tried;
    trying.show(progress);
    build();
  });
  watch("value", () => {
    state.mixing = Array.isArray(props.value);
    const missing = chosen().some((key) => !group.querySelector(`[data-key="${CSS.escape(key)}"]`));
    if (missing) build();
    else mark();
  });
  build();
}
