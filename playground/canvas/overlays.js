// overlays.js: what can lie over D's map besides the samples: densities, G's bent grid, arrows, and trails.
import { traceLevel } from "./contour.js";
import { parseHex } from "./theme.js";
import { mapTile, paintMap, unit } from "./tiles.js";

const DENSITY_TINT = 0.3; // how much of the colour covers the map where a density is highest
const CONTOUR_ALPHA = [0.5, 0.75, 1]; // how strong its contours are, from the outermost
const GRID_STRIDE = 2; // of the latent grid's rows every second is a line
const TRAILED = 300; // so many fakes leave a trail
const TRAIL_LENGTH = 14; // of at most so many frames

// The colour, from clear to DENSITY_TINT, as a table for bytes that are square roots of a density.
function tints(colour) {
  const [r, g, b] = parseHex(colour);
  return Uint32Array.from({ length: 256 }, (_, i) => (Math.round(255 * DENSITY_TINT * (i / 255) ** 1.5) << 24) | (b << 16) | (g << 8) | r);
}

// A density as a soft tint with contours; it is traced and painted when it is new, and drawn as often as asked.
export class DensityLayer {
  constructor(name, colour) {
    Object.assign(this, { name, colour });
  }

  draw(pen, side, { arrays }, palette, alpha) {
    const [density, levels] = [arrays[`${this.name}_density`], arrays[`${this.name}_levels`]];
    if (!density || !alpha) return;
    if (density !== this.density || palette !== this.palette || side !== this.side) this.prepare(density, levels, palette, side);
    pen.globalAlpha = alpha;
    pen.imageSmoothingEnabled = true;
    pen.imageSmoothingQuality = "low"; // a tint needs no better
    pen.drawImage(this.tile.canvas, 0, 0, side, side);
    pen.strokeStyle = palette[`${this.colour}-text`];
    pen.lineWidth = 1.1;
    this.contours.forEach((contour, i) => {
      pen.globalAlpha = alpha * CONTOUR_ALPHA[i];
      pen.stroke(contour);
    });
  }

  prepare(density, levels, palette, side) {
    const m = density.shape[0];
    if (palette !== this.palette) this.table = tints(palette[this.colour]);
    Object.assign(this, { density, palette, side });
    if (this.tile?.canvas.width !== m) this.tile = mapTile(m);
    paintMap(this.tile, density, m, this.table);
    this.contours = Array.from(levels, (level) => {
      const contour = new Path2D();
      traceLevel(contour, density, m, level - 0.5, side);
      return contour;
    });
  }
}

// Lines of equal latents: each row and each column of the grid that G has bent, or the one row of a latent of one number.
export function drawGrid(pen, side, grid, before, t, colour) {
  const plane = grid.shape.length === 3;
  const [rows, columns] = plane ? grid.shape : [1, grid.shape[0]];
  const old = before?.length === grid.length ? before : null;
  const at = (i) => (old ? old[i] + (grid[i] - old[i]) * t : grid[i]);
  const line = (from, step, count) => {
    for (let k = 0, i = 2 * from; k < count; k++, i += 2 * step) {
      const [x, y] = [unit(at(i)) * side, side - unit(at(i + 1)) * side];
      if (k) pen.lineTo(x, y);
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

// Arrows [n, 4] from tail to tip; those too short to be seen are left out.
export function drawArrows(pen, side, arrows, before, t, colour) {
  const old = before?.length === arrows.length ? before : null;
  const at = (i) => unit(old ? old[i] + (arrows[i] - old[i]) * t : arrows[i]) * side;
  const heads = new Path2D();
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = 1.3;
  pen.beginPath();
  for (let i = 0; i < arrows.length; i += 4) {
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

// Where the fakes have been in the last frames: newer parts are stronger, and the newest follows the moving points.
export class Trails {
  constructor() {
    this.past = [];
  }

  // Called for each new frame, with the one before, or null where nothing leads from there to here.
  remember(previous) {
    const fakes = previous?.arrays.fakes;
    if (!fakes || fakes.length !== (this.past[0]?.whole ?? fakes.length)) this.past = [];
    if (!fakes) return;
    this.past.push(Object.assign(fakes.slice(0, 2 * TRAILED), { whole: fakes.length }));
    if (this.past.length > TRAIL_LENGTH) this.past.shift();
  }

  draw(pen, side, fakes, t, colour, alpha) {
    const count = Math.min(fakes.length, 2 * TRAILED);
    pen.strokeStyle = colour;
    pen.lineWidth = 1;
    pen.lineCap = "butt";
    this.past.forEach((from, k) => {
      const newest = k + 1 === this.past.length;
      const to = this.past[k + 1] ?? fakes;
      pen.globalAlpha = alpha * 0.5 * ((k + 1) / this.past.length);
      pen.beginPath();
      for (let i = 0; i < count; i += 2) {
        const share = newest ? t : 1;
        pen.moveTo(unit(from[i]) * side, side - unit(from[i + 1]) * side);
        pen.lineTo(unit(from[i] + (to[i] - from[i]) * share) * side, side - unit(from[i + 1] + (to[i + 1] - from[i + 1]) * share) * side);
      }
      pen.stroke();
    });
  }
}
