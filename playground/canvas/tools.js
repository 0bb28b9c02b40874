// tools.js: what one can do with the code that is held: follow directions, go to another one, look at a plane, search for a picture.
import { icon, make, setAttribute, setText } from "./dom.js";
import { Mosaic, segments, Slider } from "./mosaic.js";
import { readPixels } from "./pixels.js";
import { EXPLORE, writeNumber } from "./words.js";

const DIRECTIONS = 8;
const PLANE_STEP = 0.25; // of a standard deviation, by an arrow key
const writePercent = (share) => `${share < 0.095 ? (100 * share).toFixed(1) : Math.round(100 * share)} %`;
const writeAmount = (value) => `${value > 0 ? "+" : ""}${writeNumber(value, 1)} σ`;

// Each tool has a node, `wants` (what the host shows it once things stand still) and show(reply).
export class DirectionsTool {
  constructor(explore) {
    this.explore = explore;
    this.wants = ["ends"];
    this.way = segments(EXPLORE.ways, [["ganspace", "GANSpace", EXPLORE.ganspace], ["sefa", "SeFa", EXPLORE.sefa]], (way) => {
      explore.amounts.fill(0);
      explore.choose({ way });
    });
    this.rows = Array.from({ length: DIRECTIONS }, (_, i) => this.makeRow(i));
    this.zero = explore.view.name(make("button", { type: "button", class: "gan-bare", "data-tip": EXPLORE.zeroTip, onclick: () => (explore.amounts.fill(0), explore.choose()) }, EXPLORE.zero), "explore-zero");
    this.node = make("div", { class: "gan-directions" }, make("div", { class: "gan-explore-line" }, this.way.node, this.zero), ...this.rows.map(({ node }) => node));
  }

  makeRow(i) {
    const ends = [0, 1].map((end) => new Mosaic(1, EXPLORE.end(i + 1, end), { line: 28 }));
    const slider = new Slider(EXPLORE.direction(i + 1), EXPLORE.directionTip, [-3, 3, 0.1], (value) => {
      this.explore.amounts[i] = value;
      this.explore.move();
    }, writeAmount);
    const share = make("span", { class: "gan-muted" });
    slider.name.append(share);
    const jump = (end) => make("button", { type: "button", class: "gan-end", "data-tip": EXPLORE.endTip, onclick: () => { this.explore.amounts[i] = end ? 3 : -3; this.explore.choose(); } }, ends[end].canvas);
    return { ends, slider, share, node: make("div", { class: "gan-direction", "data-direction": i + 1 }, jump(0), slider.node, jump(1)) };
  }

  show({ arrays: { ends }, shares }) {
    this.way.show(this.explore.state.way);
    this.rows.forEach(({ slider, share, ends: tiles, node }, i) => {
      slider.set(this.explore.amounts[i]);
      if (!ends) return;
      node.hidden = i >= shares.length;
      if (node.hidden) return;
      setText(share, writePercent(shares[i]));
      tiles.forEach((tile, end) => tile.show(ends, 2 * i + end));
    });
  }
}

export class WayTool {
  constructor(explore) {
    this.explore = explore;
    this.wants = ["strip"];
    const button = (id, tip, does, ...inside) => explore.view.name(make("button", { type: "button", class: "gan-bare", "data-tip": tip, onclick: does }, ...inside), id);
    this.mode = segments(EXPLORE.modes, [["spherical", EXPLORE.spherical, EXPLORE.sphericalTip], ["linear", EXPLORE.linear, EXPLORE.linearTip], ["styles", EXPLORE.styles, EXPLORE.stylesTip]], (mode) => explore.choose({ mode }));
    this.strip = new Mosaic(9, EXPLORE.strip, { gap: 4, line: 34 });
    this.strip.canvas.setAttribute("data-tip", EXPLORE.stripTip);
    this.strip.canvas.addEventListener("click", (event) => this.go(this.strip.at(event) / (this.strip.count - 1)));
    this.slider = new Slider(EXPLORE.place, EXPLORE.placeTip, [0, 1, 0.01], (t) => (Object.assign(explore.state, { t }), explore.move()), (t) => this.write(t));
    this.other = button("explore-other", EXPLORE.otherTip, () => explore.hold("b", explore.otherB()), EXPLORE.other);
    this.swap = button("explore-swap", EXPLORE.swapTip, () => (explore.amounts.fill(0), explore.ask("swap")), icon("swap"), EXPLORE.swap);
    this.take = button("explore-take", EXPLORE.takeTip, () => this.hold(), EXPLORE.take);
    this.keep = button("explore-keep", EXPLORE.keepTip, () => explore.wish(["keep"]), icon("download"), EXPLORE.keep);
    this.note = make("p", { class: "gan-note" });
    this.node = make("div", { class: "gan-way" }, make("div", { class: "gan-explore-line" }, this.mode.node), this.strip.canvas, this.slider.node,
      make("div", { class: "gan-explore-line" }, this.other, this.swap, this.take, this.keep), this.note);
  }

  write(t) {
    const { layers } = this.explore;
    if (this.explore.state.mode === "styles") return EXPLORE.mixed(layers - Math.round(t * layers), layers);
    return t === 0 ? "A" : t === 1 ? "B" : `${Math.round(100 * t)} %`;
  }

  // Somewhere else on the way, by a walk.
  place(t) {
    this.explore.state.t = t;
    this.slider.set(t);
  }

  go(t) {
    this.place(Math.min(1, t));
    this.explore.move();
  }

  hold() {
    this.explore.ask("take");
    this.explore.state.t = 0;
  }

  show({ arrays: { strip } }) {
    const { state, styled, layers, kind } = this.explore;
    this.mode.buttons[2].hidden = !styled;
    this.mode.show(state.mode);
    this.take.disabled = state.mode === "styles";
    this.keep.hidden = kind !== "images"; // pictures in motion are a file that anybody can look at
    this.slider.input.step = state.mode === "styles" ? 1 / layers : 0.01;
    this.slider.set(state.t);
    setText(this.note, EXPLORE.notes[state.mode]);
    if (!strip) return;
    this.strip.columns = kind === "text" ? 1 : strip.shape[0];
    this.strip.show(strip);
  }
}

export class PlaneTool {
  constructor(explore) {
    this.explore = explore;
    this.wants = ["plane"];
    this.axes = ["right", "up"].map((way, axis) => explore.view.name(make("select", { "aria-label": EXPLORE.axes[way], onchange: (event) => this.turn(axis, Number(event.target.value)) },
      ...Array.from({ length: DIRECTIONS }, (_, i) => make("option", { value: i }, EXPLORE.direction(i + 1)))), `explore-${way}`));
    this.mosaic = new Mosaic(7, EXPLORE.planePictures);
    this.ring = make("i", { class: "gan-ring", "aria-hidden": "true" });
    this.field = explore.view.name(make("div", { class: "gan-plane", tabindex: 0, role: "application", "aria-label": EXPLORE.plane, "data-tip": EXPLORE.planeTip }, this.mosaic.canvas, this.ring), "explore-plane");
    this.field.addEventListener("pointerdown", (event) => { this.field.setPointerCapture(event.pointerId); this.point(event); });
    this.field.addEventListener("pointermove", (event) => this.field.hasPointerCapture(event.pointerId) && this.point(event));
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.node = make("div", { class: "gan-plane-tool" }, this.field, make("div", { class: "gan-explore-line" },
      make("label", {}, EXPLORE.right, this.axes[0]), make("label", {}, EXPLORE.up, this.axes[1])), make("p", { class: "gan-note" }, EXPLORE.planeNote));
  }

  turn(axis, direction) {
    const axes = [...this.explore.state.axes];
    if (axes[1 - axis] === direction) axes[1 - axis] = axes[axis];
    axes[axis] = direction;
    this.explore.choose({ axes });
  }

  // The middles of the outermost pictures are 3 standard deviations from A.
  point({ clientX, clientY }) {
    const { left, top, width, height } = this.field.getBoundingClientRect();
    this.go(((clientX - left) / width - 0.5) * 7, (0.5 - (clientY - top) / height) * 7);
  }

  key(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!way) return;
    event.preventDefault();
    const [x, y] = this.explore.state.axes.map((axis) => this.explore.amounts[axis]);
    this.go(x + way[0] * PLANE_STEP, y + way[1] * PLANE_STEP);
  }

  go(x, y) {
    [x, y].forEach((value, axis) => { this.explore.amounts[this.explore.state.axes[axis]] = Math.max(-3, Math.min(3, Math.round(20 * value) / 20)); });
    this.mark();
    this.explore.move();
  }

  mark() {
    const [x, y] = this.explore.state.axes.map((axis) => this.explore.amounts[axis]);
    Object.assign(this.ring.style, { left: `${50 + (100 * x) / 7}%`, top: `${50 - (100 * y) / 7}%` });
  }

  show({ arrays: { plane }, shares }) {
    this.axes.forEach((select, axis) => {
      for (const option of select.options) option.disabled = shares ? option.index >= shares.length : option.disabled;
      select.value = this.explore.state.axes[axis];
    });
    this.mark();
    if (plane) this.mosaic.show(plane);
  }
}

export class SearchTool {
  constructor(explore) {
    this.explore = explore;
    this.shuffle = 0;
    this.reals = Array.from({ length: 12 }, (_, i) => {
      const tile = new Mosaic(1, EXPLORE.real(i + 1), { kind: "real" });
      return { tile, node: make("button", { type: "button", class: "gan-end", "data-tip": EXPLORE.realTip, onclick: () => this.begin({ real: this.numbers[i] }) }, tile.canvas) };
    });
    const button = (id, tip, does, ...inside) => explore.view.name(make("button", { type: "button", class: "gan-bare", "data-tip": tip, onclick: does }, ...inside), id);
    this.file = explore.view.name(make("input", { type: "file", accept: "image/*", hidden: true, "aria-label": EXPLORE.own, onchange: () => this.read() }), "explore-file");
    this.target = new Mosaic(1, EXPLORE.target, { kind: "real" });
    this.found = new Mosaic(1, EXPLORE.found);
    this.bar = make("progress", { max: 1, value: 0, "aria-label": EXPLORE.progress });
    this.says = explore.view.name(make("p", { role: "status" }, EXPLORE.searchHint), "explore-search");
    this.use = button("explore-found", EXPLORE.foundTip, () => (explore.amounts.fill(0), explore.ask("found")), EXPLORE.hold);
    this.use.disabled = true;
    this.pair = make("div", { class: "gan-pair" }, make("figure", {}, this.target.canvas, make("figcaption", { class: "gan-real-text" }, EXPLORE.target)), make("figure", {}, this.found.canvas, make("figcaption", { class: "gan-fake-text" }, EXPLORE.found)),
      make("div", {}, this.says, this.bar, this.use));
    this.node = make("div", { class: "gan-search" }, make("div", { class: "gan-reals" }, ...this.reals.map(({ node }) => node)),
      make("div", { class: "gan-explore-line" }, button("explore-others", EXPLORE.othersTip, () => (this.shuffle++, explore.wish(["reals"])), EXPLORE.others), button("explore-own", EXPLORE.ownTip, () => this.file.click(), EXPLORE.own), this.file), this.pair);
  }

  // A search that was left half-way goes on.
  get wants() {
    return this.running ? ["reals", "progress"] : ["reals"];
  }

  begin(what) {
    this.use.disabled = true;
    setText(this.says, EXPLORE.searching);
    this.explore.ask("search", what, ["progress"]);
  }

  async read() {
    const [file] = this.file.files;
    this.file.value = "";
    try {
      this.begin({ pixels: await readPixels(file, this.explore.shape) });
    } catch {
      setText(this.says, EXPLORE.unreadable);
    }
  }

  show({ arrays: { reals, target, found }, numbers, search }) {
    if (numbers) {
      this.numbers = numbers;
      this.reals.forEach(({ tile, node }, i) => {
        node.hidden = i >= numbers.length;
        if (!node.hidden) tile.show(reals, i);
      });
    }
    if (!search) return;
    this.target.show(target);
    this.found.show(found);
    setText(this.says, search.sentence);
    setAttribute(this.bar, "value", search.step / search.most);
    this.use.disabled = false;
    this.running = search.step < search.most;
    if (this.running && this.explore.tool === this) this.explore.wish(["progress"]);
  }
}
