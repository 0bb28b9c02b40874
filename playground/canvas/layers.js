// layers.js: the bar below the picture: what is drawn can be switched off and on, and fades over 160 ms.
import { make, setText } from "./dom.js";
import { TIPS } from "./words.js";

const FADE = 160;

// Each kind's groups: [label, mark, [[layer, word, tip], ...]]
const GROUPS = {
  points: [
    ["Real", "real", [["reals", "samples", TIPS.reals]]],
    ["Fake", "fake", [["fakes", "samples", TIPS.fakes], ["gradients", "gradients", TIPS.gradients]]],
    ["D", null, [["map", "map", TIPS.map], ["half", "½ line", TIPS.half]]],
  ],
  line: [
    ["Real", "real", [["p", "p, the data", TIPS.p, "p"]]],
    ["Fake", "fake", [["q", "q, the fakes", TIPS.q, "generate"]]],
    ["D", null, [["d", "now", TIPS.d_curve], ["d_star", "the best, D*", TIPS.d_star, "best"]]],
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

  setScene(scene) {
    this.state.clear();
    this.bar.replaceChildren(...GROUPS[scene.kind].map(([label, mark, toggles]) =>
      make("div", { class: "gan-layer-group" },
        make("span", { class: `gan-layer-name ${mark ? `gan-${mark}-text` : ""}` }, mark ? make("i", { class: `gan-dot gan-dot-${mark}` }) : null, label),
        ...toggles.map((toggle) => this.makeToggle(label, ...toggle)))));
  }

  makeToggle(label, name, word, tip, formula) {
    this.state.set(name, { on: true, alpha: 1 });
    return make("button", {
      class: "gan-chip", type: "button", "aria-pressed": "true", "aria-label": `${label}: ${word}`, "data-layer": name,
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
