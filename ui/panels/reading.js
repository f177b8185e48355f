// What the model will read: the final prompt with its marks, and how many tokens it is.

export function mount({ element, props, watch }) {
  const text = element.querySelector(".em-final");
  const count = element.querySelector(".em-tokens");
  const remark = element.querySelector(".em-remark");
  const update = () => {
    const { spans = [], count: tokens = 0, limit = 0, unknown = 0 } = props.value ?? {};
    let cut = false;
    const pieces = [];
    for (const { text: words, mark } of spans) {
      if (mark === "unread" && !cut) {
        cut = true;
        const stop = document.createElement("span");
        stop.className = "em-stop";
        stop.textContent = "stops reading here";
        pieces.push(stop);
      }
      const piece = document.createElement(mark === "unknown" ? "u" : "span");
      if (mark) piece.className = `em-${mark}`;
      if (mark === "unknown") piece.title = "This model never saw this word";
      piece.textContent = words;
      pieces.push(piece);
    }
    text.replaceChildren(...pieces);
    element.querySelector(".em-reading").classList.toggle("em-wordless", tokens === 0);
    if (tokens === 0) text.textContent = "No words: the model paints whatever comes out of the noise.";
    count.textContent = limit ? `${tokens} of ${limit} tokens` : "";
    count.classList.toggle("em-over", tokens > limit && limit > 0);
    remark.textContent = unknown ? `${unknown} ${unknown === 1 ? "word" : "words"} this model never saw` : "";
  };
  watch("value", update);
  update();
}
