// overlays.js: what can lie over D's map besides the samples: densities, G's bent grid, arrows, and trails.
import { traceLevel } from "./contour.js";
import { isOutside } from "./outside.js";
import { parseHex } from "./theme.js";
import { mapTile, newCanvas, paintMap, unit } from "./tiles.js";

const DENSITY_TINT = 0.3; // how much of the colour covers the map where a density is highest
const CONTOUR_ALPHA = [0.5, 0.75, 1]; // how strong its contours are, from the outermost
const GRID_STRIDE = 2; // of the latent grid's rows every second is a line
const TRAILED = 300; // so many fakes leave a trail
const TRAIL_LENGTH = 14; // of about so many frames
const [TRAIL_ALPHA, TRAIL_FADE] = [0.5, 0.85];
const [INSET, INSET_MARGIN] = [0.34, 12]; // of the side, and px: the picture of D*

// The colour, from clear to DENSITY_TINT, as a table for bytes that are square roots of a density.
function tints(colour) {
  const [r, g, b] = parseHex(colour);
  return Uint32Array.from({ length: 256 }, (_, i) => (Math.round(255 * DENSITY_TINT * (i / 255) ** 1.5) << 24) | (b << 16) | (g << 8) | r);
}

// A picture in the picture that is made when its numbers are new, and laid down as often as asked: what changes seldom costs little.
export class Sheet {
  // The pen of an empty sheet where anything that it is made of has changed, else null. ratio: of the screen's pixels to the page's.
  renew(side, ratio, ...parts) {
    const made = [side, ratio, ...parts];
    if (made.every((part, i) => part === this.made?.[i])) return null;
    Object.assign(this, { made, side });
    const size = Math.round(side * ratio);
    if (this.canvas?.width !== size) this.canvas = newCanvas(size, size);
    const pen = this.canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, side, side);
    return pen;
  }

  draw(pen, x, y) {
    pen.drawImage(this.canvas, x, y, this.side, this.side);
  }
}

// A density as a soft tint with contours.
export class DensityLayer {
  constructor(name, colour) {
    Object.assign(this, { name, colour, sheet: new Sheet() });
  }

  draw(pen, side, { arrays }, { palette, ratio }, alpha) {
    const [density, levels] = [arrays[`${this.name}_density`], arrays[`${this.name}_levels`]];
    if (!density || !alpha) return;
    const empty = this.sheet.renew(side, ratio, density, palette);
    if (empty) this.prepare(density, levels, palette, empty, side);
    pen.globalAlpha = alpha;
    this.sheet.draw(pen, 0, 0);
  }

  prepare(density, levels, palette, pen, side) {
    const m = density.shape[0];
    if (palette !== this.palette) this.table = tints(palette[this.colour]);
    this.palette = palette;
    if (this.tile?.canvas.width !== m) this.tile = mapTile(m);
    paintMap(this.tile, density, m, this.table);
    pen.globalAlpha = 1;
    pen.imageSmoothingQuality = "low"; // a tint needs no better
    pen.drawImage(this.tile.canvas, 0, 0, side, side);
    pen.strokeStyle = palette[`${this.colour}-text`];
    pen.lineWidth = 1.1;
    levels.forEach((level, i) => {
      pen.globalAlpha = CONTOUR_ALPHA[i];
      pen.beginPath();
      traceLevel(pen, density, m, level - 0.5, side);
      pen.stroke();
    });
  }
}

// The best D, small, to stand beside the learned one: p/(p + q) in the same colours.
export class BestInset {
  constructor() {
    this.sheet = new Sheet();
  }

  draw(pen, side, { arrays }, { palette, ratio }, alpha) {
    const best = arrays.d_star;
    if (!best || !alpha) return;
    const inset = Math.round(side * INSET);
    const empty = this.sheet.renew(inset, ratio, best, palette);
    if (empty) this.prepare(best, palette, empty, inset);
    pen.globalAlpha = alpha;
    this.sheet.draw(pen, side - inset - INSET_MARGIN, side - inset - INSET_MARGIN);
  }

  prepare(best, palette, pen, side) {
    const m = best.shape[0];
    if (this.tile?.canvas.width !== m) this.tile = mapTile(m);
    paintMap(this.tile, best, m, palette.opinion);
    const frame = new Path2D();
    frame.roundRect(0.5, 0.5, side - 1, side - 1, 8);
    pen.save();
    pen.clip(frame);
    pen.globalAlpha = 1;
    pen.imageSmoothingQuality = "high";
    pen.drawImage(this.tile.canvas, 0, 0, side, side);
    pen.globalAlpha = 0.5;
    pen.strokeStyle = palette.ink;
    pen.lineWidth = 1;
    pen.beginPath();
    traceLevel(pen, best, m, 127.5, side);
    pen.stroke();
    pen.stroke(frame);
    pen.restore();
    pen.font = `italic 16px "STIX Two Math", "Cambria Math", serif`;
    [pen.textAlign, pen.textBaseline] = ["left", "alphabetic"];
    [pen.lineWidth, pen.lineJoin] = [4, "round"];
    pen.strokeStyle = palette.stops[2];
    pen.strokeText("D*", 8, 20);
    pen.fillStyle = palette.ink;
    pen.fillText("D*", 8, 20);
  }
}

// Lines of equal latents: each row and each column of the grid that G has bent, or the one row of a latent of one number. What lies
// beyond the picture is left out: along its rim there are no lines.
export function drawGrid(pen, side, grid, before, t, colour) {
  const plane = grid.shape.length === 3;
  const [rows, columns] = plane ? grid.shape : [1, grid.shape[0]];
  const old = before?.length === grid.length ? before : null;
  const at = (i) => (old ? old[i] + (grid[i] - old[i]) * t : grid[i]);
  const line = (from, step, count) => {
    for (let k = 0, i = 2 * from; k < count; k++, i += 2 * step) {
      const [x, y] = [unit(at(i)) * side, side - unit(at(i + 1)) * side];
      if (k && !(isOutside(grid, i) && isOutside(grid, i - 2 * step))) pen.lineTo(x, y);
      else pen.moveTo(x, y);
    }
  };
  pen.strokeStyle = colour;
  pen.lineWidth = plane ? 0.8 : 1.4;
  pen.lineJoin = "round";
  pen.beginPath();
  for (let row = 0; row < rows; row += GRID_STRIDE) line(row * columns, 1, columns);
  for (let column = 0; plane && column < columns; column += GRID_STRIDE) line(column, columns, rows);
  pen.stroke();
}

// Arrows [n, 4] from tail to tip; those too short to be seen are left out, and those whose tail lies beyond the picture.
export function drawArrows(pen, side, arrows, before, t, colour) {
  const old = before?.length === arrows.length ? before : null;
  const at = (i) => unit(old ? old[i] + (arrows[i] - old[i]) * t : arrows[i]) * side;
  const heads = new Path2D();
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = 1.3;
  pen.beginPath();
  for (let i = 0; i < arrows.length; i += 4) {
    if (isOutside(arrows, i)) continue;
    const [x, y, toX, toY] = [at(i), side - at(i + 1), at(i + 2), side - at(i + 3)];
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

// Where the fakes have been: each new piece is laid on a sheet that fades a little first, and the newest follows the moving points.
export class Trails {
  constructor() {
    this.sheet = new Sheet();
    this.forget();
  }

  forget() {
    [this.last, this.waiting, this.sheet.made] = [null, [], null];
  }

  // Called for each new frame, with the one before, or null where nothing leads from there to here.
  remember(previous) {
    const fakes = previous?.arrays.fakes;
    if (!fakes || fakes.length !== (this.last?.whole ?? fakes.length)) this.forget();
    if (!fakes) return;
    const here = Object.assign(fakes.slice(0, 2 * TRAILED), { whole: fakes.length });
    if (this.last) this.waiting.push([this.last, here]);
    if (this.waiting.length > TRAIL_LENGTH) this.waiting.shift(); // nobody looks
    this.last = here;
  }

  draw(pen, side, fakes, t, { palette, ratio }, alpha) {
    if (!this.last) return;
    this.sheet.renew(side, ratio, palette);
    const under = this.sheet.canvas.getContext("2d");
    for (const [from, to] of this.waiting.splice(0)) {
      under.globalCompositeOperation = "destination-in";
      under.globalAlpha = TRAIL_FADE;
      under.fillRect(0, 0, side, side);
      under.globalCompositeOperation = "source-over";
      tracePieces(under, side, from, to, 1, palette.fake, TRAIL_ALPHA);
    }
    pen.globalAlpha = alpha;
    this.sheet.draw(pen, 0, 0);
    tracePieces(pen, side, this.last, fakes, t, palette.fake, alpha * TRAIL_ALPHA);
  }
}

// A straight piece for each of the first fakes, up to the share t of its way.
function tracePieces(pen, side, from, to, t, colour, alpha) {
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.lineCap = "butt";
  pen.globalAlpha = alpha;
  pen.beginPath();
  for (let i = 0; i < from.length; i += 2) {
    if (isOutside(from, i) && isOutside(to, i)) continue;
    pen.moveTo(unit(from[i]) * side, side - unit(from[i + 1]) * side);
    pen.lineTo(unit(from[i] + (to[i] - from[i]) * t) * side, side - unit(from[i + 1] + (to[i + 1] - from[i + 1]) * t) * side);
  }
  pen.stroke();
}
