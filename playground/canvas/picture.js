// picture.js: the large canvas: picks the painter, moves between frames, and counts the frames it has drawn.
import { fitCanvas, hasGraphicsCard, make, pixelRatio, setAttribute, setText } from "./dom.js";
import { Grasp } from "./grasp.js";
import { Hover } from "./hover.js";
import { ImagesPainter } from "./images.js";
import { LinePainter } from "./line.js";
import { PointsPainter } from "./points.js";
import { RollsPainter } from "./rolls.js";
import { Listen } from "./sound.js";
import { SIGNS, TextPainter, readStrings } from "./strings.js";
import { ToyPainter } from "./toy.js";
import { TranslationsPainter } from "./translations.js";
import { EMPTY, TIPS, writeCount, writeNumber } from "./words.js";
import { Yours } from "./yours.js";

const PAINTERS = { points: PointsPainter, line: LinePainter, toy: ToyPainter, images: ImagesPainter, text: TextPainter, music: RollsPainter, pairs: TranslationsPainter };

const PHASE_GAP = 500; // ms over which things move from phase to phase
const QUICK = 100; // ms: frames that come faster than that are motion enough where each drawing takes a processor that trains
const ACCELERATED = hasGraphicsCard();

const legend = () => make("div", { class: "gan-legend", "data-tip": TIPS.legend, tabindex: "0", role: "img", "aria-label": "Colour scale from D says fake, orange, to D says real, blue" },
  make("span", { class: "gan-fake-text" }, "D says fake"), make("i", { class: "gan-scale" }), make("span", { class: "gan-real-text" }, "D says real"));

// What moves along which axis of a toy game's plane.
const axes = () => make("div", { class: "gan-legend" },
  make("span", { class: "gan-fake-text" }, "G moves θ ↔"), make("span", { class: "gan-real-text" }, "D moves ψ ↕"));

// What can be said of a string, and how it is marked.
const signs = ({ marks }) => make("div", { class: "gan-legend", "data-tip": [...marks.map((mark) => TIPS.marks[mark]), TIPS.gap].join(" "), tabindex: "0", hidden: !marks.length },
  ...marks.map((mark) => make("span", {}, `${SIGNS[mark]} `, make("span", {}, mark))));

export const LEGENDS = { points: legend, toy: axes, text: signs };

const marked = (mark, name, note) => make("span", { class: "gan-marked" },
  make("i", { class: `gan-dot gan-dot-${mark}` }), make("b", { class: `gan-${mark}-text` }, name), make("span", { class: "gan-muted" }, note));

export class Picture {
  constructor(root, view) {
    this.view = view;
    this.heading = make("h2", { class: "gan-heading" });
    this.head = make("div", { class: "gan-head" });
    this.canvas = view.name(make("canvas", { role: "img", "aria-label": "The picture: no samples yet" }), "picture");
    this.empty = make("p", { class: "gan-empty" }, EMPTY.usual);
    this.box = make("div", { class: "gan-frame" }, this.canvas, this.empty);
    root.append(this.head, this.box);
    this.hover = new Hover(this.box, view);
    this.grasp = new Grasp(this.box, view);
    this.frames = 0;
    this.pace = 66;
    this.setCount(0);
    this.observer = new ResizeObserver(() => view.redraw());
    for (const node of [this.box, view.grid]) this.observer.observe(node); // other parts may change size while the picture does not
  }

  setCount(step) {
    setAttribute(this.canvas, "data-step", step);
    setAttribute(this.canvas, "data-frames", this.frames);
  }

  setScene(scene) {
    this.listen?.stop();
    this.painter = new PAINTERS[scene.kind](scene);
    this.hover.setScene(this.painter);
    this.grasp.setScene(this.painter);
    this.kind = scene.kind;
    this.described = null; // of what was shown before
    this.frame = this.previous = null;
    this.box.dataset.kind = scene.kind;
    setText(this.empty, EMPTY[scene.kind] ?? EMPTY.usual);
    if (scene.kind === "images") {
      this.head.replaceChildren(marked("fake", "Fake", "64 fixed latents"), marked("real", "Real", scene.data.title));
    } else if (scene.kind === "text") {
      this.head.replaceChildren(marked("fake", "Fake", "fixed latents"), signs(scene), marked("real", "Real", scene.data.title));
    } else if (scene.kind === "music") {
      this.painter.listen = this.listen ??= new Listen(this.view, (what) => this.painter.piece(what), ["fake", "real"]);
      this.listen.setScene(scene);
      this.head.replaceChildren(marked("fake", "Fake", "a fixed latent"), this.listen.buttons.fake, this.another(), marked("real", "Real", scene.data.title), this.listen.buttons.real);
    } else if (scene.kind === "pairs") {
      this.yours ??= new Yours(this.view);
      this.yours.setScene(scene);
      this.head.replaceChildren(marked("real", "Real", scene.data.title), marked("fake", "Fake", scene.pairs.unseen ? "of unseen pictures" : "of training pictures"), ...this.yours.nodes);
    } else {
      setText(this.heading, this.painter.title);
      this.head.replaceChildren(this.heading, ...(LEGENDS[scene.kind] ? [LEGENDS[scene.kind](scene)] : []));
    }
  }

  // Of the fixed latents, and of the real pieces, the next one.
  another() {
    return make("button", { type: "button", class: "gan-chip", "data-tip": TIPS.another, onclick: () => { this.painter.another(); this.view.redraw(); } }, "Another");
  }

  // From frame to frame things move, over the time that lies between frames; after a reset they do not.
  show(frame, now, reduced) {
    const follows = this.frame && frame.step >= this.frame.step && this.frame.status !== "empty";
    if (frame.status === "playing" && follows) this.pace += 0.2 * (Math.min(250, Math.max(30, now - this.since)) - this.pace);
    this.gap = frame.phase ? PHASE_GAP : this.pace;
    const before = follows && !reduced ? this.frame : null;
    this.previous = ACCELERATED || this.gap > QUICK ? before : null;
    this.frame = frame;
    this.since = now;
    this.painter.follow?.(before);
    this.hover.show(frame, this.view.calm);
    this.grasp.show(frame);
    if (this.kind === "pairs") this.yours.show(frame);
    this.empty.hidden = frame.status !== "empty" || !this.empty.textContent;
    this.box.dataset.status = frame.status;
    if (this.painter.title) setText(this.heading, this.titleOf(frame));
    this.fresh = true;
  }

  titleOf({ arrays, phase }) {
    if (arrays.arrows) return "Where D would push each fake";
    return phase ? phase.title : this.painter.title;
  }

  // Draws the moment; true while there is still something to move.
  draw(now, palette, layers) {
    const side = this.box.clientWidth;
    if (!side || !this.painter) return false;
    const ratio = pixelRatio();
    fitCanvas(this.canvas, side, side, ratio);
    const t = this.previous ? Math.min(1, (now - this.since) / this.gap) : 1;
    const pen = this.canvas.getContext("2d", { alpha: false }); // nothing shines through, which spares the browser a mixture
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.globalAlpha = 1;
    pen.fillStyle = palette.page;
    pen.fillRect(0, 0, side, side);
    const moment = { frame: this.frame, previous: t < 1 ? this.previous : null, t, layers, palette, ratio };
    this.painter.draw(pen, side, moment);
    this.hover.draw(pen, side, moment);
    this.grasp.draw(pen, side, moment);
    if (this.fresh) this.count(now);
    return t < 1 || Boolean(this.listen?.playing);
  }

  count(now) {
    this.fresh = false;
    this.frames++;
    this.setCount(this.frame.step);
    if (this.frame.status === "playing" && now - (this.described ?? -Infinity) < 2000) return;
    this.described = now;
    this.canvas.setAttribute("aria-label", this.describe());
  }

  describe() {
    const { step, metrics, arrays } = this.frame;
    if (this.kind === "toy") return `The plane of θ and ψ at step ${writeCount(step)}: θ is ${writeNumber(arrays.here[0])}, ψ is ${writeNumber(arrays.here[1])}; the equilibrium is 0, 0`;
    if (this.kind === "text") return `Strings at step ${writeCount(step)}: ${arrays.fakes ? readStrings(arrays.fakes).slice(0, 4).join(", ") : ""}`;
    if (this.kind === "music") return `Four voices at step ${writeCount(step)}: fakes of fixed latents above, a real piece below`;
    if (this.kind === "pairs") return `Translations at step ${writeCount(step)}: pictures, what G makes of them, and real ones of the other kind`;
    const modes = metrics?.modes === undefined ? "" : `; fakes lie on ${metrics.modes} of ${metrics.modes_total} modes`;
    return `Real and fake samples at step ${writeCount(step)}${modes}${this.painter.outside?.describe() ?? ""}`;
  }

  destroy() {
    this.observer.disconnect();
    this.listen?.stop();
    this.hover.destroy();
  }
}
