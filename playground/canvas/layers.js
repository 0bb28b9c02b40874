// layers.js: the bar below the picture: what is drawn can be switched off and on, and fades over 160 ms.
import { make, setText } from "./dom.js";
import { TIPS } from "./words.js";

const FADE = 160;

const OFF_AT_FIRST = { points: ["real_density", "fake_density", "trails", "gradients", "d_star", "grid"] };
const IN_SLOW_MOTION = "arrows"; // the arrows of a phase, which come without being asked for

// Each kind's groups: [label, mark, [[layer, word, tip], ...]]
const GROUPS = {
  points: [
    ["Real", "real", [["reals", "samples", TIPS.reals], ["real_density", "density", TIPS.real_density]]],
    ["Fake", "fake", [["fakes", "samples", TIPS.fakes], ["fake_density", "density", TIPS.fake_density], ["trails", "trails", TIPS.trails],
      ["gradients", "gradients", TIPS.gradients], [IN_SLOW_MOTION, "gradients", TIPS.gradients]]],
    ["D", null, [["map", "map", TIPS.map], ["half", "½ line", TIPS.half], ["d_star", "best D*", TIPS.best_map, "best"]]],
    ["G", null, [["grid", "latent grid", TIPS.grid]]],
  ],
  line: [
    ["Real", "real", [["p", "p, the data", TIPS.p, "p"]]],
    ["Fake", "fake", [["q", "q, the fakes", TIPS.q, "generate"]]],
    ["D", null, [["d", "now", TIPS.d_curve], ["d_star", "the best, D*", TIPS.d_star, "best"]]],
  ],
  toy: [
    ["Both players", null, [["field", "gradient field", TIPS.field], ["way", "way so far", TIPS.way]]],
  ],
  images: [
    ["Fake", "fake", [["fakes", "samples", TIPS.fakes]]],
    ["Real", "real", [["reals", "samples", TIPS.real]]],
    ["D", null, [["map", "opinion of each fake", TIPS.opinion]]],
  ],
  music: [
    ["Fake", "fake", [["fakes", "piece", TIPS.sung], ["harsh", "harsh chords", TIPS.harsh], ["others", "others", TIPS.other_pieces]]],
    ["Real", "real", [["reals", "piece", TIPS.real]]],
  ],
  pairs: [
    ["Real", "real", [["inputs", "input", TIPS.inputs], ["reals", "truth", TIPS.truth]]],
    ["Fake", "fake", [["fakes", "output", TIPS.outputs], ["back", "round trip", TIPS.back]]],
    ["D", null, [["map", "opinion", TIPS.opinionOf]]],
  ],
  text: [
    ["Fake", "fake", [["fakes", "samples", TIPS.strings], ["past", "over time", TIPS.past_strings]]],
    ["Real", "real", [["reals", "samples", TIPS.real]]],
  ],
};

export class Layers {
  constructor(root, view) {
    this.view = view;
    this.bar = view.name(make("div", { class: "gan-layers", role: "group", "aria-label": "Layers of the picture" }), "layers");
    this.notice = make("p", { class: "gan-notice", role: "status", hidden: true });
    root?.append(this.bar, this.notice);
    this.state = new Map();
  }

  // What was switched off stays off while the kind of picture stays.
  setScene(scene) {
    if (scene.kind !== this.kind) this.build(scene.kind);
    const grid = this.bar.querySelector('[data-layer="grid"]');
    if (grid) grid.parentElement.hidden = scene.networks.g.latent > 2; // no plane and no line
    const back = this.bar.querySelector('[data-layer="back"]');
    if (back) back.hidden = !scene.pairs.back;
    this.wish();
  }

  build(kind) {
    this.kind = kind;
    this.state.clear();
    this.bar.replaceChildren(...GROUPS[kind].map(([label, mark, toggles]) =>
      make("div", { class: "gan-layer-group" },
        make("span", { class: `gan-layer-name ${mark ? `gan-${mark}-text` : ""}` }, mark ? make("i", { class: `gan-dot gan-dot-${mark}` }) : null, label),
        ...toggles.map((toggle) => this.makeToggle(label, ...toggle)))));
  }

  // The run computes what is on and no more; of other kinds it sends everything.
  wish() {
    if (this.kind !== "points") return;
    const on = [...this.state].filter(([name, { on }]) => on && name !== IN_SLOW_MOTION).map(([name]) => name);
    this.view.send("layers", { on });
  }

  makeToggle(label, name, word, tip, formula) {
    const on = !OFF_AT_FIRST[this.kind]?.includes(name);
    this.state.set(name, { on, alpha: Number(on) });
    return make("button", {
      class: "gan-chip", type: "button", "aria-pressed": String(on), "aria-label": `${label}: ${word}`, "data-layer": name,
      "data-tip": tip, "data-formula": formula,
      onclick: (event) => this.toggle(name, event.currentTarget),
    }, word);
  }

  toggle(name, button) {
    const layer = this.state.get(name);
    layer.on = !layer.on;
    button.setAttribute("aria-pressed", layer.on);
    this.wish();
    this.view.redraw();
  }

  alpha(name) {
    return this.state.get(name)?.alpha ?? 1;
  }

  // Moves every fade on by `elapsed` ms; true while one is under way.
  fade(elapsed, reduced) {
    let moving = false;
    for (const layer of this.state.values()) {
      const goal = Number(layer.on);
      const reach = reduced ? 1 : elapsed / FADE;
      layer.alpha = goal > layer.alpha ? Math.min(goal, layer.alpha + reach) : Math.max(goal, layer.alpha - reach);
      moving ||= layer.alpha !== goal;
    }
    return moving;
  }

  say(text) {
    this.notice.hidden = !text;
    this.bar.hidden = Boolean(text);
    setText(this.notice, text ?? "");
  }
}
