// toy.js: paints the plane of a toy game: the way of (θ, ψ) over the gradient field, with the equilibrium in the middle.
import { said } from "./dictionary.js";
import { writeNumber } from "./words.js";

const REACH = 0.86; // the longest arrow, in cells
const COMPRESSED = 0.35; // lengths go with this power of the speed, so that slow places still show their direction
const AGES = 24; // steps of paleness along the way
const OLDEST = 0.3;
const NEAR = 11; // px from the equilibrium within which the start can no longer be told from it
const FEW = 90; // up to so many places each one gets a dot of its own
const CIRCLE = 2 * Math.PI;

// The smallest of 1, 2, 5, 10... times a power of ten that is at least a quarter of the reach.
function tickGap(reach) {
  const power = 10 ** Math.floor(Math.log10(reach / 4));
  return power * [1, 2, 5, 10].find((digit) => digit * power >= (reach / 4) * 0.999);
}

export class ToyPainter {
  constructor(scene) {
    this.scene = scene;
    this.title = "The way of both players over the gradient field";
    this.reach = scene.extent[1];
  }

  draw(pen, side, moment) {
    const { frame, previous, t, layers, palette } = moment;
    this.side = side;
    pen.fillStyle = palette.stops[2];
    pen.fillRect(0, 0, side, side);
    this.drawField(pen, palette, layers.alpha("field"));
    this.drawAxes(pen, palette);
    this.drawEquilibrium(pen, palette);
    if (!frame) return;
    const way = this.wayAt(frame, previous, t);
    this.drawWay(pen, way, gapOf(frame), palette, layers.alpha("way"));
    this.drawStart(pen, way, palette, layers.alpha("way"));
    this.drawHere(pen, way, palette);
    pen.globalAlpha = 1;
  }

  x(theta) {
    return (this.side * (theta / this.reach + 1)) / 2;
  }

  y(psi) {
    return (this.side * (1 - psi / this.reach)) / 2;
  }

  // The way as places on the screen [x, y, x, y, ...]; between two frames it grows along itself, step by step.
  wayAt({ step, arrays }, previous, t) {
    const { path, here } = arrays;
    const last = path.length / 2 - 1;
    const places = new Float32Array(path.length);
    for (let i = 0; i < path.length; i += 2) {
      places[i] = this.x((path[i] / 32767) * this.reach);
      places[i + 1] = this.y((path[i + 1] / 32767) * this.reach);
    }
    const fresh = previous ? step - previous.step : 0;
    if (fresh > 0 && fresh < last) return cut(places, last - fresh * (1 - t));
    const from = previous?.arrays.here ?? here;
    places[2 * last] = this.x(from[0] + (here[0] - from[0]) * t);
    places[2 * last + 1] = this.y(from[1] + (here[1] - from[1]) * t);
    return places;
  }

  drawField(pen, palette, alpha) {
    const { field } = this.scene.arrays;
    if (!alpha) return;
    const n = field.shape[0];
    const cell = this.side / n;
    let fastest = 0;
    for (let i = 0; i < field.length; i += 2) fastest = Math.max(fastest, Math.hypot(field[i], field[i + 1]));
    const lines = new Path2D();
    const heads = new Path2D();
    for (let i = 0; i < n * n; i++) {
      const [u, v] = [field[2 * i], -field[2 * i + 1]];
      const speed = Math.hypot(u, v);
      if (speed < 1e-6 * fastest || !fastest) continue;
      const length = REACH * cell * (speed / fastest) ** COMPRESSED;
      arrow(lines, heads, cell * ((i % n) + 0.5), this.side - cell * (Math.floor(i / n) + 0.5), u / speed, v / speed, length);
    }
    pen.globalAlpha = alpha;
    pen.strokeStyle = pen.fillStyle = palette.faint;
    pen.lineWidth = 1.2;
    pen.stroke(lines);
    pen.fill(heads);
    pen.globalAlpha = 1;
  }

  drawAxes(pen, palette) {
    const { side } = this;
    const middle = Math.round(side / 2) + 0.5;
    pen.strokeStyle = palette.muted;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(0, middle);
    pen.lineTo(side, middle);
    pen.moveTo(middle, 0);
    pen.lineTo(middle, side);
    pen.stroke();
    const gap = tickGap(this.reach);
    pen.font = `11px ${palette.font}`;
    for (let value = gap; value < this.reach * 0.9; value += gap) {
      const size = value < 1000 ? Number(value.toPrecision(3)) : writeNumber(value);
      for (const [sign, text] of [[1, `${size}`], [-1, `−${size}`]]) {
        this.write(pen, text, this.x(sign * value), middle + 11, palette.muted, palette, "center");
        this.write(pen, text, middle - 7, this.y(sign * value), palette.muted, palette, "right");
      }
    }
    this.nameAxis(pen, "θ", said("where G’s fake is"), side - 10, middle - 14, "fake-text", palette, "right");
    this.nameAxis(pen, "ψ", said("D’s slope"), middle + 10, 16, "real-text", palette, "left");
  }

  nameAxis(pen, letter, words, x, y, colour, palette, align) {
    const [symbol, font] = [`italic 18px "STIX Two Math", "Cambria Math", serif`, `12px ${palette.font}`];
    pen.font = font;
    const width = pen.measureText(words).width;
    this.write(pen, words, align === "right" ? x : x + 16, y, palette[colour], palette, align);
    pen.font = symbol;
    this.write(pen, letter, align === "right" ? x - width - 6 : x, y, palette[colour], palette, align);
  }

  // Text with a rim of paper, so that arrows below it do not disturb.
  write(pen, text, x, y, colour, palette, align) {
    pen.textAlign = align;
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 4;
    pen.strokeStyle = palette.stops[2];
    pen.strokeText(text, x, y);
    pen.fillStyle = colour;
    pen.fillText(text, x, y);
  }

  drawEquilibrium(pen, palette) {
    const middle = this.side / 2;
    pen.strokeStyle = palette.ink;
    pen.fillStyle = palette.stops[2];
    pen.lineWidth = 1.75;
    disc(pen, middle, middle, 8);
    pen.fill();
    pen.stroke();
    pen.font = `600 12px ${palette.font}`;
    this.write(pen, said("equilibrium"), middle + 14, middle + 26, palette.ink, palette, "left");
  }

  // Older parts are paler; the newest stretch is full ink.
  drawWay(pen, places, gap, palette, alpha) {
    const last = places.length / 2 - 1;
    if (!alpha || last < 1) return;
    pen.strokeStyle = pen.fillStyle = palette.ink;
    pen.lineWidth = 1.75;
    pen.lineJoin = "round";
    pen.lineCap = "butt";
    const ages = Math.min(AGES, last);
    for (let age = 0; age < ages; age++) {
      const [from, to] = [Math.floor((age * last) / ages), Math.floor(((age + 1) * last) / ages)];
      pen.globalAlpha = alpha * (OLDEST + (1 - OLDEST) * ((age + 1) / ages) ** 2);
      pen.beginPath();
      for (let i = from; i <= to; i++) {
        if (i === gap) pen.moveTo(places[2 * i], places[2 * i + 1]);
        else pen.lineTo(places[2 * i], places[2 * i + 1]);
      }
      pen.stroke();
      for (let i = Math.max(1, from); i < to && last < FEW; i++) {
        disc(pen, places[2 * i], places[2 * i + 1], 2);
        pen.fill();
      }
    }
    pen.globalAlpha = 1;
  }

  drawStart(pen, [x, y], palette, alpha) {
    if (Math.hypot(x - this.side / 2, y - this.side / 2) < NEAR) return;
    pen.globalAlpha = alpha;
    pen.strokeStyle = palette["ink-2"];
    pen.fillStyle = palette.stops[2];
    pen.lineWidth = 1.75;
    disc(pen, x, y, 4.5);
    pen.fill();
    pen.stroke();
    pen.font = `12px ${palette.font}`;
    this.write(pen, said("start"), x + 10, y - 10, palette["ink-2"], palette, "left");
    pen.globalAlpha = 1;
  }

  drawHere(pen, places, palette) {
    const [x, y] = places.slice(-2);
    pen.fillStyle = palette.page;
    disc(pen, x, y, 9);
    pen.fill();
    pen.fillStyle = palette.ink;
    disc(pen, x, y, 6.5);
    pen.fill();
  }

  // "reals" and "fakes" are their one place on the number line, "run" is the way over the plane.
  thumbnail(pen, side, frame, palette, what) {
    pen.clearRect(0, 0, side, side);
    if (what === "run") return this.plane(pen, side, frame, palette);
    const place = what === "reals" ? 0 : frame?.arrays.here?.[0] ?? 0;
    const x = side * (0.5 + (0.42 * place) / this.reach);
    const y = Math.round(side * 0.62) + 0.5;
    pen.strokeStyle = palette.muted;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(side * 0.08, y);
    pen.lineTo(side * 0.92, y);
    pen.moveTo(Math.round(side / 2) + 0.5, y - 4);
    pen.lineTo(Math.round(side / 2) + 0.5, y + 4);
    pen.stroke();
    pen.fillStyle = what === "reals" ? palette.real : palette.fake;
    disc(pen, x, y, Math.max(3.5, side / 14));
    pen.fill();
    pen.fillRect(x - side / 60, side * 0.24, side / 30, y - side * 0.24);
  }

  plane(pen, side, frame, palette) {
    const at = (value, sign) => (side * (1 + (sign * value) / 32767)) / 2;
    pen.fillStyle = palette.stops[2];
    pen.fillRect(0, 0, side, side);
    pen.strokeStyle = palette.faint;
    pen.lineWidth = 0.75;
    pen.beginPath();
    pen.moveTo(0, side / 2);
    pen.lineTo(side, side / 2);
    pen.moveTo(side / 2, 0);
    pen.lineTo(side / 2, side);
    pen.stroke();
    const { path } = frame.arrays;
    if (!path) return;
    pen.strokeStyle = pen.fillStyle = palette.ink;
    pen.lineWidth = Math.max(0.75, side / 60);
    pen.globalAlpha = 0.55;
    pen.beginPath();
    const gap = gapOf(frame);
    for (let i = 0; i < path.length; i += 2) {
      if (i === 2 * gap) pen.moveTo(at(path[i], 1), at(path[i + 1], -1));
      else pen.lineTo(at(path[i], 1), at(path[i + 1], -1));
    }
    pen.stroke();
    pen.globalAlpha = 1;
    disc(pen, at(path[path.length - 2], 1), at(path[path.length - 1], -1), Math.max(2.2, side / 17));
    pen.fill();
  }
}

function disc(pen, x, y, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, CIRCLE);
}

// Adds an arrow of `length` along the unit vector (u, v), with its middle at (x, y).
function arrow(lines, heads, x, y, u, v, length) {
  const [head, toX, toY] = [Math.min(5.5, length * 0.5), x + (u * length) / 2, y + (v * length) / 2];
  lines.moveTo(x - (u * length) / 2, y - (v * length) / 2);
  lines.lineTo(toX - u * head, toY - v * head);
  heads.moveTo(toX, toY);
  heads.lineTo(toX - u * head - v * head * 0.45, toY - v * head + u * head * 0.45);
  heads.lineTo(toX - u * head + v * head * 0.45, toY - v * head - u * head * 0.45);
  heads.closePath();
}

// A long way comes as its first third and its newest two: the place that the line does not lead to, or -1.
function gapOf({ step, arrays: { path } }) {
  const places = path.length / 2;
  return step + 1 > places ? Math.floor(places / 3) : -1;
}

// The first part of a way, up to the place `end`, which may lie between two of its places.
function cut(places, end) {
  const whole = Math.floor(end);
  const part = places.slice(0, 2 * Math.min(whole + 2, places.length / 2));
  const share = end - whole;
  if (part.length / 2 === whole + 2) {
    for (const i of [0, 1]) part[2 * whole + 2 + i] = places[2 * whole + i] + (places[2 * whole + 2 + i] - places[2 * whole + i]) * share;
  }
  return part;
}
