// layers.js: the bar below the picture: what is drawn can be switched off and on, and fades over 160 ms.
import { make, setText } from "./dom.js";
import { TIPS } from "./words.js";

const FADE = 160;

const OFF_AT_FIRST = { points: ["d_star"] };
const WHERE_SENT = ["d_star"]; // layers whose array not every run can send

// Each kind's groups: [label, mark, [[layer, word, tip], ...]]
const GROUPS = {
  points: [
    ["Real", "real", [["reals", "samples", TIPS.reals]]],
    ["Fake", "fake", [["fakes", "samples", TIPS.fakes], ["gradients", "gradients", TIPS.gradients]]],
    ["D", null, [["map", "map", TIPS.map], ["half", "½ line", TIPS.half], ["d_star", "best D*", TIPS.best_map, "best"]]],
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
};

export class Layers {
  constructor(root, view) {
    this.view = view;
    this.bar = make("div", { class: "gan-layers", role: "group", "aria-label": "Layers of the picture" });
    this.notice = make("p", { class: "gan-notice", role: "status", hidden: true });
    root?.append(this.bar, this.notice);
    this.state = new Map();
  }

  // What was switched off stays off while the kind of picture stays.
  setScene(scene) {
    if (scene.kind === this.kind) return;
    this.kind = scene.kind;
    this.state.clear();
    this.bar.replaceChildren(...GROUPS[scene.kind].map(([label, mark, toggles]) =>
      make("div", { class: "gan-layer-group" },
        make("span", { class: `gan-layer-name ${mark ? `gan-${mark}-text` : ""}` }, mark ? make("i", { class: `gan-dot gan-dot-${mark}` }) : null, label),
        ...toggles.map((toggle) => this.makeToggle(label, ...toggle)))));
  }

  // A layer that this run does not send has no chip.
  show({ arrays }) {
    for (const name of WHERE_SENT) {
      const chip = this.bar.querySelector(`[data-layer="${name}"]`);
      if (chip) chip.hidden = !arrays[name];
    }
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
