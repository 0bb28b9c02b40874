// diagram.js: "The game": z → G → fake → D ← real → losses, the gradients back, and whose turn it is.
import { fitCanvas, make, pixelRatio, setAttribute, setText, shape } from "./dom.js";
import { TALL, WIDE } from "./layouts.js";
import { TIPS, writeNumber, writeSize } from "./words.js";

const THUMBNAIL_GAP = 200; // ms between thumbnails while the run plays
// The part of the drawing that a phase is about.
const FOCUS = { sample: () => "real", generate: () => "fake", score: () => "answers", loss: (turn) => `loss_${turn}`, gradient: (turn) => `back_${turn}`, update: (turn) => turn };
let diagrams = 0;

const text = (place, words, attributes = {}) =>
  shape("text", { x: place[0], y: place[1], "text-anchor": place[2] ?? "middle", "dominant-baseline": "central", ...attributes }, ...[words].flat());

const letter = (name, sub) => [name, shape("tspan", { class: "gan-sub", dy: 4 }, sub)];

// What can be pressed is the whole place from one text to the next, not the letters only.
const target = ([x, top], [, bottom], width) => shape("rect", { class: "gan-target", x: x - width / 2, y: top - 12, width, height: bottom - top + 24, rx: 6 });

// One drawing of the game in one layout; Diagram below keeps two and lets the style sheet show the one that fits.
class Drawing {
  constructor(layout) {
    this.layout = layout;
    this.id = ++diagrams;
    const [x, y, width, height] = layout.box;
    this.svg = shape("svg", { viewBox: layout.box.join(" "), class: "gan-game", role: "group", "aria-label": "The game: G turns z into fakes, D judges fakes and real samples, and each loss sends gradients back" });
    this.node = make("div", { class: `gan-drawing gan-drawing-${layout.name}`, style: `aspect-ratio: ${width} / ${height}` }, this.svg);
    this.numbers = {};
    this.gauges = {};
    this.canvases = {};
    this.labels = {};
    this.svg.append(this.makeDefinitions(), shape("path", { class: "gan-lit gan-lit-d", d: layout.lit.d }), shape("path", { class: "gan-lit gan-lit-g", d: layout.lit.g }));
    this.addArrows();
    this.addRound();
    this.addPlayers();
    for (const [name, turns] of [["z", "g"], ["fake", "dg"], ["real", "d"]]) this.addTile(name, turns, [x, y, width, height]);
    this.addAnswers();
    this.addLosses();
  }

  makeDefinitions() {
    const head = (name) => shape("marker", { id: `gan-${name}-${this.id}`, class: `gan-marker-${name}`, viewBox: "0 0 8 8", refX: 6, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto" },
      shape("path", { d: "M0 .6 8 4 0 7.4Z" }));
    const stops = [0, 1, 2, 3, 4].map((i) => shape("stop", { offset: i / 4, style: `stop-color: var(--gan-map-${i})` }));
    const upright = this.layout === WIDE ? { x1: 0, y1: 0, x2: 0, y2: 1 } : {};
    return shape("defs", {}, head("ink"), head("fake"), shape("linearGradient", { id: `gan-opinion-${this.id}`, ...upright }, ...stops),
      shape("linearGradient", { id: `gan-gauge-${this.id}` }, ...stops.map((stop) => stop.cloneNode())));
  }

  addArrows() {
    for (const [path, turns] of this.layout.arrows) {
      this.svg.append(shape("path", { class: `gan-arrow gan-in-${turns}`, d: path, "marker-end": `url(#gan-ink-${this.id})` }));
    }
    for (const [player, mark] of [["g", "fake"], ["d", "ink"]]) {
      this.svg.append(shape("path", { class: `gan-back gan-back-${player} gan-in-${player}`, d: this.layout.back[player], "marker-end": `url(#gan-${mark}-${this.id})` }),
        shape("path", { class: "gan-back-wide", "data-focus": `back_${player}`, "data-tip": TIPS[`back_${player}`], d: this.layout.back[player] }));
    }
  }

  // Of two translators the one that goes back.
  addRound() {
    const { path, name } = this.layout.round;
    this.round = shape("g", { class: "gan-in-g gan-round", "data-tip": TIPS.back_again },
      shape("path", { class: "gan-arrow", d: path, "marker-end": `url(#gan-fake-${this.id})` }), text(name, "F", { class: "gan-math gan-fake-text" }));
    this.svg.append(this.round);
  }

  addPlayers() {
    const { g, d } = this.layout;
    this.notes = g.notes.map((place) => text([...place, this.layout === TALL ? "start" : "middle"], "", { class: "gan-small" }));
    this.critic = shape("g", { class: "gan-in-dg gan-player-d", "data-focus": "d", "data-tip": TIPS.discriminator },
      shape("path", { d: d.outline, fill: `url(#gan-opinion-${this.id})` }), text(d.name, "D", { class: "gan-letter" }));
    this.slope = text(d.note, "", { class: "gan-small" });
    this.critic.append(this.slope);
    this.generator = shape("g", { class: "gan-in-g gan-player-g", "data-focus": "g", "data-tip": TIPS.generator, "data-formula": "generate" },
      shape("path", { d: g.outline }), shape("path", { d: g.bars, class: "gan-bars" }), text(g.name, "G", { class: "gan-letter gan-fake-text" }));
    this.svg.append(this.generator, this.critic, ...this.notes);
  }

  addTile(name, turns, [left, top, width, height]) {
    const { tile: [x, y, side], name: at, note } = this.layout[name];
    const share = (value, whole) => `${(100 * value) / whole}%`;
    this.canvases[name] = make("canvas", {
      class: `gan-thumb gan-thumb-${name} gan-in-${turns}`, "data-tip": TIPS[name === "z" ? "latent" : name], "data-focus": name,
      style: `left: ${share(x - left, width)}; top: ${share(y - top, height)}; width: ${share(side, width)}`,
    });
    this.node.append(this.canvases[name]);
    const label = name === "z" ? text(at, "z", { class: "gan-letter gan-letter-small" }) : text(at, name, { class: `gan-tile-name gan-${name}-text` });
    this.svg.append(label);
    this.labels[name] = label;
    if (note) this.svg.append(this.labels.note = text(note, "latent", { class: "gan-small" }));
  }

  addAnswers() {
    for (const [name, formula, tip, turns] of [["fake", "D(G(z))", TIPS.dFake, "dg"], ["real", "D(x)", TIPS.dReal, "d"]]) {
      const { name: at, gauge: [x, y, width], number } = this.layout.answers[name];
      this.numbers[`d_${name}`] = text(number, "–", { class: "gan-number" });
      const dot = shape("circle", { class: `gan-gauge-dot gan-fill-${name}`, cx: x + width / 2, cy: y + 4, r: 5 });
      this.gauges[`d_${name}`] = (share) => setAttribute(dot, "cx", (x + width * share).toFixed(1));
      this.svg.append(shape("g", { class: `gan-in-${turns}`, "data-focus": "answers", "data-tip": tip, "data-formula": "answers" }, target([x + width / 2, at[1]], number, width),
        this.labels[`d_${name}`] = text(at, formula, { class: `gan-math gan-${name}-text` }),
        shape("rect", { x, y, width, height: 8, rx: 4, fill: `url(#gan-gauge-${this.id})` }),
        shape("path", { class: "gan-gauge-middle", d: `M${x + width / 2} ${y - 2}v12` }), dot, this.numbers[`d_${name}`]));
    }
  }

  addLosses() {
    for (const [player, tip] of [["g", TIPS.lossG], ["d", TIPS.lossD]]) {
      const { name, number } = this.layout.losses[player];
      this.numbers[`loss_${player}`] = text(number, "–", { class: "gan-number" });
      this.svg.append(shape("g", { class: `gan-in-${player}`, "data-focus": `loss_${player}`, "data-tip": tip, "data-formula": `loss_${player}` }, target(name, number, 60),
        text(name, letter("L", player.toUpperCase()), { class: `gan-math gan-loss-name ${player === "g" ? "gan-fake-text" : ""}` }), this.numbers[`loss_${player}`]));
    }
  }

  // What G is given, and what D is asked: noise z, or pictures x to be translated into y.
  name(pairs) {
    const words = pairs ? { z: "x", note: pairs.domains[0], d_fake: "D(G(x))", d_real: "D(y)" } : { z: "z", note: "latent", d_fake: "D(G(z))", d_real: "D(x)" };
    for (const [part, word] of Object.entries(words)) setText(this.labels[part], word);
    this.round.toggleAttribute("hidden", !pairs?.back);
  }

  focus(part) {
    for (const node of this.node.querySelectorAll("[data-focus]")) node.classList.toggle("gan-focused", node.dataset.focus === part);
  }
}

export class Diagram {
  constructor(root, view) {
    this.view = view;
    this.root = view.name(root, "diagram");
    this.drawings = [new Drawing(TALL), new Drawing(WIDE)];
    root.append(make("div", { class: "gan-head" }, make("h2", { class: "gan-heading" }, "The game")), ...this.drawings.map((drawing) => drawing.node));
    this.drawnAt = -Infinity;
  }

  setScene(scene) {
    this.scene = scene;
    this.drawnAt = -Infinity;
    const { g } = scene.networks;
    const toy = scene.kind === "toy";
    const lines = [...g.label.split(", "), toy ? "" : `${writeSize(g.weights)} weights`];
    for (const drawing of this.drawings) {
      drawing.notes.forEach((note, i) => setText(note, lines[i] ?? ""));
      setText(drawing.slope, "");
      drawing.critic.dataset.tip = toy ? TIPS.slope : scene.loss.output === "score" ? TIPS.critic : TIPS.discriminator;
      drawing.generator.dataset.tip = toy ? TIPS.oneNumber : TIPS.generator;
      drawing.canvases.z.dataset.tip = toy ? TIPS.unused : scene.pairs ? TIPS.input : TIPS.latent;
      drawing.name(scene.pairs);
    }
  }

  show(frame, now, reduced) {
    this.frame = frame;
    setAttribute(this.root, "data-turn", this.turnOf(frame, now, reduced));
    const focus = frame.phase ? FOCUS[frame.phase.name](frame.phase.turn) : null;
    if (focus !== this.focused) this.drawings.forEach((drawing) => drawing.focus(focus));
    this.focused = focus;
    if (this.view.calm) this.showNumbers(frame);
  }

  // At speed the halves alternate once a second whatever the rate; in slow motion they follow the phase.
  turnOf({ phase, players, status }, now, reduced) {
    if (phase) return phase.turn;
    if (players !== "both") return players;
    return status === "playing" && !reduced ? (Math.floor(now / 1000) % 2 ? "g" : "d") : "both";
  }

  showNumbers({ now, centre, arrays }) {
    const probability = this.scene.loss.output !== "score";
    for (const drawing of this.drawings) {
      if (this.scene.kind === "toy") {
        setText(drawing.notes[1], `θ = ${writeNumber(arrays.here[0])}`);
        setText(drawing.slope, `ψ = ${writeNumber(arrays.here[1])}`);
      }
      for (const [name, node] of Object.entries(drawing.numbers)) setText(node, writeNumber(now[name]));
      for (const [name, move] of Object.entries(drawing.gauges)) {
        const value = now[name];
        if (value === null || value === undefined) move(0.5);
        else move(probability ? Math.min(1, Math.max(0, value)) : 1 / (1 + Math.exp((centre ?? 0) - value)));
      }
    }
  }

  draw(now, palette, painter) {
    const playing = this.frame?.status === "playing";
    if (palette === this.palette && playing && now - this.drawnAt < THUMBNAIL_GAP) return;
    this.drawnAt = now;
    this.palette = palette;
    for (const { canvases } of this.drawings) {
      for (const [name, canvas] of Object.entries(canvases)) {
        const side = canvas.clientWidth;
        if (!side) continue;
        const ratio = pixelRatio();
        const wiped = fitCanvas(canvas, side, side, ratio);
        const pen = canvas.getContext("2d");
        if (name === "z" && !this.scene.pairs && !wiped && canvas.palette === palette && canvas.scene === this.scene) continue;
        canvas.scene = this.scene;
        canvas.palette = palette;
        pen.setTransform(ratio, 0, 0, ratio, 0, 0);
        if (name === "z" && this.scene.pairs) painter.thumbnail(pen, side, this.frame, palette, "inputs");
        else if (name === "z") drawLatent(pen, side, palette, this.scene);
        else if (name === "real") painter.thumbnail(pen, side, this.frame, palette, "reals");
        else if (this.frame && this.frame.status !== "empty") painter.thumbnail(pen, side, this.frame, palette, "fakes");
        else pen.clearRect(0, 0, side, side);
      }
    }
  }
}

// Noise that looks like the latent: dots for one or two dimensions, a row of bars for many.
function drawLatent(pen, side, palette, scene) {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const normal = () => (random() + random() + random() + random() - 2) * 0.9;
  pen.clearRect(0, 0, side, side);
  pen.fillStyle = palette.fake;
  pen.globalAlpha = scene.kind === "toy" ? 0.25 : 0.75;
  if (["images", "text", "music"].includes(scene.kind)) {
    for (let x = 8; x < side - 8; x += 4) pen.fillRect(x, side / 2, 2, normal() * side * 0.4);
  } else {
    for (let i = 0; i < 90; i++) pen.fillRect(4 + random() * (side - 9), scene.kind === "line" ? side / 2 + normal() * 5 : 4 + random() * (side - 9), 1.4, 1.4);
  }
  pen.globalAlpha = 1;
}
