// overlay.js: the curves of runs side by side, one line for each run, told apart by dash and letter.
import { Chart, RIGHT, Span, drawDot, smooth, spread } from "./chart.js";
import { valueOf } from "./curves.js";
import { make, setAttribute, setText } from "./dom.js";
import { TIPS, writeCount, writeNumber } from "./words.js";

const LETTERS = ["A", "B", "C", "D"];
const STYLES = [{ colour: "ink", dash: [] }, { colour: "run-b", dash: [5, 3] }, { colour: "ink-2", dash: [1.5, 3] }, { colour: "run-b", dash: [1.5, 3] }];
const MOST_MEASURED = 400; // measurements kept of a run; then every other one goes
const CHARTS = 3; // so many fit beside the pictures
const OVERLAY_GAP = 250; // ms between two drawings while the runs play

const writeShare = (share) => `${Math.round(100 * share)} %`;
const above = (top, highest = Infinity) => new Span(0, top, { lowest: 0, highest });

// What is measured now and then: [key, title, its first range, how it is written].
const MEASURED = {
  modes: ["Modes found", (scene) => above(scene.modes_total * 1.05, scene.modes_total * 1.05), String],
  high_quality: ["High quality", () => above(1, 1.04), writeShare],
  sliced_wasserstein: ["Distance from the data", () => above(0.5), writeNumber],
  radius: ["Distance from the equilibrium", () => above(1.5), writeNumber],
  valid: ["Valid strings", () => above(1, 1.04), writeShare],
  distinct: ["Different valid strings", () => above(1, 1.04), writeShare],
  js4: ["Unlike in four characters", () => above(1, 1.04), writeNumber],
  consonance: ["Consonant pairs of voices", () => above(1, 1.04), writeShare],
  distinct_chords: ["Different chords", () => above(1, 1.04), writeShare],
  l1_to_truth: ["Distance from the truth", () => above(0.2), writeNumber],
  self_bleu: ["Likeness among fakes", () => above(1, 1.04), writeNumber],
};
const KINDS_MEASURED = { toy: ["radius"], pairs: ["l1_to_truth"], text: ["js4", "self_bleu"], music: ["consonance", "distinct_chords"] };
const measuredIn = ({ kind, modes, data }) => (data.name === "grammar" ? ["valid", "distinct"] : modes ? ["modes", "high_quality"] : KINDS_MEASURED[kind] ?? ["sliced_wasserstein"]);

// What each step reports: [row of the curves, title, its tip, its first range, its unit: numbers of runs that have others are not comparable].
const REPORTED = [
  [4, "Value of the game", "minus", ({ loss }) => new Span(Math.min(-1, 1.8 * (loss.equilibrium.value ?? 0)), 0.2), ({ loss }) => valueOf(loss.name)],
  [3, "D on fakes", "dFakes", ({ loss }) => (loss.output === "score" ? new Span(-1, 1) : above(1, 1)), ({ loss }) => (loss.output === "score" ? loss.name : loss.output)],
];

// The measurements of one run that this page has seen.
class Track {
  constructor() {
    this.forget();
  }

  forget() {
    [this.steps, this.values] = [[], []];
  }

  add(step, value) {
    const last = this.steps[this.steps.length - 1] ?? -1;
    if (step === last || typeof value !== "number") return;
    if (step < last) this.forget();
    this.steps.push(step);
    this.values.push(value);
    if (this.steps.length <= MOST_MEASURED) return;
    this.steps = this.steps.filter((_, i) => i % 2);
    this.values = this.values.filter((_, i) => i % 2);
  }
}

// One chart whose lines come from several runs, each with steps of its own; where `apart` gives each a range, theirs are not comparable.
class RunsChart extends Chart {
  apart = null;

  // series: [{letter, steps, values, style}]; end: the last step of all.
  drawRuns(series, end, palette, write) {
    const pen = this.begin();
    if (!pen) return;
    const plot = { width: this.width - RIGHT, top: 6, height: this.height - 8 };
    series.forEach(({ values }, i) => { for (const value of values) this.rangeOf(i).include(value); });
    this.drawGround(pen, plot, this.height, palette);
    const ends = series.map((one, i) => this.drawRun(pen, plot, one, this.rangeOf(i), end, palette)).filter((place) => place);
    this.drawMarkNames(pen, plot, palette);
    ends.sort((a, b) => a.y - b.y);
    spread(ends, 7, plot.top + plot.height - 4);
    pen.font = `600 12px ${palette.font}`;
    pen.textBaseline = "middle";
    for (const { x, y, at, letter, value, colour } of ends) {
      drawDot(pen, x, y, palette[colour]);
      pen.fillStyle = palette[colour];
      pen.fillText(`${letter} ${write(value)}`, plot.width + 7, at, RIGHT - 7);
    }
    return ends.map(({ letter, value }) => `${letter} ${write(value)}`).sort().join(", ");
  }

  rangeOf(i) {
    return this.apart?.[i] ?? this.range;
  }

  // Draws a line; returns where it ends, or null where there is none.
  drawRun(pen, plot, { letter, steps, values, style }, range, end, palette) {
    const x = (step) => (step / (end || 1)) * plot.width;
    const y = (value) => Math.min(plot.top + plot.height, Math.max(plot.top, this.y(value, plot, range)));
    let last = null;
    pen.strokeStyle = palette[style.colour];
    pen.lineWidth = 1.75;
    pen.lineJoin = "round";
    pen.setLineDash(style.dash);
    pen.beginPath();
    for (let i = 0; i < steps.length; i++) {
      if (!Number.isFinite(values[i])) { last = last && { ...last, open: false }; continue; }
      if (last?.open) pen.lineTo(x(steps[i]), y(values[i]));
      else pen.moveTo(x(steps[i]), y(values[i]));
      last = { letter, value: values[i], x: x(steps[i]), y: y(values[i]), colour: style.colour, open: true };
    }
    pen.stroke();
    pen.setLineDash([]);
    return last;
  }
}

export class Overlay {
  constructor(root, view) {
    this.view = view;
    this.body = make("div", { class: "gan-overlay-charts" });
    this.axis = [make("span"), make("span"), make("span")];
    root.append(make("div", { class: "gan-overlay" }, this.body, make("div", { class: "gan-axis", "aria-hidden": "true" }, ...this.axis)));
    this.runs = [];
  }

  // So many runs; `anew` where they are others or stand elsewhere.
  setRuns(count, anew) {
    if (anew) this.runs = [];
    while (this.runs.length < count) this.runs.push({ tracks: {}, steps: [], rows: [] });
    this.runs.length = count;
    this.drawnAt = -Infinity;
  }

  setScene(scene) {
    this.scene = scene;
    const reported = REPORTED.map(([row, title, tip, span, unit]) => ({ row, span, unit, ...this.makeChart(title, TIPS[tip], span(scene)), write: writeNumber }));
    const measured = measuredIn(scene).map((key) => {
      const [title, span, write] = MEASURED[key];
      return { key, ...this.makeChart(title, TIPS[key], span(scene)), write };
    });
    this.charts = [...measured, ...reported].slice(0, CHARTS);
    this.body.replaceChildren(...this.charts.map(({ figure }) => figure));
    this.drawnAt = -Infinity;
  }

  makeChart(title, tip, range) {
    const canvas = make("canvas", { role: "img", "aria-label": title });
    const remark = make("span", { class: "gan-muted", hidden: true }, "each loss on its own scale");
    const caption = make("figcaption", { class: "gan-head", tabindex: 0, "data-tip": `${tip} ${TIPS.runs}` }, make("b", { class: "gan-heading" }, title), remark);
    const figure = make("figure", { class: "gan-chart" }, caption, canvas);
    return { title, tip, canvas, caption, remark, figure, chart: new RunsChart(canvas, [], range, []) };
  }

  // The games that the runs play, as their scenes; where their losses count in other units each unit has a scale of its own, and no
  // equilibrium of the value is drawn.
  setGames(scenes) {
    for (const { row, unit, span, tip, caption, remark, chart } of this.charts ?? []) {
      if (!unit) continue;
      const ranges = new Map(scenes.map((scene) => [unit(scene), span(scene)]));
      const apart = ranges.size > 1;
      chart.apart = apart ? scenes.map((scene) => ranges.get(unit(scene))) : null;
      remark.hidden = !apart;
      setAttribute(caption, "data-tip", `${tip} ${apart ? TIPS.apart : TIPS.runs}`);
      const { value } = scenes[0]?.loss.equilibrium ?? {};
      if (row === 4) chart.marks = !apart && typeof value === "number" ? [{ value }] : [];
    }
    this.drawnAt = -Infinity;
  }

  show(place, frame) {
    const run = this.runs[place];
    if (!run) return;
    for (const key of Object.keys(MEASURED)) {
      if (frame.metrics_step === null || frame.metrics_step === undefined) delete run.tracks[key];
      else (run.tracks[key] ??= new Track()).add(frame.metrics_step, frame.metrics[key]);
    }
    const { curve_steps: steps, curves } = frame.arrays;
    run.steps = steps;
    for (const [row] of REPORTED) run.rows[row] = smooth(curves.subarray(row * steps.length, (row + 1) * steps.length), new Float32Array(steps.length));
  }

  draw(now, palette, playing) {
    if (!this.scene || !this.runs.length || (playing && palette === this.palette && now - this.drawnAt < OVERLAY_GAP)) return;
    [this.drawnAt, this.palette] = [now, palette];
    const end = Math.max(0, ...this.runs.map(({ steps }) => steps[steps.length - 1] ?? 0));
    for (const { key, row, title, canvas, chart, write } of this.charts) {
      const series = this.runs.map((run, i) => {
        const { steps, values } = key ? run.tracks[key] ?? { steps: [], values: [] } : { steps: run.steps, values: run.rows[row] ?? [] };
        return { letter: LETTERS[i], style: STYLES[i], steps, values };
      });
      const said = chart.drawRuns(series, end, palette, write);
      setAttribute(canvas, "aria-label", `${title}: ${said || "no numbers yet"}`);
    }
    [0, end / 2, end].forEach((step, i) => setText(this.axis[i], i && !step ? "" : writeCount(step)));
  }
}
