// One sentence, told politely. The tone is "", "good" or "bad".

export function mount({ element, props, watch }) {
  const line = element.querySelector(".em-note");
  const update = () => {
    const { text = "", tone = "" } = props.value ?? {};
    line.textContent = text;
    line.dataset.tone = tone;
    line.hidden = !text;
  };
  watch("value", update);
  update();
}
