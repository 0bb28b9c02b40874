// mosaic.js: a canvas of pictures, strings or music side by side that keeps itself sharp, and a slider: what exploring is made of.
import { fitCanvas, make, pixelRatio, setAttribute } from "./dom.js";
import { TileSheet } from "./images.js";
import { RollSheet } from "./rolls.js";
import { StringSheet } from "./strings.js";

// Pictures row by row in `columns`, each cell a square with a `gap` beside it; strings in lines of the height `line`, if it is given.
export class Mosaic {
  constructor(columns, label, { gap = 0, kind = "fake", style = "", line = null } = {}) {
    Object.assign(this, { columns, gap, kind, line });
    this.canvas = make("canvas", { class: `gan-mosaic gan-mosaic-${kind} ${style}`, role: "img", "aria-label": label });
    this.observer = new ResizeObserver(() => this.paint());
    this.observer.observe(this.canvas);
  }

  // images: uint8 with a shape [n, height, width, channels], notes [n, 4, length], or code points [n, length]; only one of them with `index`.
  show(images, index = null) {
    if (this.sheet?.fits(images)) this.sheet.fill(images);
    else this.sheet = new { 4: TileSheet, 3: RollSheet, 2: StringSheet }[images.shape.length](images, this.canvas, this.kind);
    this.index = index;
    setAttribute(this.canvas, "data-pictures", images.shape[0]);
    if (this.sheet.text) setAttribute(this.canvas, "aria-description", index === null ? this.sheet.strings.join(", ") : this.sheet.strings[index]);
    else this.canvas.removeAttribute("aria-description");
    this.paint();
  }

  get count() {
    return this.index === null ? this.sheet.count : 1;
  }

  // Which of them is at an event of the pointer.
  at({ offsetX, offsetY }) {
    const { clientWidth, clientHeight } = this.canvas;
    const columns = Math.min(this.columns, this.count);
    const row = Math.floor((offsetY / clientHeight) * Math.ceil(this.count / columns));
    return row * columns + Math.floor((offsetX / clientWidth) * columns);
  }

  paint() {
    const side = this.canvas.clientWidth;
    if (!this.sheet || !side) return;
    const columns = Math.min(this.columns, this.count);
    const cell = (side + this.gap) / this.columns;
    const height = (this.sheet.text && this.line) || cell;
    const rows = Math.ceil(this.count / columns);
    const ratio = pixelRatio();
    fitCanvas(this.canvas, side, height * rows - this.gap, ratio);
    const pen = this.canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, side, height * rows);
    pen.imageSmoothingQuality = "high";
    pen.fillStyle = getComputedStyle(this.canvas).color;
    for (let i = 0; i < this.count; i++) {
      this.sheet.draw(pen, this.index ?? i, (i % this.columns) * cell, Math.floor(i / this.columns) * height, cell - this.gap, height - this.gap);
    }
  }
}

// A range with its filled part, its name and its value in words.
export class Slider {
  constructor(label, tip, [low, high, step], change, write) {
    Object.assign(this, { low, high, write });
    this.output = make("output", { "aria-hidden": "true" });
    this.input = make("input", { type: "range", min: low, max: high, step, "aria-label": label, "data-lm-suppress-shortcuts": true /* else JupyterLab takes its arrows */, oninput: () => { this.set(this.value); change(this.value); } });
    this.name = make("span", {}, label);
    this.node = make("label", { class: "gan-slide", "data-tip": tip }, this.name, this.output, this.input);
  }

  get value() {
    return Number(this.input.value);
  }

  set(value) {
    this.input.value = value;
    this.input.style.setProperty("--gan-filled", `${(100 * (value - this.low)) / (this.high - this.low)}%`);
    const said = this.write(value);
    this.output.textContent = said;
    this.input.setAttribute("aria-valuetext", said);
  }
}

// Buttons of which one is pressed: [[value, word, tip], ...].
export function segments(label, choices, choose) {
  const buttons = choices.map(([value, word, tip]) => make("button", { type: "button", class: "gan-segment", "data-value": value, "data-tip": tip, "aria-pressed": "false", onclick: () => choose(value) }, word));
  const node = make("div", { class: "gan-segments", role: "group", "aria-label": label }, ...buttons);
  return { node, buttons, show: (value) => buttons.forEach((button) => setAttribute(button, "aria-pressed", button.dataset.value === value)) };
}
