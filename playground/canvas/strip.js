// strip.js: the film strip of the timeline: what every branch looked like on its way, captured from the frames that arrive.
import { said } from "./dictionary.js";
import { pixelRatio } from "./dom.js";
import { writeCount } from "./words.js";

const FIRST_EVERY = 25; // steps between two tiles, until there are too many; then it doubles
const MOST = 18; // tiles in a row
const TILE = 52;
const [STRIP_LEFT, STRIP_RIGHT, STRIP_AXIS] = [28, 46, 18]; // px around the rows, and under them
const COMPACT = 60; // a track lower than this shows one row and no axis
const PALE = 0.34; // what lies ahead, or on another branch

export class Strip {
  constructor() {
    this.forget();
  }

  forget() {
    this.every = FIRST_EVERY;
    this.lines = new Map(); // by branch: its tiles from the beginning on, those that it shares with its parent included
  }

  // A frame's timeline, and its picture where its line has none yet.
  take(frame, palette, painter) {
    const { timeline } = frame;
    if (timeline.id !== this.id) this.forget();
    Object.assign(this, { id: timeline.id, timeline });
    for (const { name, parent, start } of timeline.branches) {
      if (!this.lines.has(name)) this.lines.set(name, (this.lines.get(parent) ?? []).filter(({ step }) => step <= start));
    }
    for (const name of this.lines.keys()) if (!timeline.branches.some((branch) => branch.name === name)) this.lines.delete(name);
    this.capture(timeline.shown, frame, palette, painter);
    if (timeline.replay) this.capture(timeline.branches[0].name, replayed(frame), palette, painter);
  }

  capture(name, frame, palette, painter) {
    const tiles = this.lines.get(name);
    const slot = Math.floor(frame.step / this.every);
    if (tiles.some(({ step }) => Math.floor(step / this.every) === slot)) return;
    const tile = { step: frame.step, frame: thumbnailFrame(frame), painter, canvas: document.createElement("canvas") }; // its own painter, because the scene may change
    paintTile(tile, palette);
    const at = tiles.findIndex(({ step }) => step > tile.step);
    tiles.splice(at < 0 ? tiles.length : at, 0, tile);
  }

  repaint(palette) {
    for (const tiles of this.lines.values()) for (const tile of tiles) paintTile(tile, palette);
  }

  // Sizes for a track of this width and height; the axis grows by doubling, and then every other tile goes.
  measure(width, height) {
    this.compact = height < COMPACT;
    const { branches, shown } = this.timeline;
    this.rows = this.compact ? branches.filter(({ name }) => name === shown) : branches;
    const [rest, pitch] = this.compact ? [0, 36] : [STRIP_AXIS + 2, TILE + 10];
    this.tile = Math.max(8, Math.min(this.compact ? 32 : TILE, Math.floor((height - rest) / this.rows.length) - 4));
    [this.left, this.right] = this.compact ? [20, 20] : [STRIP_LEFT, STRIP_RIGHT];
    Object.assign(this, { width, height });
    const room = Math.max(4, Math.min(MOST, Math.floor((width - this.left - this.right) / pitch) + 1));
    const longest = Math.max(...branches.map(({ end }) => end));
    while (longest > this.every * (room - 1)) this.thin();
    this.length = this.every * (room - 1);
  }

  thin() {
    this.every *= 2;
    for (const [name, tiles] of this.lines) {
      const slots = new Set();
      this.lines.set(name, tiles.filter(({ step }) => {
        const slot = Math.floor(step / this.every);
        return !slots.has(slot) && slots.add(slot);
      }));
    }
  }

  x(step) {
    return this.left + (step / this.length) * (this.width - this.left - this.right);
  }

  stepAt(x) {
    return ((x - this.left) / (this.width - this.left - this.right)) * this.length;
  }

  y(row) {
    const room = this.height - (this.compact ? 0 : STRIP_AXIS);
    return (room * (row + 0.5)) / this.rows.length;
  }

  rowAt(y) {
    return this.rows.reduce((best, branch, row) => (Math.abs(y - this.y(row)) < Math.abs(y - this.y(this.rows.indexOf(best))) ? branch : best), this.rows[0]);
  }

  // Up to which step each branch belongs to the way that led to the moment shown.
  lit(now) {
    const until = new Map();
    const byName = new Map(this.timeline.branches.map((branch) => [branch.name, branch]));
    for (let [branch, end] = [byName.get(this.timeline.shown), now]; branch; end = Math.min(end, branch.start), branch = byName.get(branch.parent)) until.set(branch.name, end);
    return until;
  }

  // now: the step of the marker; live: a tile of the picture that is shown.
  draw(pen, palette, now, live) {
    const until = this.lit(now);
    pen.clearRect(0, 0, this.width, this.height);
    this.rows.forEach((branch, row) => this.drawWay(pen, palette, branch, row, until.get(branch.name) ?? -1));
    this.rows.forEach((branch, row) => this.drawTiles(pen, palette, branch, row, until.get(branch.name) ?? -1));
    if (!this.compact) this.drawAxis(pen, palette, now);
    this.drawNow(pen, palette, now, live);
    pen.globalAlpha = 1;
  }

  // On a narrow strip the one row is the whole line of its branch.
  startOf({ parent, start }) {
    return parent && !this.compact ? start : this.timeline.first;
  }

  drawWay(pen, palette, branch, row, until) {
    const [start, y] = [this.startOf(branch), this.y(row)];
    const parent = this.rows.findIndex(({ name }) => name === branch.parent);
    const bend = parent >= 0 && !this.compact ? 14 : 0;
    const way = (from, to, bent) => {
      pen.beginPath();
      if (bent && bend) {
        pen.moveTo(this.x(start), this.y(parent));
        pen.bezierCurveTo(this.x(start) + 2, y, this.x(start) + 2, y, this.x(start) + bend, y);
      } else pen.moveTo(this.x(from), y);
      pen.lineTo(Math.max(this.x(to), this.x(start) + bend), y);
      pen.stroke();
    };
    [pen.strokeStyle, pen.lineWidth] = [palette.faint, 1];
    way(start, branch.end, true);
    if (until < start) return;
    [pen.strokeStyle, pen.lineWidth] = [palette["ink-2"], 1.6];
    way(start, Math.min(until, branch.end), true);
  }

  drawTiles(pen, palette, branch, row, until) {
    const [half, y, start] = [this.tile / 2, this.y(row), this.startOf(branch)];
    for (const { step, canvas } of this.lines.get(branch.name) ?? []) {
      if (branch.parent && !this.compact && step <= start) continue;
      const place = Math.floor(step / this.every) * this.every; // evenly, as on a film
      this.drawTile(pen, palette, canvas, this.x(place) - half, y - half, step <= until ? 1 : PALE);
    }
    const end = this.x(branch.end) + half + 8;
    if (this.rows.length > 1) writeAt(pen, branch.name, end, y + 4, palette[branch.name === this.timeline.shown ? "ink" : "muted"], `600 12px ${palette.font}`);
    if (branch.diverged !== null && this.x(branch.diverged) < this.width) this.drawDiverged(pen, palette, this.x(branch.diverged), y);
  }

  drawTile(pen, palette, canvas, x, y, alpha) {
    const tile = this.tile;
    pen.save();
    pen.beginPath();
    pen.roundRect(x, y, tile, tile, Math.min(8, tile / 6));
    pen.fillStyle = palette.band; // no way shows through
    pen.fill();
    pen.globalAlpha = alpha;
    pen.clip();
    pen.drawImage(canvas, x, y, tile, tile);
    pen.restore();
    [pen.strokeStyle, pen.lineWidth] = [palette.line, 1];
    pen.stroke();
  }

  drawDiverged(pen, palette, x, y) {
    [pen.strokeStyle, pen.lineWidth] = [palette.ink, 1.8];
    pen.beginPath();
    for (const side of [-1, 1]) {
      pen.moveTo(x - 4, y - 4 * side);
      pen.lineTo(x + 4, y + 4 * side);
    }
    pen.stroke();
    writeAt(pen, said("diverged"), x + 8, y + this.tile / 2 - 4, palette["ink-2"], `11px ${palette.font}`);
  }

  drawAxis(pen, palette, now) {
    const every = this.every * Math.ceil(90 / (this.x(this.every) - this.x(0)));
    pen.textAlign = "center";
    for (let step = 0; step <= this.length; step += every) {
      if (Math.abs(this.x(step) - this.x(now)) > 44) writeAt(pen, writeCount(step), this.x(step), this.height - 5, palette.muted, `11px ${palette.font}`);
    }
    pen.textAlign = "start";
  }

  drawNow(pen, palette, now, live) {
    const shown = this.rows.findIndex(({ name }) => name === this.timeline.shown);
    const owner = this.compact ? 0 : this.ownerRow(shown, now);
    const [x, y, half] = [this.x(now), this.y(owner), this.tile / 2];
    if (!this.compact) this.drawMarker(pen, palette, now, x);
    if (live) this.drawTile(pen, palette, live, x - half, y - half, 1);
    [pen.strokeStyle, pen.lineWidth] = [palette.ink, 2];
    pen.beginPath();
    pen.roundRect(x - half, y - half, this.tile, this.tile, Math.min(8, this.tile / 6));
    pen.stroke();
  }

  ownerRow(row, step) {
    const { parent, start } = this.rows[row];
    const above = this.rows.findIndex(({ name }) => name === parent);
    return above >= 0 && step <= start ? this.ownerRow(above, step) : row;
  }

  drawMarker(pen, palette, now, x) {
    pen.fillStyle = palette.ink;
    pen.fillRect(Math.round(x) - 1, 0, 2, this.height - STRIP_AXIS);
    pen.font = `600 11px ${palette.font}`;
    const wide = pen.measureText(writeCount(now)).width + 14;
    const left = Math.max(0, Math.min(this.width - wide, x - wide / 2));
    pen.beginPath();
    pen.roundRect(left, this.height - STRIP_AXIS, wide, STRIP_AXIS - 1, STRIP_AXIS / 2);
    pen.fill();
    pen.textAlign = "center";
    writeAt(pen, writeCount(now), left + wide / 2, this.height - 5, palette.page, pen.font);
    pen.textAlign = "start";
  }
}

function writeAt(pen, text, x, y, colour, font) {
  [pen.fillStyle, pen.font] = [colour, font];
  pen.fillText(text, x, y);
}

export function paintTile({ canvas, frame, painter }, palette) {
  const ratio = pixelRatio();
  canvas.width = canvas.height = Math.round(TILE * ratio);
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  painter.thumbnail(pen, TILE, frame, palette, "run");
}

// A saved run that is replayed sends pictures of its way along with those of its end.
function replayed({ timeline, arrays }) {
  const tiles = Object.entries(arrays).filter(([name]) => name.startsWith("tile_"));
  return { step: timeline.replay[0], status: "kept", arrays: Object.fromEntries(tiles.map(([name, array]) => [name.slice(5), array])) };
}

// The little of a frame that a thumbnail needs, so that no whole packet is kept alive.
function thumbnailFrame({ step, status, arrays }) {
  const kept = {};
  for (const name of ["fakes", "map", "q", "path"]) {
    if (!arrays[name]) continue;
    kept[name] = arrays[name].slice();
    kept[name].shape = arrays[name].shape;
  }
  return { step, status: status === "empty" ? status : "kept", arrays: kept };
}
