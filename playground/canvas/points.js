// points.js: paints two-dimensional samples over D's map; points move and the map fades between frames.
import { traceLevel } from "./contour.js";
import { BestInset, DensityLayer, Sheet, Trails, drawArrows, drawGrid } from "./overlays.js";
import { Dots } from "./dots.js";
import { Outside, isOutside } from "./outside.js";
import { mapTile, newCanvas, paintMap, stretchMap, unit } from "./tiles.js";

const REAL_RADIUS = 1.9;
const FAKE_RADIUS = 2.5;
const HALO = 0.75;
const GROUND = ["map", "half", "real_density", "fake_density", "reals"]; // the layers that lie below the fakes

// G's update moves every fake, so there the fakes that can be followed are shown, not the batch it learned from.
const movesFakes = (phase) => phase?.turn === "g" && phase.name === "update";

export class PointsPainter {
  constructor(scene) {
    this.scene = scene;
    this.title = "Samples, and D’s opinion of every place";
    this.ground = new Sheet();
    this.realDensity = new DensityLayer("real", "real");
    this.fakeDensity = new DensityLayer("fake", "fake");
    this.best = new BestInset();
    this.trails = new Trails();
    this.outside = new Outside(2);
  }

  // A new frame has come; previous is null where nothing moves from there to here.
  follow(previous) {
    this.trails.remember(previous);
    if (!previous) this.outside.forget();
  }

  // moment: {frame, previous, t, layers, palette, ratio}; previous is null where nothing moves.
  draw(pen, side, moment) {
    const { frame, layers } = moment;
    this.prepare(side, moment);
    const empty = !frame || frame.status === "empty";
    this.lay(side, moment, empty);
    pen.globalAlpha = 1;
    this.ground.draw(pen, 0, 0);
    if (!empty) this.drawMotion(pen, side, moment);
    if (!empty) this.drawSamples(pen, side, moment);
    if (!empty) this.best.draw(pen, side, frame, moment, layers.alpha("d_star"));
    pen.globalAlpha = 1;
  }

  // What lies below all that moves at every frame: D's map, the densities and the reals, laid together where one of them has changed.
  lay(side, moment, empty) {
    const { frame, previous, t, layers, palette, ratio } = moment;
    const { map, real_density: p, fake_density: q, batch_real: batched } = frame?.arrays ?? {};
    const alphas = GROUND.map((name) => layers.alpha(name));
    const pen = this.ground.renew(side, ratio, palette, empty, map, p, q, Boolean(batched), previous && t, ...alphas);
    if (!pen) return;
    pen.globalAlpha = 1;
    pen.fillStyle = palette.stops[2];
    pen.fillRect(0, 0, side, side);
    if (!empty) this.drawOpinion(pen, side, moment);
    if (frame) this.realDensity.draw(pen, side, frame, moment, layers.alpha("real_density"));
    if (!empty) this.fakeDensity.draw(pen, side, frame, moment, layers.alpha("fake_density"));
    pen.globalAlpha = layers.alpha("reals") * (batched ? 0.45 : 1);
    pen.drawImage(this.realLayer, 0, 0, side, side);
  }

  prepare(side, { palette, ratio }) {
    if (this.palette === palette && this.side === side && this.ratio === ratio) return;
    Object.assign(this, { palette, side, ratio });
    this.fakeDots = new Dots(FAKE_RADIUS, HALO, palette.fake, palette.page, ratio);
    this.realDots = new Dots(FAKE_RADIUS, HALO, palette.real, palette.page, ratio);
    this.realLayer = newCanvas(Math.round(side * ratio), Math.round(side * ratio));
    const pen = this.realLayer.getContext("2d");
    pen.scale(ratio, ratio);
    pen.globalAlpha = 0.62;
    new Dots(REAL_RADIUS, 0, palette.real, null, ratio).draw(pen, side, this.scene.arrays.reals);
  }

  drawOpinion(pen, side, { frame, previous, t, layers, palette }) {
    const map = frame.arrays.map;
    if (!map) return;
    const m = map.shape[0];
    if (this.mixed?.length !== map.length) {
      this.mixed = new Float32Array(map.length);
      this.tile = mapTile(m);
    }
    const before = previous?.arrays.map?.length === map.length ? previous.arrays.map : null;
    for (let i = 0; i < map.length; i++) this.mixed[i] = before ? before[i] + (map[i] - before[i]) * t : map[i];
    if (layers.alpha("map")) {
      pen.globalAlpha = layers.alpha("map");
      paintMap(this.tile, this.mixed, m, palette.opinion);
      stretchMap(pen, this.tile, side);
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

  // Under the fakes: the latent plane as G bends it, and where the fakes come from.
  drawMotion(pen, side, moment) {
    const { frame, previous, t, layers, palette } = moment;
    const { grid, fakes } = frame.arrays;
    if (grid && layers.alpha("grid")) {
      pen.globalAlpha = layers.alpha("grid") * 0.32;
      drawGrid(pen, side, grid, previous?.arrays.grid, t, palette["fake-text"]);
    }
    if (layers.alpha("trails") && !frame.phase) this.trails.draw(pen, side, fakes, t, moment, layers.alpha("trails"));
  }

  drawSamples(pen, side, { frame, previous, t, layers, palette }) {
    const { fakes, batch_real: batchReal, batch_fake: oldBatch, arrows, gradients } = frame.arrays;
    const batchFake = movesFakes(frame.phase) ? null : oldBatch;
    if (batchReal) {
      pen.globalAlpha = layers.alpha("reals");
      this.realDots.draw(pen, side, batchReal);
    }
    if (fakes && !batchFake) {
      pen.globalAlpha = layers.alpha("fakes") * (batchReal ? 0.3 : 1);
      const before = previous?.arrays.fakes?.length === fakes.length ? previous.arrays.fakes : null;
      this.fakeDots.draw(pen, side, fakes, before, t);
    }
    if (arrows && layers.alpha("arrows")) {
      pen.globalAlpha = layers.alpha("arrows");
      drawArrows(pen, side, arrows, null, 1, palette.ink);
    }
    if (gradients && layers.alpha("gradients")) {
      pen.globalAlpha = layers.alpha("gradients");
      drawArrows(pen, side, gradients, previous?.arrays.gradients, t, palette.ink);
    }
    if (batchFake) {
      pen.globalAlpha = layers.alpha("fakes");
      this.fakeDots.draw(pen, side, batchFake);
    }
    this.drawOutside(pen, side, batchFake ?? fakes, frame, layers.alpha("fakes"), palette);
  }

  drawOutside(pen, side, shown, frame, alpha, palette) {
    if (!shown || !alpha) return;
    this.outside.count(shown, frame.status === "playing");
    pen.globalAlpha = alpha;
    this.outside.draw(pen, { left: 0, right: side, top: 0, bottom: side }, palette);
  }

  // Which sample of the moment lies nearest to a place of the picture, within `reach` px: {fake: i}, {real: i}, or the place.
  pick(x, y, reach, side, { frame, previous, t, layers }) {
    const unseen = !frame || frame.status === "empty" || (frame.arrays.batch_fake && !movesFakes(frame.phase));
    const drawn = [["fake", unseen || !layers.alpha("fakes") ? [] : frame.arrays.fakes, previous?.arrays.fakes],
      ["real", layers.alpha("reals") ? this.scene.arrays.reals : [], null]];
    for (const [name, points, before] of drawn) {
      let [best, nearest] = [reach ** 2, -1];
      for (let i = 0; i < points.length; i += 2) {
        if (isOutside(points, i)) continue;
        const [px, py] = this.place(points, before, t, i, side);
        const away = (px - x) ** 2 + (py - y) ** 2;
        if (away < best) [best, nearest] = [away, i / 2];
      }
      if (nearest >= 0) return { [name]: nearest };
    }
    const [x0, x1, y0, y1] = this.scene.extent;
    return { x: x0 + ((x1 - x0) * x) / side, y: y1 - ((y1 - y0) * y) / side };
  }

  // Where in the picture that is which `pick` found.
  placeOf(picked, side, { frame, previous, t }) {
    if ("fake" in picked) return this.place(frame.arrays.fakes, previous?.arrays.fakes, t, 2 * picked.fake, side);
    if ("real" in picked) return this.place(this.scene.arrays.reals, null, 1, 2 * picked.real, side);
    const [x0, x1, y0, y1] = this.scene.extent;
    return [(side * (picked.x - x0)) / (x1 - x0), (side * (y1 - picked.y)) / (y1 - y0)];
  }

  place(points, before, t, i, side) {
    const old = before?.length === points.length ? before : null;
    const at = (k) => unit(old ? old[k] + (points[k] - old[k]) * t : points[k]) * side;
    return [at(i), side - at(i + 1)];
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
      if (isOutside(points, i)) continue;
      const [x, y] = [unit(points[i]) * side, side - unit(points[i + 1]) * side];
      pen.rect(x - dot / 2, y - dot / 2, dot, dot);
    }
    pen.fill();
  }
}
