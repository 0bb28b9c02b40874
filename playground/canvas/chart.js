// chart.js: one small chart on a canvas: smoothed lines over their raw selves, with dotted equilibria.
import { fitCanvas, pixelRatio } from "./dom.js";
import { writeConstant, writeNumber } from "./words.js";

export const RIGHT = 56; // room for the last values
const LABEL = 14; // between two of them

// Mean over a window that narrows at the start; gaps (NaN) are left out and left open.
export function smooth(values, out) {
  const reach = Math.max(1, Math.round(values.length * 0.02));
  for (let i = 0; i < values.length; i++) {
    let [sum, count] = [0, 0];
    for (let j = Math.max(0, i - reach); j <= Math.min(values.length - 1, i + reach); j++) {
      if (Number.isFinite(values[j])) { sum += values[j]; count++; }
    }
    out[i] = Number.isFinite(values[i]) ? sum / count : NaN;
  }
  return out;
}

// A range of values that grows in steps (half as much again) and never shrinks.
export class Span {
  constructor(low, high, { lowest = -Infinity, highest = Infinity } = {}) {
    Object.assign(this, { low, high, lowest, highest, start: [low, high] });
  }

  reset() {
    [this.low, this.high] = this.start;
  }

  include(value) {
    if (!Number.isFinite(value)) return;
    while (value < this.low && this.low > this.lowest) this.low = Math.max(this.lowest, this.low - (this.high - this.low) / 2);
    while (value > this.high && this.high < this.highest) this.high = Math.min(this.highest, this.high + (this.high - this.low) / 2);
  }
}

export class Chart {
  // lines: [{row, colour}]; marks: [{value, colour, above}], the equilibria, named above or below their line.
  constructor(canvas, lines, range, marks) {
    Object.assign(this, { canvas, lines, range, marks });
    this.smoothed = lines.map(() => new Float32Array(0));
  }

  // steps [B], rows: arrays [B] by row number; moments: {now: the step shown, where that is not the last, events: steps}.
  draw(steps, rows, palette, moments = {}) {
    const pen = this.begin();
    if (!pen) return;
    const { width, height } = this;
    const plot = { width: width - RIGHT, top: 6, height: height - 8 };
    this.smoothRows(rows);
    this.shown = moments.now ? Math.max(0, steps.findIndex((step) => step >= moments.now)) : steps.length - 1;
    this.drawGround(pen, plot, height, palette);
    if (steps.length) this.drawMoments(pen, plot, steps[steps.length - 1], moments, palette);
    if (steps.length) this.drawLines(pen, plot, steps, rows, palette);
    this.drawMarkNames(pen, plot, palette);
    if (steps.length) this.drawLast(pen, plot, steps, palette);
  }

  // One line alone, over the full width, with a dot where its newest value is.
  drawBare(steps, rows, newest, palette) {
    const pen = this.begin();
    if (!pen) return;
    this.smoothRows(rows);
    const plot = { width: this.width - 4, top: 3, height: this.height - 6 };
    this.shown = steps.length - 1;
    this.drawLines(pen, plot, steps, rows, palette);
    if (Number.isFinite(newest)) drawDot(pen, plot.width, this.y(newest, plot), palette[this.lines[0].colour]);
  }

  begin() {
    this.width = this.canvas.clientWidth;
    this.height = this.canvas.clientHeight;
    if (!this.width || !this.height) return null;
    const ratio = pixelRatio();
    fitCanvas(this.canvas, this.width, this.height, ratio);
    const pen = this.canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    return pen;
  }

  smoothRows(rows) {
    this.lines.forEach(({ row }, k) => {
      if (this.smoothed[k].length !== rows[row].length) this.smoothed[k] = new Float32Array(rows[row].length);
      smooth(rows[row], this.smoothed[k]);
      for (const value of rows[row]) this.range.include(value); // the smoothed line lies within the raw one
    });
  }

  y(value, plot, { low, high } = this.range) {
    return plot.top + plot.height * (1 - (value - low) / (high - low));
  }

  drawGround(pen, plot, height, palette) {
    pen.lineWidth = 1;
    pen.strokeStyle = palette.line;
    pen.beginPath();
    pen.moveTo(0, height - 0.5);
    pen.lineTo(plot.width, height - 0.5);
    pen.stroke();
    pen.setLineDash([2, 3]);
    for (const { value, colour } of this.marks) {
      const y = Math.round(this.y(value, plot)) + 0.5;
      if (y < 0 || y > height) continue;
      pen.strokeStyle = colour ? palette[colour] : palette.muted;
      pen.beginPath();
      pen.moveTo(0, y);
      pen.lineTo(plot.width, y);
      pen.stroke();
    }
    pen.setLineDash([]);
  }

  // Thin lines where something was set, a stronger one at the step shown.
  drawMoments(pen, plot, last, { now, events = [] }, palette) {
    for (const step of now ? [...events, now] : events) {
      pen.fillStyle = step === now ? palette.ink : palette.line;
      pen.fillRect(Math.round((step / last) * plot.width) - 0.5, 0, 1, plot.top + plot.height + 2);
    }
  }

  // What comes after the step shown is pale.
  drawLines(pen, plot, steps, rows, palette) {
    const last = steps[steps.length - 1] || 1;
    pen.save();
    pen.beginPath();
    pen.rect(0, 0, plot.width + 4, plot.top + plot.height + 2);
    pen.clip();
    pen.lineJoin = "round";
    const trace = (values, from, to) => {
      pen.beginPath();
      let open = false;
      for (let i = from; i <= to; i++) {
        if (!Number.isFinite(values[i])) { open = false; continue; }
        const [x, y] = [(steps[i] / last) * plot.width, this.y(values[i], plot)];
        if (open) pen.lineTo(x, y);
        else pen.moveTo(x, y);
        open = true;
      }
      pen.stroke();
    };
    this.lines.forEach(({ row, colour }, k) => {
      pen.strokeStyle = palette[colour];
      pen.globalAlpha = 0.22;
      pen.lineWidth = 1;
      trace(rows[row], 0, steps.length - 1);
      pen.lineWidth = 1.75;
      trace(this.smoothed[k], this.shown, steps.length - 1);
      pen.globalAlpha = 1;
      trace(this.smoothed[k], 0, this.shown);
    });
    pen.restore();
  }

  // Names sit on the side of their line that the curves leave free at the start, or on the other where a name stands already.
  drawMarkNames(pen, plot, palette) {
    pen.font = `11px ${palette.font}`;
    pen.textBaseline = "alphabetic";
    pen.fillStyle = palette["ink-2"];
    pen.strokeStyle = palette.page;
    pen.lineWidth = 3;
    pen.lineJoin = "round";
    const taken = [];
    for (const { value, above } of this.marks) {
      const y = this.y(value, plot);
      const at = (above ? [y - 5, y + 13] : [y + 13, y - 5]).find((place) => taken.every((other) => Math.abs(place - other) > 11));
      if (!(at >= 8 && at <= plot.top + plot.height + 1)) continue;
      taken.push(at);
      pen.strokeText(writeConstant(value), 2, at);
      pen.fillText(writeConstant(value), 2, at);
    }
  }

  // What the dots at the lines' ends show, as text, in the order of the lines.
  ends() {
    return this.smoothed.map((values) => writeNumber(values[this.shown]));
  }

  drawLast(pen, plot, steps, palette) {
    const words = this.ends();
    const x = plot.width * (this.shown < steps.length - 1 ? steps[this.shown] / steps[steps.length - 1] : 1);
    const ends = this.lines.map(({ colour }, k) => ({ value: this.smoothed[k][this.shown], written: words[k], colour }))
      .filter((end) => Number.isFinite(end.value))
      .map((end) => ({ ...end, y: Math.min(plot.top + plot.height, Math.max(plot.top, this.y(end.value, plot))) }))
      .sort((a, b) => a.y - b.y);
    spread(ends, 7, plot.top + plot.height - 4);
    pen.font = `600 12px ${palette.font}`;
    pen.textBaseline = "middle";
    for (const end of ends) {
      drawDot(pen, x, end.y, palette[end.colour]);
      pen.fillStyle = palette[{ real: "real-text", fake: "fake-text" }[end.colour] ?? end.colour];
      pen.fillText(end.written, plot.width + 7, end.at, RIGHT - 7);
    }
  }
}

export function drawDot(pen, x, y, colour) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(x, y, 2.2, 0, 2 * Math.PI);
  pen.fill();
}

// Gives sorted labels a place `at` near their y: apart from each other by a line, and between top and bottom.
export function spread(labels, top, bottom) {
  labels.forEach((label) => { label.at = label.y; });
  for (let i = 1; i < labels.length; i++) {
    const overlap = LABEL - (labels[i].at - labels[i - 1].at);
    if (overlap > 0) { labels[i].at += overlap / 2; labels[i - 1].at -= overlap / 2; }
  }
  labels.forEach((label, i) => { label.at = Math.max(label.at, i ? labels[i - 1].at + LABEL : top); });
  for (let i = labels.length - 1; i >= 0; i--) {
    labels[i].at = Math.min(labels[i].at, i + 1 < labels.length ? labels[i + 1].at - LABEL : bottom);
  }
}
