// hover.js: point at the picture with mouse, finger or arrow keys, and a card says what D thinks of that point.
import { make, setAttribute } from "./dom.js";
import { retell } from "./tongue.js";
import { PROBE, sayOpinion, sayPush, writeNumber } from "./words.js";

const GRASP = { mouse: 10, pen: 10, touch: 22 }; // px from which a sample is meant, and not the place
const ASK_GAP = 80; // ms between two questions
const ASK_AGAIN = 700; // ms after which an answer is no longer waited for
const MOVE = 1 / 40; // of the side: what an arrow key moves the crosshair by
const ARROW_KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const [RING_RADIUS, CROSS_ARM, CARD_GAP] = [9, 7, 16];
const LATENT_TOLD = 4; // numbers of a latent

const answers = (probe, picked) => Boolean(probe && picked) && Object.keys(picked).every((name) => probe[name] === picked[name]);

export class Hover {
  constructor(box, view) {
    Object.assign(this, { box, view, picked: null, shown: null, cross: null, askedAt: -Infinity });
    this.card = view.name(make("div", { class: "gan-card", hidden: true }), "card");
    this.spoken = make("p", { class: "gan-hidden", role: "status" });
    box.append(this.card, this.spoken);
    box.addEventListener("pointermove", (event) => event.pointerType !== "touch" && this.point(event));
    box.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && this.close());
    box.addEventListener("click", (event) => event.pointerType === "touch" && this.tap(event));
    box.addEventListener("keydown", (event) => this.press(event));
    box.addEventListener("blur", () => this.close());
  }

  // Where nothing can be pointed at the picture is no stop of the tab key.
  setScene(painter) {
    this.close();
    this.painter = painter.pick ? painter : null;
    for (const [name, value] of Object.entries({ tabindex: 0, role: "application", "aria-label": PROBE.label })) {
      if (this.painter) setAttribute(this.box, name, value);
      else this.box.removeAttribute(name);
    }
  }

  point(event) {
    if (this.view.grid.dataset.drawing === "open") return this.close();
    const { left, top, width } = this.box.getBoundingClientRect();
    this.cross = null;
    this.pick((event.clientX - left) / width, (event.clientY - top) / width, GRASP[event.pointerType] ?? GRASP.mouse);
  }

  tap(event) {
    const before = this.picked;
    this.point(event);
    if (before && answers(this.picked, before)) this.close();
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.painter) return;
    if (event.key === "Escape" && this.picked) this.close();
    else if (ARROW_KEYS[event.key]) {
      const [dx, dy] = ARROW_KEYS[event.key];
      const [x, y] = this.cross ?? [0.5 - dx * MOVE, 0.5 - dy * MOVE];
      this.cross = [x + dx * MOVE, y + dy * MOVE].map((share) => Math.min(1, Math.max(0, share)));
      this.pick(...this.cross, GRASP.mouse);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // Shares of the side.
  pick(x, y, reach) {
    if (!this.moment || !this.painter) return;
    const picked = this.painter.pick(x * this.side, y * this.side, reach, this.side, this.moment);
    if (answers(picked, this.picked)) return;
    this.picked = picked;
    this.ask();
  }

  ask() {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.askedAt = performance.now();
      this.view.send("probe", this.picked ?? {});
    }, Math.max(0, ASK_GAP - (performance.now() - this.askedAt)));
  }

  close() {
    if (!this.picked) return;
    this.picked = this.shown = this.cross = null;
    this.card.hidden = true;
    this.ask();
    this.view.redraw();
  }

  // Until the answer to a new question is there, the card stays with the last one that was given.
  show(frame, calm) {
    const { probe } = frame;
    if (!this.picked || !probe || (!this.shown && !answers(probe, this.picked))) return;
    if (!answers(probe, this.picked) && performance.now() - this.askedAt > ASK_AGAIN) this.ask();
    const another = !this.shown || Object.keys(this.shown).join() !== Object.keys(probe).join() || ["fake", "real", "x", "y"].some((name) => this.shown[name] !== probe[name]);
    this.shown = probe;
    if (another || calm) this.write(frame);
    if (another && this.cross) this.spoken.textContent = [...this.card.children].map((line) => line.textContent).join(". ");
  }

  write(frame) {
    const { loss, modes } = this.view.scene;
    this.card.replaceChildren(...cardLines(this.shown, loss.output, modes, this.painter.remarks?.(this.shown, frame) ?? []));
    retell(this.card); // before it is measured and spoken
    this.card.hidden = false;
    this.size = [this.card.offsetWidth, this.card.offsetHeight];
  }

  // The mark in the picture, with the card beside it.
  draw(pen, side, moment) {
    Object.assign(this, { side, moment });
    if (!this.shown || !moment.frame) return;
    const [x, y] = this.painter.placeOf(this.shown, side, moment);
    const mark = new Path2D();
    if ("x" in this.shown && "y" in this.shown) {
      for (const [dx, dy] of [[CROSS_ARM, 0], [0, CROSS_ARM]]) {
        mark.moveTo(x - dx, y - dy);
        mark.lineTo(x + dx, y + dy);
      }
    } else mark.arc(x, y, RING_RADIUS, 0, 2 * Math.PI);
    pen.globalAlpha = 1;
    for (const [colour, width] of [[moment.palette.page, 4], [moment.palette.ink, 2]]) {
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.stroke(mark);
    }
    const [width, height] = this.size;
    const left = x + CARD_GAP + width < side ? x + CARD_GAP : Math.max(4, x - CARD_GAP - width);
    const top = y - CARD_GAP - height > 4 ? y - CARD_GAP - height : y + CARD_GAP;
    this.card.style.transform = `translate(${Math.round(left)}px, ${Math.round(Math.min(top, side - height - 4))}px)`;
  }

  destroy() {
    clearTimeout(this.timer);
  }
}

const writePlace = (numbers) => `(${numbers.map((number) => writeNumber(number)).join(", ")})`;

// Each line of the card is one sentence.
const line = (...pieces) => make("p", { "data-whole": true }, ...pieces);

// What the card says of a probe, line by line; `remarks` are the painter's own, [word, number] each.
function cardLines(probe, output, modes, remarks) {
  const bold = (text) => make("b", {}, text);
  const says = line(output === "score" ? PROBE.scores : PROBE.says, bold(writeNumber(probe.says)), `: ${sayOpinion(probe.opinion)}`);
  if ("fake" in probe) {
    const z = writePlace(probe.z.slice(0, LATENT_TOLD)).replace(")", probe.z.length > LATENT_TOLD ? ", …)" : ")");
    return [line(make("b", { class: "gan-fake-text" }, PROBE.fake)), line(PROBE.from, make("i", {}, "z"), ` = ${z}`), says,
      line(...sayPush(probe.pull).map(([text, strong]) => (strong ? bold(text) : text)))];
  }
  if ("real" in probe) {
    const mode = modes?.[probe.mode];
    return [line(make("b", { class: "gan-real-text" }, PROBE.real)), says, ...(mode ? [line(PROBE.mode, writePlace(mode))] : [])];
  }
  const place = "y" in probe ? writePlace([probe.x, probe.y]) : writeNumber(probe.x);
  return [line(bold(PROBE.place), ` ${place}`), says, ...remarks.map(([word, number]) => line(word, bold(writeNumber(number))))];
}
