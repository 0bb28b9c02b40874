// line.js: paints one dimension as in Goodfellow et al. 2014, figure 1: p, q, D and D* over x, and z → x below.
import { Outside, isPast } from "./outside.js";
import { PROBE } from "./words.js";

const PLOT = { top: 0.05, bottom: 0.7, x: 0.78, z: 0.94 }; // heights, as shares of the side
const RIM = 26; // pixels left and right, for the names of the axes

const mix = (array, before, i, t) => (before?.length === array.length ? before[i] + (array[i] - before[i]) * t : array[i]);

// The axis grows in steps of half as much again, never by a hair.
function stepAbove(value) {
  let step = 0.25;
  while (step < value) step *= 1.5;
  return step;
}

export class LinePainter {
  constructor(scene) {
    this.scene = scene;
    this.title = "Data, fakes and D along one line";
    this.tallest = stepAbove(Math.max(...scene.arrays.p) * 1.15);
    this.widest = 3;
    this.linked = scene.networks.g.latent === 1; // only then can arrows show all of G
    this.outside = new Outside(1);
  }

  // A new frame has come; previous is null where nothing moves from there to here.
  follow(previous) {
    if (!previous) this.outside.forget();
  }

  draw(pen, side, moment) {
    const { frame, palette, layers } = moment;
    this.side = side;
    pen.fillStyle = palette.stops[2];
    pen.fillRect(0, 0, side, side);
    const empty = !frame || frame.status === "empty";
    if (!empty) this.growAxes(frame);
    this.drawAxes(pen, palette);
    this.drawDensity(pen, this.scene.arrays.p, null, 1, palette.real, layers.alpha("p"));
    this.drawRug(pen, palette, layers.alpha("p"));
    if (!empty) this.drawFrame(pen, moment);
    pen.globalAlpha = 1;
  }

  drawFrame(pen, { frame, previous, t, layers, palette }) {
    const { q, d, d_star: best, links } = frame.arrays;
    const before = previous?.arrays ?? {};
    if (links) this.drawLinks(pen, links, before.links, t, palette, layers.alpha("q"));
    if (q) this.drawDensity(pen, q, before.q, t, palette.fake, layers.alpha("q"));
    if (best) this.drawAnswer(pen, best, before.d_star, t, palette.ink, layers.alpha("d_star"), [1.75, 3.5]);
    if (d) this.drawAnswer(pen, d, before.d, t, palette.ink, layers.alpha("d"), []);
    this.drawOutside(pen, frame, palette, layers.alpha("q"));
  }

  drawOutside(pen, { arrays, status }, palette, alpha) {
    this.outside.count(arrays.fakes, status === "playing");
    pen.globalAlpha = alpha;
    const floor = this.atHeight(0);
    this.outside.draw(pen, { left: RIM, right: this.side - RIM, top: floor - 32, bottom: floor }, palette);
  }

  // A G that puts all its mass on one place has a q far taller than p; beyond three times p it leaves the frame.
  growAxes({ arrays }) {
    const limit = Math.max(...this.scene.arrays.p) * 3;
    const top = Math.min(limit, Math.max(...(arrays.q ?? [0])));
    if (top > this.tallest) this.tallest = stepAbove(top);
    for (let i = 0; i < (arrays.links?.length ?? 0); i += 2) this.widest = Math.max(this.widest, Math.ceil(Math.abs(arrays.links[i])));
  }

  // Only the place along the line counts: the mark stands on D's curve.
  pick(x) {
    const [x0, x1] = this.scene.extent;
    return { x: Math.min(x1, Math.max(x0, x0 + ((x1 - x0) * (x - RIM)) / (this.side - 2 * RIM))) };
  }

  placeOf({ x }, side, { frame, previous, t }) {
    return [this.atX(x), this.atHeight(mix(frame.arrays.d, previous?.arrays.d, this.nearest(x), t))];
  }

  nearest(x) {
    const [x0, x1] = this.scene.extent;
    return Math.round(((x - x0) / (x1 - x0)) * (this.scene.arrays.xs.length - 1));
  }

  // What the card says besides D's answer.
  remarks({ x }, { arrays }) {
    const i = this.nearest(x);
    return [[PROBE.best, arrays.d_star[i]], [PROBE.p, this.scene.arrays.p[i]], [PROBE.q, arrays.q[i]]];
  }

  atX(x) {
    const [x0, x1] = this.scene.extent;
    return RIM + (this.side - 2 * RIM) * ((x - x0) / (x1 - x0));
  }

  atZ(z) {
    return RIM + (this.side - 2 * RIM) * ((z / this.widest + 1) / 2);
  }

  atHeight(share) {
    return this.side * (PLOT.bottom - (PLOT.bottom - PLOT.top) * share);
  }

  drawAxes(pen, palette) {
    const [left, right] = [RIM, this.side - RIM];
    pen.lineWidth = 1;
    pen.strokeStyle = palette.faint;
    pen.beginPath();
    for (const y of this.linked ? [PLOT.bottom, PLOT.x, PLOT.z] : [PLOT.bottom, PLOT.x]) {
      pen.moveTo(left, Math.round(this.side * y) + 0.5);
      pen.lineTo(right, Math.round(this.side * y) + 0.5);
    }
    pen.stroke();
    pen.setLineDash([2, 3]);
    pen.strokeStyle = palette.muted;
    pen.beginPath();
    pen.moveTo(left, Math.round(this.atHeight(0.5)) + 0.5);
    pen.lineTo(right, Math.round(this.atHeight(0.5)) + 0.5);
    pen.stroke();
    pen.setLineDash([]);
    this.drawTicks(pen, palette, left, right);
  }

  drawTicks(pen, palette, left, right) {
    pen.fillStyle = palette.muted;
    pen.font = `11px ${palette.font}`;
    pen.textBaseline = "middle";
    pen.textAlign = "left";
    for (const [share, text] of [[1, "1"], [0.5, "½"], [0, "0"]]) pen.fillText(text, right + 6, this.atHeight(share));
    pen.textBaseline = "top";
    pen.textAlign = "center";
    const [x0, x1] = this.scene.extent;
    const gap = [0.5, 1, 2, 5, 10].find((candidate) => (x1 - x0) / candidate <= 10) ?? 20;
    for (let x = Math.ceil(x0 / gap) * gap; x <= x1; x += gap) {
      pen.fillText(String(x).replace("-", "−"), this.atX(x), this.side * PLOT.bottom + 6);
    }
    for (let z = -this.widest; z <= this.widest && this.linked; z++) pen.fillText(String(z).replace("-", "−"), this.atZ(z), this.side * PLOT.z + 6);
    pen.font = `italic 15px "STIX Two Math", "Cambria Math", serif`;
    pen.fillStyle = palette["ink-2"];
    pen.textBaseline = "middle";
    pen.fillText("x", left - 12, this.side * PLOT.x);
    if (this.linked) pen.fillText("z", left - 12, this.side * PLOT.z);
    pen.fillText("D", right + 12, this.atHeight(0.75));
  }

  drawDensity(pen, density, before, t, colour, alpha) {
    if (!alpha) return;
    const xs = this.scene.arrays.xs;
    const base = this.atHeight(0);
    pen.save();
    pen.beginPath();
    pen.rect(0, 0, this.side, base);
    pen.clip();
    const line = new Path2D();
    for (let i = 0; i < xs.length; i++) line.lineTo(this.atX(xs[i]), this.atHeight(mix(density, before, i, t) / this.tallest));
    const area = new Path2D(line);
    area.lineTo(this.atX(xs[xs.length - 1]), base);
    area.lineTo(this.atX(xs[0]), base);
    pen.fillStyle = pen.strokeStyle = colour;
    pen.lineWidth = 2;
    pen.globalAlpha = 0.13 * alpha;
    pen.fill(area);
    pen.globalAlpha = alpha;
    pen.stroke(line);
    pen.restore();
  }

  drawRug(pen, palette, alpha) {
    const { reals } = this.scene.arrays;
    if (!reals || !alpha) return;
    pen.strokeStyle = palette.real;
    pen.globalAlpha = 0.35 * alpha;
    pen.beginPath();
    const span = this.side - 2 * RIM;
    for (let i = 0; i < Math.min(reals.length, 300); i++) {
      if (isPast(reals[i])) continue;
      const x = RIM + ((reals[i] / 32767 + 1) / 2) * span;
      pen.moveTo(x, this.side * PLOT.x - 7);
      pen.lineTo(x, this.side * PLOT.x - 1);
    }
    pen.stroke();
    pen.globalAlpha = 1;
  }

  drawAnswer(pen, answer, before, t, colour, alpha, dash) {
    if (!alpha) return;
    const xs = this.scene.arrays.xs;
    pen.globalAlpha = alpha;
    pen.strokeStyle = colour;
    pen.lineWidth = 1.75;
    pen.lineCap = dash.length ? "round" : "butt";
    pen.setLineDash(dash.length ? [0.1, 4.5] : []);
    pen.beginPath();
    for (let i = 0; i < xs.length; i++) pen.lineTo(this.atX(xs[i]), this.atHeight(mix(answer, before, i, t)));
    pen.stroke();
    pen.setLineDash([]);
  }

  drawLinks(pen, links, before, t, palette, alpha) {
    if (!alpha) return;
    const [top, bottom] = [this.side * PLOT.x + 3, this.side * PLOT.z - 2];
    const [low, high] = [RIM, this.side - RIM];
    pen.strokeStyle = pen.fillStyle = palette["fake-text"];
    pen.lineWidth = 0.9;
    const lines = new Path2D();
    const heads = new Path2D();
    for (let i = 0; i < links.length; i += 2) {
      const from = this.atZ(links[i]);
      const end = this.atX(mix(links, before, i + 1, t));
      const to = Math.min(high, Math.max(low, end));
      const length = Math.hypot(to - from, top - bottom);
      const [ux, uy] = [(to - from) / length, (top - bottom) / length];
      lines.moveTo(from, bottom);
      lines.lineTo(to - ux * 4, top - uy * 4);
      if (to !== end) continue; // it leads out of the picture
      heads.moveTo(to, top);
      heads.lineTo(to - ux * 5 - uy * 2.2, top - uy * 5 + ux * 2.2);
      heads.lineTo(to - ux * 5 + uy * 2.2, top - uy * 5 - ux * 2.2);
      heads.closePath();
    }
    pen.globalAlpha = 0.55 * alpha;
    pen.stroke(lines);
    pen.globalAlpha = alpha;
    pen.fill(heads);
  }

  thumbnail(pen, side, frame, palette, what) {
    const { xs, p } = this.scene.arrays;
    pen.clearRect(0, 0, side, side);
    if (what === "run") {
      pen.fillStyle = palette.stops[2];
      pen.fillRect(0, 0, side, side);
    }
    const top = Math.max(...p) * 1.6;
    const curves = { reals: [[p, "real"]], fakes: [[frame?.arrays.q, "fake"]], run: [[p, "real"], [frame?.arrays.q, "fake"]] }[what];
    for (const [density, colour] of curves) {
      if (!density) continue;
      const area = new Path2D();
      area.moveTo(0, side * 0.86);
      for (let i = 0; i < xs.length; i++) area.lineTo((i / (xs.length - 1)) * side, side * (0.86 - 0.78 * Math.min(1, density[i] / top)));
      area.lineTo(side, side * 0.86);
      pen.fillStyle = pen.strokeStyle = palette[colour];
      pen.globalAlpha = 0.25;
      pen.fill(area);
      pen.globalAlpha = 1;
      pen.lineWidth = side / 36;
      pen.stroke(area);
    }
  }
}
