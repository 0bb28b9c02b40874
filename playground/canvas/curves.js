// curves.js: the value of the game, D's answers and the losses, over all steps of the run.
import { make, setAttribute, setText } from "./dom.js";
import { Chart, Span } from "./chart.js";
import { TIPS, writeChanges, writeCount, writeNumber } from "./words.js";

const ROWS = ["loss_d", "loss_g", "d_real", "d_fake", "value"];
const REDRAW_GAP = 250; // ms between two drawings while the run plays: the numbers at the lines' ends must be readable

// Where the value is a formula of its own: [formula, words]. For every other loss it is minus D's loss.
const VALUES = { minimax: ["value", "V(D, G)"], "non-saturating": ["value", "V(D, G)"], wasserstein: ["margin", "V(D, G)"] };

// Runs whose losses share this have values that can be compared.
export const valueOf = (loss) => VALUES[loss]?.[0] ?? loss;

// First ranges, chosen so that the equilibrium lies well inside them.
const spanBelow = (value) => (value < 0 ? new Span(1.8 * value, 0, { highest: 0 }) : new Span(-1, 1));

function spanAround(values) {
  const known = values.filter((value) => typeof value === "number");
  const [low, high] = [1.45 * Math.min(0, ...known), 1.45 * Math.max(0, ...known)];
  return high > low ? new Span(low, high) : new Span(-1, 1);
}

const key = (words) => make("span", { class: "gan-key" }, ...words.map(([text, tone]) => make("span", { class: tone ? `gan-${tone}-text` : "" }, text)));

export class Curves {
  constructor(root, view) {
    this.view = view;
    this.body = make("div", { class: "gan-charts" });
    this.axis = [make("span"), make("span"), make("span")];
    this.sparks = new Sparklines();
    root.append(this.body, make("div", { class: "gan-axis", "aria-hidden": "true" }, ...this.axis), this.sparks.node);
  }

  setScene(scene) {
    const { equilibrium, output, name } = scene.loss;
    const score = output === "score";
    const marks = (list) => list.filter(({ value }) => typeof value === "number");
    const [formula, words] = VALUES[name] ?? ["loss_d", "−L of D"];
    this.charts = [
      this.makeChart("value", "Value of the game", [[words]], TIPS[formula === "loss_d" ? "minus" : formula], formula,
        [{ row: 4, colour: "ink" }], spanBelow(equilibrium.value), marks([{ value: equilibrium.value }])),
      this.makeChart("answers", score ? "D’s scores" : "D’s answers", [["on real", "real"], ["on fake", "fake"]], score ? TIPS.scores : TIPS.answers, "answers",
        [{ row: 2, colour: "real" }, { row: 3, colour: "fake" }], score ? new Span(-1, 1) : new Span(0, 1, { lowest: 0, highest: 1 }), marks([{ value: equilibrium.d }])),
      this.makeChart("losses", "Losses", [["D", "ink"], ["G", "fake"]], TIPS.losses, "loss_d",
        [{ row: 0, colour: "ink" }, { row: 1, colour: "fake" }], spanAround([equilibrium.loss_d, equilibrium.loss_g]), marks([{ value: equilibrium.loss_d, above: true }, ...(equilibrium.loss_g === equilibrium.loss_d ? [] : [{ value: equilibrium.loss_g, colour: "fake" }])])),
    ];
    this.body.replaceChildren(...this.charts.map((chart) => chart.figure));
    this.newest = 0;
    this.pretraining = scene.pretraining;
    this.drawnAt = -Infinity;
  }

  makeChart(name, title, words, tip, formula, lines, range, marks) {
    const canvas = make("canvas", { role: "img", "aria-label": title });
    const chart = new Chart(canvas, lines, range, marks);
    Object.assign(chart, { title, tip });
    chart.figure = this.view.name(make("figure", { class: "gan-chart" },
      make("figcaption", { class: "gan-head", tabindex: 0, "data-tip": tip, "data-formula": formula }, make("b", { class: "gan-heading" }, title), key(words)), canvas), name);
    return chart;
  }

  show(frame, now) {
    const { curve_steps: steps, curves } = frame.arrays;
    if (!curves || !this.charts) return;
    const last = steps.length ? steps[steps.length - 1] : 0;
    if (last < this.newest) this.forget();
    this.newest = last;
    this.steps = steps;
    this.rows = ROWS.map((_, i) => curves.subarray(i * steps.length, (i + 1) * steps.length));
    this.newestValues = ROWS.map((name) => frame.now[name]);
    this.playing = frame.status === "playing";
    this.moments = this.momentsOf(frame);
  }

  // The step shown, and what happened on the way, with its words: a branch began, something was set.
  momentsOf({ step, timeline: { past, shown, branches, events } }) {
    const { name, parent, start, end } = branches.find((branch) => branch.name === shown);
    const begins = parent ? [[start, `${start ? `step ${writeCount(start)}: ` : ""}branch ${name} leaves branch ${parent}`]] : [];
    if (this.pretraining && end > this.pretraining) begins.push([this.pretraining, `step ${writeCount(this.pretraining)}: until here G learned by maximum likelihood, then from D`]);
    const words = [...begins, ...events.map(([at, changes]) => [at, `step ${writeCount(at)}: ${writeChanges(changes)}`])];
    return { now: past && step < end ? Math.max(1, step) : 0, events: words.map(([at]) => at), words };
  }

  // The caption of each chart names the lines on it.
  tellMoments() {
    const said = this.moments.words.slice(-4).map(([, words]) => words).join("; ");
    for (const { figure, tip } of this.charts) setAttribute(figure.firstElementChild, "data-tip", said ? `${tip} Lines: ${said}.` : tip);
  }

  // A run that went back to its start begins with fresh ranges.
  forget() {
    this.charts.forEach((chart) => chart.range.reset());
  }

  draw(now, palette) {
    if (!this.rows || (this.playing && palette === this.palette && now - this.drawnAt < REDRAW_GAP)) return;
    this.drawnAt = now;
    this.palette = palette;
    this.tellMoments();
    for (const chart of this.charts) {
      chart.draw(this.steps, this.rows, palette, this.moments);
      const ends = chart.ends();
      const said = chart.lines.map(({ row }, k) => `${ROWS[row].replace("_", " ")} ${ends[k]}`).join(", ");
      setAttribute(chart.canvas, "aria-label", `${chart.title}: ${said}`);
    }
    this.sparks.draw(this.steps, this.rows, this.newestValues, palette);
    [0, this.newest / 2, this.newest].forEach((step, i) => setText(this.axis[i], i && !step ? "" : writeCount(step)));
  }
}

// Slow motion leaves the curves four short rows: name, line, value.
class Sparklines {
  constructor() {
    this.rows = [["D on real", 2, "real"], ["D on fake", 3, "fake"], ["Loss of D", 0, "ink"], ["Loss of G", 1, "fake"]].map(([name, row, colour]) => {
      const canvas = make("canvas", { "aria-hidden": "true" });
      return { row, value: make("b"), name, colour, chart: null, canvas };
    });
    this.node = make("div", { class: "gan-sparks" }, make("h3", { class: "gan-heading" }, "Curves"), ...this.rows.map(({ name, colour, canvas, value }) =>
      make("div", { class: "gan-spark" }, make("span", { class: `gan-${colour}-text` }, name), canvas, value)));
  }

  // In slow motion what counts is this step, so the number and the dot are its own, not the smoothed line's.
  draw(steps, values, newest, palette) {
    if (!this.node.clientWidth) return;
    for (const { row, colour, canvas, value } of this.rows) {
      const finite = [...values[row], newest[row]].filter(Number.isFinite);
      const range = new Span(Math.min(...finite, 0), Math.max(...finite, 1));
      new Chart(canvas, [{ row, colour }], range, []).drawBare(steps, values, newest[row], palette);
      setText(value, writeNumber(newest[row]));
    }
  }
}
