// How much of the person's own photo survives the noise at the chosen strength.

export function mount({ element, props, watch }) {
  const picture = element.querySelector("img");
  const line = element.querySelector("p");
  const update = () => {
    const { line: words = "", picture: source = "" } = props.value ?? {};
    line.textContent = words;
    picture.hidden = !source;
    if (source.startsWith("data:image/jpeg;base64,")) picture.src = source;
  };
  watch("value", update);
  update();
}
