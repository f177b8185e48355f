// The photo as painting will see it: drag it to choose what is cropped, paint over what shall change. Its value is
// {x, y, strokes, keeps, feather}: where the crop lies (0..1), and brush strokes in fractions of the framed picture.

const EVENTS = ["frame"];
const LONG_SIDE_PX = 512;
const NUDGE = 0.04;

export function mount({ element, props, watch, trigger }) {
  return new Framing(element.querySelector(".em-framing"), props, watch, () => trigger(EVENTS[0], {}));
}

class Framing {
  constructor(root, props, watch, tell) {
    Object.assign(this, { root, props, tell });
    this.canvas = root.querySelector("canvas");
    this.mask = document.createElement("canvas");
    this.tool = "move";
    this.photo = null;
    this.hover = null;
    this.reset();
    this.listen();
    watch("photo", () => this.load());
    watch("frame", () => this.draw());
    watch("wanted", () => this.restore());
    this.load();
  }

  reset() {
    this.centre = { x: 0.5, y: 0.5 };
    this.strokes = [];
    this.past = [];
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  load() {
    const source = this.props.photo ?? "";
    this.root.hidden = !source;
    this.reset();
    this.photo = null;
    this.choose("move");
    this.say(false);
    this.restore();
    if (!source.startsWith("data:image/jpeg;base64,")) return;
    const photo = new Image();
    photo.onload = () => {
      this.photo = photo;
      this.draw();
    };
    photo.src = source;
  }

  /** A framing of earlier, once its photo is here, and no longer after another one has come. */
  restore() {
    const { token, photo, x, y, strokes, keeps, feather } = this.props.wanted ?? {};
    if (!token || token === this.spent) return;
    if (photo !== this.props.photo) {
      if (token === this.restored) this.spent = token;
      return;
    }
    this.restored = token;
    this.centre = { x, y };
    this.strokes = strokes.map((stroke) => ({ ...stroke }));
    this.past = [];
    this.part("keeps").checked = keeps;
    this.part("feather").value = String(feather * 100);
    this.draw();
    this.say(false);
  }

  // ---- where things are

  /** The size of the canvas, and where the photo lies on it. */
  layout() {
    const { width = 1, height = 1, fit = "Crop" } = this.props.frame ?? {};
    const unit = LONG_SIDE_PX / Math.max(width, height);
    const [w, h] = [Math.round(width * unit), Math.round(height * unit)];
    const [across, down] = [w / this.photo.naturalWidth, h / this.photo.naturalHeight];
    const scale = fit === "Pad" ? Math.min(across, down) : Math.max(across, down);
    const whole = fit === "Fit"; // the sides are the photo's, but for their rounding
    const photoW = whole ? w : this.photo.naturalWidth * scale;
    const photoH = whole ? h : this.photo.naturalHeight * scale;
    const [freeX, freeY] = [w - photoW, h - photoH];
    return { w, h, photoW, photoH, freeX, freeY, left: freeX * this.centre.x, top: freeY * this.centre.y };
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  get radius() {
    return Number(this.part("size").value) / 100;
  }

  // ---- drawing

  draw() {
    if (!this.photo) return;
    const { w, h, left, top, photoW, photoH, freeX, freeY } = this.layout();
    const { told = "" } = this.props.frame ?? {};
    this.part("told").textContent = told;
    this.part("told").hidden = !told;
    Object.assign(this.canvas, { width: w, height: h });
    this.canvas.style.aspectRatio = `${w} / ${h}`;
    const pen = this.canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, w, h);
    pen.drawImage(this.photo, left, top, photoW, photoH);
    if (this.strokes.some((stroke) => !stroke.erases)) this.tint(pen, w, h);
    if (this.hover && this.tool !== "move") this.ring(pen, w, h);
    this.root.dataset.movable = String(Math.abs(freeX) > 1 || Math.abs(freeY) > 1);
    this.part("undo").disabled = !this.past.length;
    this.part("clear").disabled = !this.strokes.length;
  }

  /** What will be repainted, in the page's accent colour. */
  tint(pen, w, h) {
    Object.assign(this.mask, { width: w, height: h });
    const ink = this.mask.getContext("2d");
    ink.lineCap = ink.lineJoin = "round";
    for (const stroke of this.strokes) sweep(ink, stroke, w, h);
    if (this.part("keeps").checked) {
      ink.globalCompositeOperation = "xor";
      ink.fillRect(0, 0, w, h);
    }
    ink.globalCompositeOperation = "source-in";
    ink.fillStyle = getComputedStyle(this.root).getPropertyValue("--em-accent") || "#c2410c";
    ink.fillRect(0, 0, w, h);
    pen.save();
    pen.globalAlpha = 0.55;
    const feather = (Number(this.part("feather").value) / 100) * Math.min(w, h);
    if (feather) pen.filter = `blur(${feather / 2}px)`;
    pen.drawImage(this.mask, 0, 0);
    pen.restore();
  }

  ring(pen, w, h) {
    const [x, y] = this.hover;
    for (const [colour, width] of [
      ["#fff", 3],
      ["#000", 1],
    ]) {
      pen.beginPath();
      pen.arc(x * w, y * h, this.radius * Math.min(w, h), 0, 7);
      Object.assign(pen, { strokeStyle: colour, lineWidth: width });
      pen.stroke();
    }
  }

  // ---- changing

  remember() {
    this.past.push({
      strokes: this.strokes.map((stroke) => ({ ...stroke, points: [...stroke.points] })),
      centre: { ...this.centre },
    });
  }

  undo() {
    const before = this.past.pop();
    if (!before) return;
    Object.assign(this, before);
    this.draw();
    this.say();
  }

  clear() {
    this.remember();
    this.strokes = [];
    this.draw();
    this.say();
  }

  /** Moves the photo under the frame by fractions of it, and what was painted on it along. */
  move(across, down) {
    const before = this.layout();
    const to = (centre, free, share, side) => (Math.abs(free) < 1 ? centre : clamp(centre + (share * side) / free));
    this.centre = {
      x: to(this.centre.x, before.freeX, across, before.w),
      y: to(this.centre.y, before.freeY, down, before.h),
    };
    const after = this.layout();
    const [x, y] = [(after.left - before.left) / after.w, (after.top - before.top) / after.h];
    this.strokes = this.strokes.map((stroke) => ({
      ...stroke,
      points: stroke.points.map(([px, py]) => [px + x, py + y]),
    }));
    this.draw();
  }

  /** Tells the page; without `now`, only keeps the value. */
  say(now = true) {
    const near = (value) => Math.round(value * 1e4) / 1e4;
    this.props.value = {
      ...{ x: near(this.centre.x), y: near(this.centre.y) },
      strokes: this.strokes.map((stroke) => ({ ...stroke, points: stroke.points.map((point) => point.map(near)) })),
      keeps: this.part("keeps").checked,
      feather: Number(this.part("feather").value) / 100,
    };
    if (now) this.tell();
  }

  choose(tool) {
    this.tool = tool;
    this.root.dataset.tool = tool;
    for (const button of this.part("tools").children) {
      const on = button.dataset.tool === tool;
      button.setAttribute("aria-checked", String(on));
      button.tabIndex = on ? 0 : -1;
    }
    this.draw();
  }

  // ---- hands

  listen() {
    const { canvas } = this;
    let last = null;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button || !this.photo) return;
      canvas.setPointerCapture(event.pointerId);
      last = this.place(event);
      this.remember();
      if (this.tool !== "move") {
        this.strokes.push({ points: [last], radius: this.radius, erases: this.tool === "erase" });
        this.draw();
      }
    });
    canvas.addEventListener("pointermove", (event) => {
      const here = this.place(event);
      this.hover = here;
      if (last && this.tool === "move") this.move(here[0] - last[0], here[1] - last[1]);
      else if (last && far(last, here, this.radius / 4)) this.strokes.at(-1).points.push(here);
      else if (last) return this.draw();
      if (last) last = here;
      this.draw();
    });
    const end = () => {
      if (last) this.say();
      last = null;
    };
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, end);
    canvas.addEventListener("pointerleave", () => {
      this.hover = null;
      this.draw();
    });
    canvas.addEventListener("keydown", (event) => this.key(event));
    this.part("undo").addEventListener("click", () => this.undo());
    this.part("clear").addEventListener("click", () => this.clear());
    this.part("size").addEventListener("input", () => this.draw());
    this.part("feather").addEventListener("input", () => this.draw());
    for (const name of ["feather", "keeps"]) {
      this.part(name).addEventListener("change", () => {
        this.draw();
        this.say();
      });
    }
    this.part("tools").addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.choose(button.dataset.tool);
    });
    this.part("tools").addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const all = [...this.part("tools").children];
      if (!step) return;
      event.preventDefault();
      const next = all[(all.findIndex((button) => button.dataset.tool === this.tool) + step + all.length) % all.length];
      this.choose(next.dataset.tool);
      next.focus();
    });
  }

  key(event) {
    const by = { ArrowLeft: [-NUDGE, 0], ArrowRight: [NUDGE, 0], ArrowUp: [0, -NUDGE], ArrowDown: [0, NUDGE] }[
      event.key
    ];
    if ((event.ctrlKey || event.metaKey) && event.key === "z") this.undo();
    else if (by) {
      this.remember();
      this.move(...by);
      this.say();
    } else if (event.key === "[" || event.key === "]") this.resize(event.key === "]" ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  resize(by) {
    const size = this.part("size");
    size.value = String(Number(size.value) + by);
    this.draw();
  }
}

function sweep(ink, { points, radius, erases }, w, h) {
  ink.globalCompositeOperation = erases ? "destination-out" : "source-over";
  ink.lineWidth = 2 * radius * Math.min(w, h);
  ink.beginPath();
  ink.moveTo(points[0][0] * w, points[0][1] * h);
  for (const [x, y] of points.length > 1 ? points.slice(1) : points) ink.lineTo(x * w + 0.01, y * h);
  ink.stroke();
}

function far([x, y], [toX, toY], least) {
  return Math.hypot(toX - x, toY - y) >= least;
}

function clamp(value) {
  return Math.max(0, Math.min(1, value));
}
