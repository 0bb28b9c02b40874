// metrics.js: the numbers that say how good the fakes are, with a small map of the modes found.
import { fitCanvas, make, pixelRatio, setAttribute, setText } from "./dom.js";
import { TIPS, writeCount, writeEigenvalues, writeNumber } from "./words.js";

const percent = (share) => [String(Math.round(100 * share)), "%"];

// A number, and beside it that of real samples.
const besideReal = (key) => (value, metrics) => [writeNumber(value), `real ${writeNumber(metrics[`real_${key}`])}`];

// [key in the frame, name, how it is written: [big, small]]
const METRICS = [
  ["radius", "from the equilibrium", (value, metrics) => [`${writeNumber(metrics.radius_initial)} → ${writeNumber(value)}`, ""]],
  ["eigenvalues", "eigenvalues", (value) => [writeEigenvalues(value), ""]],
  ["valid", "valid", percent],
  ["distinct", "different", percent],
  ["attested_trigrams", "attested", percent],
  ["copied", "in the data", percent],
  ["oracle_nll", "oracle NLL", besideReal("oracle_nll")],
  ["js4", "JS-4", besideReal("js4")],
  ["self_bleu", "self-BLEU", besideReal("self_bleu")],
  ["voice_order", "voices in order", besideReal("voice_order")],
  ["consonance", "consonance", besideReal("consonance")],
  ["repetition", "repetition", besideReal("repetition")],
  ["distinct_chords", "different chords", besideReal("distinct_chords")],
  ["l1_to_truth", "from the truth", (value, metrics) => [writeNumber(value, 3), `of ${writeNumber(metrics.l1_identity, 3)}`]],
  ["modes", "modes", (value, metrics) => [String(value), `of ${metrics.modes_total}`]],
  ["high_quality", "high quality", percent],
  ["reverse_kl", "reverse KL", (value) => [writeNumber(value, value < 0.1 ? 3 : 2), ""]],
  ["sliced_wasserstein", "distance", (value) => [writeNumber(value, value < 0.1 ? 3 : 2), ""]],
  ["memorised", "copied", percent],
  ["js", "JS divergence", (value) => [writeNumber(value, value < 0.1 ? 3 : 2), ""]],
];

// A metric of several runs: its name, the value of each, and what all of them stand beside.
export function tableRow(key, runs) {
  const [, name, write] = METRICS.find(([other]) => other === key);
  const written = runs.map((metrics) => ((metrics?.[key] ?? null) === null ? ["–", ""] : write(metrics[key], metrics)));
  const small = written.map(([, text]) => text).find((text) => text) ?? "";
  if (small === "%") return { name, beside: "", values: written.map(([big, unit]) => `${big} ${unit}`.trim()) };
  return { name, beside: small, values: written.map(([big]) => big) };
}

export class Metrics {
  constructor(root, view) {
    this.root = root;
    this.glyph = make("canvas", { class: "gan-glyph", "aria-hidden": "true" });
    this.items = METRICS.map(([key, name, write]) => {
      const [big, small] = [make("b"), make("small")];
      const node = make("div", { class: "gan-metric", tabindex: 0, "data-tip": TIPS[key], "data-metric": key, hidden: true },
        make("span", { class: "gan-muted" }, name), make("span", { class: "gan-metric-value" }, big, small));
      return { key, write, node, big, small };
    });
    this.gap = new Gap(view);
    root.append(this.glyph, ...this.items.map(({ node }) => node), this.gap.node);
  }

  setScene(scene) {
    this.scene = scene;
    this.found = null;
    this.at = undefined;
    this.root.toggleAttribute("data-modes", Boolean(scene.modes));
    this.glyph.hidden = !scene.modes;
    for (const { node } of this.items) node.hidden = true;
    this.root.dataset.empty = "";
  }

  show(frame) {
    const metrics = frame.metrics ?? {};
    const at = frame.metrics_step ?? null;
    for (const { key, write, node, big, small } of this.items) {
      const value = metrics[key];
      node.hidden = value === undefined || (key === "sliced_wasserstein" && (metrics.radius ?? metrics.js4 ?? metrics.consonance ?? metrics.l1_to_truth) !== undefined); // these say more
      if (node.hidden) continue;
      const [text, unit] = value === null ? ["–", ""] : write(value, metrics); // a number that is not there yet keeps its place
      setText(big, text);
      setText(small, unit);
      if (at !== this.at) node.dataset.tip = at === null ? TIPS[key] : `${TIPS[key]} Measured at step ${writeCount(at)}.`;
      delete this.root.dataset.empty;
    }
    this.at = at;
    this.gap.show(frame);
    const found = frame.found?.join() ?? null;
    if (found !== this.found) this.palette = null;
    this.found = found;
    this.marks = frame.found;
  }

  draw(now, palette) {
    if (palette === this.palette || !this.scene.modes) return;
    const side = this.glyph.clientWidth;
    if (!side) return;
    this.palette = palette;
    const ratio = pixelRatio();
    fitCanvas(this.glyph, side, side, ratio);
    const pen = this.glyph.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, side, side);
    const places = layOut(this.scene.modes, side);
    const radius = Math.min(3.6, side / (2.9 * Math.sqrt(places.length)));
    places.forEach(([x, y], i) => {
      const found = this.marks?.[i];
      pen.beginPath();
      pen.arc(x, y, found ? radius : radius - 0.5, 0, 2 * Math.PI);
      pen.setLineDash(found || radius < 3 ? [] : [1.6, 1.4]);
      pen.fillStyle = palette.fake;
      pen.strokeStyle = palette.muted;
      pen.lineWidth = 1;
      if (found) pen.fill();
      else pen.stroke();
    });
    pen.setLineDash([]);
  }
}

// The duality gap costs something, so it is measured only while its name, a button, is pressed.
class Gap {
  constructor(view) {
    this.button = view.name(make("button", { type: "button", class: "gan-chip gan-gap-name", "aria-pressed": "false", "data-tip": TIPS.duality_gap,
      onclick: () => view.send("gap", { on: this.button.getAttribute("aria-pressed") !== "true" }) }, "duality gap"), "gap");
    this.value = make("b");
    this.node = make("div", { class: "gan-metric", "data-metric": "duality_gap", hidden: true }, this.button, make("span", { class: "gan-metric-value" }, this.value));
  }

  show({ gap, has_gap: known, metrics }) {
    this.node.hidden = !known;
    const on = Boolean(gap?.on);
    setAttribute(this.button, "aria-pressed", on);
    this.value.parentElement.hidden = !on;
    setText(this.value, writeNumber(metrics?.duality_gap, metrics?.duality_gap < 0.1 ? 3 : 2));
    const cost = on && gap.cost_ms ? ` It takes ${Math.round(gap.cost_ms)} ms a time.` : " Off at first, because it takes as long as many steps.";
    this.button.dataset.tip = `${TIPS.duality_gap} Both best answers are sought by ${gap?.k ?? "k"} steps from copies of the networks.${cost}`;
  }
}

// Modes scaled to the glyph, keeping their proportions.
function layOut(modes, side) {
  const axis = (i) => modes.map((mode) => mode[i] ?? 0);
  const [xs, ys] = [axis(0), axis(1)];
  const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
  const reach = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)) / 2 || 1;
  const scale = (side / 2 - 5) / reach;
  return xs.map((x, i) => [side / 2 + (x - middle(xs)) * scale, side / 2 - (ys[i] - middle(ys)) * scale]);
}
