// grasp.js: one fake of the grid of pictures, pointed at with the mouse or the arrow keys; a click or Enter explores it.
import { make, setAttribute, setText } from "./dom.js";
import { COLUMNS } from "./images.js";
import { GRASP_FAKE } from "./words.js";

const FAKE_STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS };

export class Grasp {
  constructor(box, view) {
    Object.assign(this, { box, view, at: null });
    this.spoken = make("p", { class: "gan-hidden", role: "status" });
    box.append(this.spoken);
    box.addEventListener("pointermove", (event) => event.pointerType !== "touch" && this.point(this.under(event)));
    box.addEventListener("pointerleave", () => this.point(null));
    box.addEventListener("blur", () => this.point(null));
    box.addEventListener("click", (event) => this.take(this.under(event)));
    box.addEventListener("keydown", (event) => this.press(event));
  }

  // Only where the painter has fakes that lie in a grid, and the host can explore them.
  setScene(painter) {
    this.painter = painter.fakeAt && this.view.explore ? painter : null;
    this.at = this.frame = null;
    if (this.painter) for (const [name, value] of Object.entries({ tabindex: 0, role: "application", "aria-label": GRASP_FAKE.label, "data-tip": GRASP_FAKE.tip })) setAttribute(this.box, name, value);
    else this.box.removeAttribute("data-tip");
  }

  show(frame) {
    this.frame = frame;
  }

  // How many fakes can be taken now: not in slow motion, which shows a batch.
  get count() {
    const { frame, view } = this;
    const there = this.painter && frame && frame.status !== "empty" && !frame.arrays.batch_fake && view.grid.dataset.mode !== "slow" && view.layers.alpha("fakes") > 0;
    return there ? frame.arrays.fakes.shape[0] : 0;
  }

  under(event) {
    if (!this.count) return null;
    const { left, top, width } = this.box.getBoundingClientRect();
    return this.painter.fakeAt(event.clientX - left, event.clientY - top, width, this.count);
  }

  point(i) {
    if (i === this.at) return;
    this.at = i;
    setAttribute(this.box, "data-pointing", i !== null);
    this.view.redraw();
  }

  press(event) {
    const step = FAKE_STEPS[event.key];
    if (!this.count || event.ctrlKey || event.metaKey || event.altKey || !(step || (event.key === "Enter" && this.at !== null))) return;
    event.preventDefault();
    event.stopPropagation();
    if (!step) return this.take(this.at);
    const next = this.at === null ? 0 : this.at + step;
    if (next < 0 || next >= this.count) return;
    this.point(next);
    setText(this.spoken, GRASP_FAKE.says(next + 1));
  }

  take(i) {
    if (i === null) return;
    this.point(null);
    this.view.explore.take(i + 1);
  }

  draw(pen, side, { palette }) {
    if (this.at === null || this.at >= this.count) return;
    const { left, top, size } = this.painter.tileOf(this.at, side);
    const ring = new Path2D();
    ring.roundRect(left + 1, top + 1, size - 2, size - 2, 6);
    pen.globalAlpha = 1;
    for (const [colour, width] of [[palette.page, 4], [palette.ink, 2]]) {
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.stroke(ring);
    }
  }
}
