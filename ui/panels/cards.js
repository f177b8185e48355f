// Style cards: a radio group of small pictures. The value is the key of the chosen style, "" for none.

const EVENTS = ["pick"];

export function mount({ element, props, watch, trigger }) {
  const group = element.querySelector(".em-cards");
  const build = () => {
    const cards = [{ key: "", name: "As written", thumbnail: "", own: false, note: "Your words alone, in no style" }, ...(props.cards ?? [])];
    group.replaceChildren(...cards.map(card));
    mark();
  };
  const mark = () => {
    const chosen = group.querySelector(`[data-key="${CSS.escape(props.value ?? "")}"]`) ?? group.firstElementChild;
    for (const button of group.children) {
      const on = button === chosen;
      button.setAttribute("aria-checked", String(on));
      button.tabIndex = on ? 0 : -1;
    }
  };
  const pick = (button) => {
    if (!button || button.dataset.key === (props.value ?? "")) return;
    props.value = button.dataset.key;
    mark();
    trigger(EVENTS[0], { key: button.dataset.key });
  };
  group.addEventListener("click", (event) => pick(event.target.closest("button")));
  group.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const button = event.target.closest("button");
    if (!step || !button) return;
    event.preventDefault();
    event.stopPropagation();
    const all = [...group.children];
    const next = all[(all.indexOf(button) + step + all.length) % all.length];
    pick(next);
    next.focus();
  });
  watch("cards", build);
  watch("value", mark);
  build();
}

function card({ key, name, thumbnail, own, note }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "em-card";
  button.dataset.key = key;
  button.setAttribute("role", "radio");
  if (note) button.title = note;
  const face = document.createElement("span");
  face.className = "em-face";
  const initial = document.createElement("span");
  initial.className = "em-initial";
  initial.textContent = key ? [...name][0] ?? "" : "“ ”";
  initial.setAttribute("aria-hidden", "true");
  face.style.setProperty("--em-hue", String(hue(key)));
  face.append(initial);
  if (thumbnail) {
    const picture = document.createElement("img");
    picture.alt = "";
    picture.decoding = "async";
    picture.src = new URL(thumbnail, document.baseURI).href;
    picture.addEventListener("error", () => picture.remove());
    face.append(picture);
  }
  const label = document.createElement("span");
  label.className = "em-card-name";
  label.textContent = name;
  button.append(face, label);
  button.classList.toggle("em-own", own);
  return button;
}

/** A quiet colour of its own for every style that has no picture yet. */
function hue(key) {
  let sum = 0;
  for (const letter of key) sum = (sum * 31 + letter.codePointAt(0)) % 360;
  return sum;
}
