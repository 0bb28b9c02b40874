// timeline.js: the band at the foot: the run so far as thumbnails, captured here from the frames that arrive.
import { fitCanvas, make, pixelRatio, setText } from "./dom.js";
import { TIPS, writeCount } from "./words.js";

const MOST = 18;
const FIRST_EVERY = 25; // steps between two thumbnails, until there are too many; then it doubles
const LIVE_GAP = 500; // ms between two drawings of the last tile, which is now

export class Timeline {
  constructor(root) {
    this.note = make("p", { class: "gan-note" }, "One picture every so many steps; the last is now.");
    this.track = make("ol", { class: "gan-track", "aria-label": "Thumbnails of the run" });
    root.append(make("div", { class: "gan-timeline-head", "data-tip": TIPS.timeline }, make("h2", { class: "gan-heading" }, "The run so far"), this.note), this.track);
    this.live = this.makeTile();
    this.live.node.classList.add("gan-tile-now");
  }

  makeTile() {
    const canvas = make("canvas", { "aria-hidden": "true" });
    const label = make("span", {}, "0");
    return { canvas, label, node: make("li", { class: "gan-tile" }, canvas, label) };
  }

  // A change of loss or penalty is a new scene, but the same run on the same data goes on.
  setScene({ data }) {
    if (data.title !== this.data) {
      this.forget();
      this.frame = null;
    }
    this.data = data.title;
  }

  forget() {
    this.tiles = [];
    this.every = FIRST_EVERY;
    this.track.replaceChildren(this.live.node);
    this.drawnAt = -Infinity;
  }

  // The first frame of a scene, kept because a newer one may come before anything is drawn.
  begin(frame) {
    if (this.frame && frame.step < this.frame.step) this.forget();
    this.first = frame;
  }

  show(frame) {
    if (this.frame && frame.step < this.frame.step) this.forget();
    this.frame = frame;
  }

  // How many tiles the track has room for, with the live one.
  room() {
    const pitch = parseFloat(getComputedStyle(this.track).getPropertyValue("--gan-pitch")) || 62;
    return Math.max(4, Math.min(MOST, Math.floor(this.track.clientWidth / pitch)));
  }

  draw(now, palette, painter) {
    if (!this.frame || !this.track.clientWidth) return;
    if (palette !== this.palette) this.repaint(palette);
    if (this.first && !this.tiles.length) this.capture(this.first, palette, painter);
    this.first = null;
    const last = this.tiles[this.tiles.length - 1];
    const due = !last || this.frame.step >= last.frame.step + this.every;
    if (due) this.capture(this.frame, palette, painter);
    if (due || this.frame.status !== "playing" || now - this.drawnAt > LIVE_GAP) this.drawLive(now, palette, painter);
  }

  drawLive(now, palette, painter) {
    this.drawnAt = now;
    this.paint(this.live, this.frame, palette, painter);
    setText(this.live.label, writeCount(this.frame.step));
    const last = this.tiles[this.tiles.length - 1];
    last.node.hidden = last.frame.step === this.frame.step;
  }

  capture(frame, palette, painter) {
    this.tiles.forEach(({ node }) => { node.hidden = false; });
    const tile = this.makeTile();
    Object.assign(tile, { frame: thumbnailFrame(frame), painter }); // its own painter, because a toy game's plane may grow
    setText(tile.label, writeCount(tile.frame.step));
    tile.node.title = `step ${writeCount(tile.frame.step)}`;
    this.track.insertBefore(tile.node, this.live.node);
    this.tiles.push(tile);
    this.paint(tile, tile.frame, palette, painter);
    while (this.tiles.length + 1 > this.room()) this.thin();
  }

  // Every other tile goes, and from now on they come half as often.
  thin() {
    this.tiles.filter((_, i) => i % 2).forEach(({ node }) => node.remove());
    this.tiles = this.tiles.filter((_, i) => i % 2 === 0);
    this.every *= 2;
  }

  paint({ canvas }, frame, palette, painter) {
    const side = canvas.clientWidth || 48;
    const ratio = pixelRatio();
    fitCanvas(canvas, side, side, ratio);
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    painter.thumbnail(pen, side, frame, palette, "run");
  }

  repaint(palette) {
    this.palette = palette;
    for (const tile of this.tiles) this.paint(tile, tile.frame, palette, tile.painter);
    this.drawnAt = -Infinity;
  }
}

// The little of a frame that a thumbnail needs, so that no whole packet is kept alive.
function thumbnailFrame({ step, arrays }) {
  const kept = {};
  for (const name of ["fakes", "map", "q", "path"]) {
    if (!arrays[name]) continue;
    kept[name] = arrays[name].slice();
    kept[name].shape = arrays[name].shape;
  }
  return { step, status: "kept", arrays: kept };
}
