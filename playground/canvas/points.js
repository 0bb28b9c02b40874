// points.js: paints two-dimensional samples over D's map; points move and the map fades between frames.
import { traceLevel } from "./contour.js";

const REAL_RADIUS = 1.9;
const FAKE_RADIUS = 2.5;
const HALO = 0.75;
const FULL = 2 * Math.PI;
const INSET = 0.34; // of the side: the picture of D*

const unit = (quantised) => (quantised / 32767 + 1) / 2;

function newCanvas(width, height) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  return canvas;
}

// A canvas of one pixel for each place of a map of m × m opinions.
function opinionTile(m) {
  const [canvas, pixels] = [newCanvas(m, m), new ImageData(m, m)];
  return { canvas, pixels, words: new Uint32Array(pixels.data.buffer) };
}

// Opinions from 0 to 255, row 0 at the bottom, as colours.
function paintOpinion({ canvas, pixels, words }, opinions, m, palette) {
  for (let row = 0; row < m; row++) {
    for (let column = 0; column < m; column++) words[(m - 1 - row) * m + column] = palette.opinion[(opinions[row * m + column] + 0.5) | 0];
  }
  canvas.getContext("2d").putImageData(pixels, 0, 0);
}

// A dot painted once and stamped many times: far cheaper than as many arcs, and each keeps its halo.
function dotStamp(radius, halo, colour, paper, ratio) {
  const reach = radius + halo + 0.5;
  const stamp = newCanvas(Math.ceil(2 * reach * ratio), Math.ceil(2 * reach * ratio));
  const pen = stamp.getContext("2d");
  pen.scale(ratio, ratio);
  for (const [size, fill] of halo ? [[radius + halo, paper], [radius, colour]] : [[radius, colour]]) {
    pen.fillStyle = fill;
    pen.beginPath();
    pen.arc(reach, reach, size, 0, FULL);
    pen.fill();
  }
  return { stamp, reach };
}

// G's update moves every fake, so there the fakes that can be followed are shown, not the batch it learned from.
const movesFakes = (phase) => phase?.turn === "g" && phase.name === "update";

export class PointsPainter {
  constructor(scene) {
    this.scene = scene;
    this.title = "Samples, and D’s opinion of every place";
  }

  // moment: {frame, previous, t, layers, palette, ratio}; previous is null where nothing moves.
  draw(pen, side, moment) {
    const { frame, layers, palette } = moment;
    this.prepare(side, moment);
    pen.fillStyle = palette.stops[2];
    pen.fillRect(0, 0, side, side);
    const empty = !frame || frame.status === "empty";
    if (!empty) this.drawOpinion(pen, side, moment);
    const batched = frame?.arrays.batch_real;
    pen.globalAlpha = layers.alpha("reals") * (batched ? 0.45 : 1);
    pen.drawImage(this.realLayer, 0, 0, side, side);
    if (!empty) this.drawSamples(pen, side, moment);
    if (!empty) this.drawBest(pen, side, moment);
    pen.globalAlpha = 1;
  }

  prepare(side, { palette, ratio }) {
    if (this.palette === palette && this.side === side && this.ratio === ratio) return;
    Object.assign(this, { palette, side, ratio });
    this.fakeDot = dotStamp(FAKE_RADIUS, HALO, palette.fake, palette.page, ratio);
    this.realDot = dotStamp(FAKE_RADIUS, HALO, palette.real, palette.page, ratio);
    this.realLayer = newCanvas(Math.round(side * ratio), Math.round(side * ratio));
    const pen = this.realLayer.getContext("2d");
    pen.scale(ratio, ratio);
    pen.globalAlpha = 0.62;
    this.stampAll(pen, side, dotStamp(REAL_RADIUS, 0, palette.real, null, ratio), this.scene.arrays.reals);
  }

  drawOpinion(pen, side, { frame, previous, t, layers, palette }) {
    const map = frame.arrays.map;
    if (!map) return;
    const m = map.shape[0];
    if (this.mixed?.length !== map.length) {
      this.mixed = new Float32Array(map.length);
      this.tile = opinionTile(m);
    }
    const before = previous?.arrays.map?.length === map.length ? previous.arrays.map : null;
    for (let i = 0; i < map.length; i++) this.mixed[i] = before ? before[i] + (map[i] - before[i]) * t : map[i];
    if (layers.alpha("map")) {
      pen.globalAlpha = layers.alpha("map");
      paintOpinion(this.tile, this.mixed, m, palette);
      pen.imageSmoothingEnabled = true;
      pen.imageSmoothingQuality = "high";
      pen.drawImage(this.tile.canvas, 0, 0, side, side);
    }
    if (layers.alpha("half")) {
      pen.globalAlpha = layers.alpha("half") * 0.5;
      pen.strokeStyle = palette.ink;
      pen.lineWidth = 1;
      pen.beginPath();
      traceLevel(pen, this.mixed, m, 127.5, side);
      pen.stroke();
    }
  }

  drawSamples(pen, side, { frame, previous, t, layers, palette }) {
    const { fakes, batch_real: batchReal, batch_fake: oldBatch, arrows } = frame.arrays;
    const batchFake = movesFakes(frame.phase) ? null : oldBatch;
    if (batchReal) {
      pen.globalAlpha = layers.alpha("reals");
      this.stampAll(pen, side, this.realDot, batchReal);
    }
    if (fakes && !batchFake) {
      pen.globalAlpha = layers.alpha("fakes") * (batchReal ? 0.3 : 1);
      const before = previous?.arrays.fakes?.length === fakes.length ? previous.arrays.fakes : null;
      this.stampAll(pen, side, this.fakeDot, fakes, before, t);
    }
    if (arrows) {
      pen.globalAlpha = layers.alpha("gradients");
      this.drawArrows(pen, side, arrows, palette);
    }
    if (batchFake) {
      pen.globalAlpha = layers.alpha("fakes");
      this.stampAll(pen, side, this.fakeDot, batchFake);
    }
  }

  // The best D, small, in the lower right corner beside the learned one: p/(p + q) in the same colours.
  drawBest(pen, side, { frame, layers, palette }) {
    const best = frame.arrays.d_star;
    const alpha = layers.alpha("d_star");
    if (!best || !alpha) return;
    const m = best.shape[0];
    const inset = Math.round(side * INSET);
    const at = side - inset - 12;
    this.bestTile ??= opinionTile(m);
    paintOpinion(this.bestTile, best, m, palette);
    pen.save();
    pen.globalAlpha = alpha;
    pen.beginPath();
    pen.roundRect(at, at, inset, inset, 8);
    pen.save();
    pen.clip();
    pen.imageSmoothingQuality = "high";
    pen.drawImage(this.bestTile.canvas, at, at, inset, inset);
    pen.translate(at, at);
    pen.globalAlpha = alpha * 0.5;
    pen.strokeStyle = palette.ink;
    pen.lineWidth = 1;
    const half = new Path2D();
    traceLevel(half, best, m, 127.5, inset);
    pen.stroke(half);
    pen.restore();
    pen.strokeStyle = palette.ink;
    pen.lineWidth = 1;
    pen.stroke();
    pen.font = `italic 16px "STIX Two Math", "Cambria Math", serif`;
    pen.textAlign = "left";
    pen.textBaseline = "alphabetic";
    pen.lineWidth = 4;
    pen.lineJoin = "round";
    pen.strokeStyle = palette.stops[2];
    pen.strokeText("D*", at + 8, at + 20);
    pen.fillStyle = palette.ink;
    pen.fillText("D*", at + 8, at + 20);
    pen.restore();
  }

  stampAll(pen, side, { stamp, reach }, points, before = null, t = 1) {
    if (!pen.globalAlpha) return;
    const size = stamp.width / this.ratio;
    for (let i = 0; i < points.length; i += 2) {
      const x = before ? before[i] + (points[i] - before[i]) * t : points[i];
      const y = before ? before[i + 1] + (points[i + 1] - before[i + 1]) * t : points[i + 1];
      pen.drawImage(stamp, unit(x) * side - reach, side - unit(y) * side - reach, size, size);
    }
  }

  drawArrows(pen, side, arrows, palette) {
    pen.strokeStyle = pen.fillStyle = palette.ink;
    pen.lineWidth = 1.3;
    pen.beginPath();
    const heads = new Path2D();
    for (let i = 0; i < arrows.length; i += 4) {
      const [x, y, toX, toY] = [unit(arrows[i]) * side, side - unit(arrows[i + 1]) * side,
        unit(arrows[i + 2]) * side, side - unit(arrows[i + 3]) * side];
      const length = Math.hypot(toX - x, toY - y);
      if (length < 1.5) continue;
      const [ux, uy, head] = [(toX - x) / length, (toY - y) / length, Math.min(5.5, length * 0.6)];
      const [baseX, baseY] = [toX - ux * head, toY - uy * head];
      pen.moveTo(x, y);
      pen.lineTo(baseX, baseY);
      heads.moveTo(toX, toY);
      heads.lineTo(baseX - uy * head * 0.45, baseY + ux * head * 0.45);
      heads.lineTo(baseX + uy * head * 0.45, baseY - ux * head * 0.45);
      heads.closePath();
    }
    pen.stroke();
    pen.fill(heads);
  }

  // Small pictures: what is "fakes", "reals" (dots on a clear ground) or "run" (fakes over D's map).
  thumbnail(pen, side, frame, palette, what) {
    pen.clearRect(0, 0, side, side);
    if (what === "run") {
      pen.fillStyle = palette.stops[2];
      pen.fillRect(0, 0, side, side);
      if (frame.arrays.map && frame.status !== "empty") {
        const still = { alpha: (name) => Number(name === "map") };
        this.drawOpinion(pen, side, { frame, previous: null, t: 1, layers: still, palette });
      }
      pen.globalAlpha = 1;
    }
    const points = what === "reals" ? this.scene.arrays.reals : frame?.arrays.fakes;
    if (!points) return;
    pen.fillStyle = what === "reals" ? palette.real : palette.fake;
    const dot = side / 44;
    const stride = 2 * Math.max(1, Math.ceil(points.length / 2 / 300));
    pen.beginPath();
    for (let i = 0; i < points.length; i += stride) {
      const [x, y] = [unit(points[i]) * side, side - unit(points[i + 1]) * side];
      pen.rect(x - dot / 2, y - dot / 2, dot, dot);
    }
    pen.fill();
  }
}
