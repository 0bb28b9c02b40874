// draw.js: drawing one’s own data: a clear sheet over the picture takes mouse, pen, finger and keys; the run goes on below.
import { icon, make, setAttribute, setText, shape } from "./dom.js";
import { strokeLength, readStrokes, simplifyStroke, strokesImage, strokesPath, writeStrokes } from "./strokes.js";
import { DRAW } from "./words.js";

const SHEET_SIDE = 1000; // of the sheet’s own coordinates
const SAME_PLACE = 0.004; // in data units: nearer points of a stroke are one
const [PEN_STEP, SMALL_PEN_STEP] = [0.1, 0.02]; // of the pen by keys, in data units
const FIRST_STD = 0.08;

export class Draw {
  constructor(box, tools, view) {
    this.view = view;
    this.box = box;
    this.std = FIRST_STD;
    [this.strokes, this.past, this.saved, this.pen] = [[], [], [], [0, 0]];
    this.makeSheet();
    this.makeTools(tools);
    this.opener = make("button", { type: "button", class: "gan-bare gan-draw-open", "aria-label": DRAW.open, "data-tip": DRAW.openTip, onclick: () => this.open() }, icon("pencil"));
    box.append(this.sheet, this.note, this.opener);
    this.onkey = (event) => this.key(event);
  }

  makeSheet() {
    this.ink = shape("path", { class: "gan-ink" });
    this.cursor = shape("circle", { class: "gan-pen", r: 12 });
    this.sheet = this.view.name(make("div", { class: "gan-draw", tabindex: "0", role: "application", "aria-label": DRAW.sheet, hidden: true },
      shape("svg", { viewBox: `0 0 ${SHEET_SIDE} ${SHEET_SIDE}`, "aria-hidden": "true" }, this.ink, this.cursor)), "drawing");
    this.note = make("p", { class: "gan-empty gan-draw-note", role: "status", hidden: true });
    const on = (name, does) => this.sheet.addEventListener(name, does);
    on("pointerdown", (event) => this.press(event));
    on("pointermove", (event) => this.move(event));
    on("pointerup", (event) => event.pointerId === this.pointer && this.lift());
    on("pointercancel", (event) => event.pointerId === this.pointer && this.drop());
  }

  makeTools(root) {
    const button = (id, style, tip, does, ...inside) => this.view.name(make("button", { type: "button", class: style, "data-tip": tip, onclick: does }, ...inside), id);
    this.brush = this.view.name(make("input", { type: "range", step: "0.01", "aria-label": DRAW.brush, oninput: () => this.setBrush(Number(this.brush.value)) }), "draw-brush");
    this.undoButton = button("draw-undo", "gan-bare", DRAW.undo, () => this.undo(), icon("undo"));
    this.undoButton.setAttribute("aria-label", DRAW.undoName);
    this.clearButton = button("draw-clear", "gan-bare", DRAW.clear, () => this.clear(), "Clear");
    this.useButton = button("draw-use", "gan-button gan-cure", DRAW.use, () => this.use(), DRAW.useAnew);
    this.tools = make("div", { class: "gan-draw-tools", role: "group", "aria-label": "Drawing", hidden: true },
      make("label", { class: "gan-speed", "data-tip": DRAW.brushTip }, make("span", { class: "gan-word" }, "Brush"), this.brush), this.undoButton, this.clearButton,
      make("span", { class: "gan-draw-ends" }, button("draw-cancel", "gan-bare", DRAW.cancel, () => this.close(), "Cancel"), this.useButton));
    root?.append(this.tools);
  }

  // A drawing that the run learns comes back with its scene, and stays at hand while other data is learned.
  setScene({ drawing }) {
    this.limits = drawing;
    [this.brush.min, this.brush.max] = drawing.brush;
    if (!drawing.strokes) return;
    this.save(readStrokes(drawing.strokes, drawing.reach), drawing.std);
  }

  save(strokes, std) {
    [this.saved, this.savedStd] = [strokes, std];
    const style = this.view.grid.style;
    style.setProperty("--gan-drawing", strokesImage(strokes, std, this.limits.reach));
    style.setProperty("--gan-drawing-colour", "var(--gan-real)");
  }

  get isOpen() {
    return !this.sheet.hidden;
  }

  open() {
    if (!this.limits || this.isOpen) return;
    this.from = document.activeElement;
    this.tools.style.minHeight = `${this.tools.parentElement.clientHeight}px`; // what stands below keeps its place
    [this.strokes, this.past, this.pen, this.full] = [this.saved, [], [0, 0], false];
    this.show(true);
    this.setBrush(this.savedStd ?? FIRST_STD);
    setText(this.useButton, this.view.keeps() ? DRAW.useKept : DRAW.useAnew);
    document.addEventListener("keydown", this.onkey, true);
    this.sheet.focus({ preventScroll: true });
    const { top, bottom } = this.box.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) this.box.scrollIntoView({ block: "center", behavior: this.view.still.matches ? "auto" : "smooth" });
  }

  close() {
    this.drop();
    document.removeEventListener("keydown", this.onkey, true);
    this.show(false);
    this.from?.focus?.({ preventScroll: true });
  }

  show(open) {
    setAttribute(this.view.grid, "data-drawing", open ? "open" : "closed");
    for (const node of [this.sheet, this.tools, this.note]) node.hidden = !open;
  }

  // To the run; what cannot be used is refused there in a sentence, and stays here to be mended.
  use() {
    this.lift();
    if (!this.strokes.length) return;
    this.save(this.strokes, this.std);
    this.view.send("draw", { strokes: writeStrokes(this.strokes, this.limits.reach), std: this.std, keep: this.view.keeps() });
    this.close();
  }

  setBrush(std) {
    this.std = std;
    this.brush.value = std;
    const [low, high] = this.limits.brush;
    this.brush.style.setProperty("--gan-filled", `${(100 * (std - low)) / (high - low)}%`);
    this.brush.setAttribute("aria-valuetext", `${std} units`);
    this.paint();
  }

  // -- with a pointer ---------------------------------------------------------------------------------------------

  press(event) {
    if (!event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    this.sheet.focus({ preventScroll: true });
    this.lift();
    this.sheet.setPointerCapture(event.pointerId);
    this.pointer = event.pointerId;
    this.begin(this.placeOf(event));
  }

  // All places that a fast hand passed between two events, so that a stroke is a line and no row of beads.
  move(event) {
    if (event.pointerId !== this.pointer || !this.stroke) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const each of between.length ? between : [event]) this.extend(this.placeOf(each));
    this.paint();
  }

  // The whole brush stays on the sheet.
  placeOf({ clientX, clientY }) {
    const { left, top, width, height } = this.sheet.getBoundingClientRect();
    return this.inside([((clientX - left) / width) * 2 - 1, 1 - ((clientY - top) / height) * 2].map((unit) => unit * this.limits.reach));
  }

  inside(point) {
    const edge = this.limits.reach - 2 * this.std;
    return point.map((value) => Math.max(-edge, Math.min(edge, value)));
  }

  // -- with the keyboard ------------------------------------------------------------------------------------------

  key(event) {
    const does = event.key === "Escape" ? () => this.close() : this.sheet.contains(event.target) && this.keyOf(event);
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  }

  keyOf({ key, shiftKey, ctrlKey, metaKey }) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[key];
    if (way) return () => this.walk(way, shiftKey ? SMALL_PEN_STEP : PEN_STEP);
    if (key === "z" && (ctrlKey || metaKey)) return () => this.undo();
    return { " ": () => (this.stroke ? this.lift() : this.begin(this.pen)), Enter: () => this.use(), Backspace: () => this.undo() }[key];
  }

  walk([dx, dy], step) {
    this.pen = this.inside([this.pen[0] + dx * step, this.pen[1] + dy * step]);
    if (this.stroke) this.extend(this.pen);
    this.paint();
  }

  // -- strokes ----------------------------------------------------------------------------------------------------

  begin(point) {
    this.full = false;
    this.stroke = [point];
    this.pen = point;
    this.used = this.strokes.reduce((sum, points) => sum + strokeLength(points), 0);
    this.paint();
  }

  extend(point) {
    const last = this.stroke[this.stroke.length - 1];
    const step = Math.hypot(point[0] - last[0], point[1] - last[1]);
    if (step < SAME_PLACE) return;
    if (this.used + step > 0.98 * this.limits.longest) return void (this.full = true);
    this.used += step;
    this.stroke.push(point);
    this.pen = point;
  }

  // The stroke is done: with as few points as keep its shape, and fewer where the drawing would not fit into its text.
  lift() {
    const stroke = this.stroke;
    this.drop();
    if (!stroke) return;
    for (let tolerance = Math.max(SAME_PLACE / 2, this.std / 10); tolerance < 2 * this.std; tolerance *= 1.5) {
      const strokes = [...this.strokes, stroke].map((points) => simplifyStroke(points, tolerance));
      if (writeStrokes(strokes, this.limits.reach).length <= this.limits.characters) return this.change(strokes);
    }
    this.full = true;
    this.paint();
  }

  drop() {
    this.stroke = this.pointer = null;
    this.paint();
  }

  change(strokes) {
    this.past.push(this.strokes);
    this.strokes = strokes;
    this.paint();
  }

  clear() {
    this.full = false;
    this.change([]);
  }

  undo() {
    if (this.stroke) return this.drop();
    if (!this.past.length) return;
    this.strokes = this.past.pop();
    this.full = false;
    this.paint();
  }

  paint() {
    if (!this.limits) return;
    const { reach } = this.limits;
    const all = this.stroke ? [...this.strokes, this.stroke] : this.strokes;
    setAttribute(this.ink, "d", strokesPath(all, SHEET_SIDE, reach));
    setAttribute(this.ink, "stroke-width", (4 * this.std * SHEET_SIDE) / (2 * reach));
    setAttribute(this.cursor, "transform", `translate(${((this.pen[0] + reach) / (2 * reach)) * SHEET_SIDE} ${SHEET_SIDE - ((this.pen[1] + reach) / (2 * reach)) * SHEET_SIDE})`);
    this.cursor.classList.toggle("gan-pen-down", Boolean(this.stroke));
    this.useButton.disabled = !all.length;
    this.clearButton.disabled = !this.strokes.length;
    this.undoButton.disabled = !this.past.length;
    setText(this.note, this.full ? DRAW.full : all.length ? "" : DRAW.hint);
  }

  destroy() {
    document.removeEventListener("keydown", this.onkey, true);
  }
}
