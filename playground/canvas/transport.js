// transport.js: play, one step, slow motion, reset, speed, who trains, and the step counter.
import { icon, make, setAttribute, setText } from "./dom.js";
import { writtenText } from "./tongue.js";
import { TIPS, writeCount } from "./words.js";

const FASTEST = 1000; // steps a second at the slider's last place before "max"
const FASTEST_SLOW = 10; // phases a second
const TOY_PLACE = 53; // 40 steps a second: a toy game would else be over before it is seen
const HOLD = 600; // ms for which a press is believed before a frame that says otherwise

// The slider is linear in the logarithm of the rate: 0 is one step a second, 100 stands for no limit.
const rateAt = (place) => (place >= 100 ? null : Math.max(1, Math.round(FASTEST ** (place / 99))));

export class Transport {
  constructor(root, counterRoot, gameRoot, view) {
    this.view = view;
    this.play = this.button("play", "Play", TIPS.play, "gan-play", () => this.togglePlay());
    this.stepButton = this.button("step", "One step", TIPS.step, "gan-bare", () => this.step());
    this.slow = this.button("slow", "Slow motion", TIPS.slow, "gan-bare gan-slow", () => this.toggleSlow());
    this.reset = this.button("reset", "Reset", TIPS.reset, "gan-bare", () => view.send("reset"));
    this.playWord = make("span", {}, "Play");
    this.play.replaceChildren(icon("play"), this.playWord);
    this.stepButton.append(icon("step"));
    [this.reset.dataset.caption, this.slow.dataset.caption] = ["Reset", "Slow"]; // written on a phone only
    this.slow.append(icon("slow"), make("span", { class: "gan-word" }, "Slow motion"));
    this.reset.append(icon("reset"));
    this.players = [];
    this.goals = [];
    root.append(this.play, this.stepButton, this.slow, this.reset, this.view.name(this.makeGoal(), "until"), this.makeSpeed(), this.makePlayers());
    gameRoot.append(make("div", { class: "gan-game-choices" }, this.makePlayers(), this.makeGoal())); // a phone's foot bar has no room for them, its tab "The game" has
    this.counter = view.name(make("b", { class: "gan-step-number", "data-step": 0 }, "0"), "step-counter");
    this.whole = make("span", { class: "gan-muted", "data-tip": TIPS.past, hidden: true });
    this.rate = make("span", { class: "gan-rate", "data-tip": TIPS.rate });
    counterRoot.append(make("span", { class: "gan-step", "data-tip": TIPS.counter }, make("span", { class: "gan-muted" }, "step"), this.counter, this.whole), this.rate);
    this.showPlaying(false);
    this.showSlow(false);
  }

  button(name, label, tip, style, onclick) {
    return this.view.name(make("button", { type: "button", class: style, "aria-label": label, "data-tip": tip, onclick }), name);
  }

  makeSpeed() {
    this.speedWord = make("span", { class: "gan-speed-value" }, "max");
    this.speed = this.view.name(make("input", {
      type: "range", min: 0, max: 100, value: 100, step: 1, "aria-label": "Speed, steps a second", "aria-valuetext": "max",
      oninput: () => this.setSpeed(),
    }), "speed");
    return make("label", { class: "gan-speed", "data-tip": TIPS.speed }, make("span", { class: "gan-speed-label" }, "Speed"), this.speed, this.speedWord);
  }

  makePlayers() {
    const segments = [["both", "both", "", "Both players train"], ["d", "D", " alone", "D alone trains"], ["g", "G", " alone", "G alone trains"]].map(([value, word, more, label]) =>
      make("button", { type: "button", class: "gan-segment", "aria-pressed": value === "both", "aria-label": label, "data-players": value, "data-tip": TIPS[value], onclick: () => this.choosePlayers(value) },
        word, make("span", { class: "gan-more" }, more)));
    this.players.push(...segments);
    return make("div", { class: "gan-segments", role: "group", "aria-label": "Who trains" }, ...segments);
  }

  makeGoal() {
    const goal = make("button", { type: "button", class: "gan-bare gan-goal", "aria-pressed": "false", "aria-label": "Stop when converged", "data-tip": TIPS.until, onclick: () => this.toggleGoal() },
      icon("goal"), make("span", { class: "gan-word" }, "Stop when converged"));
    this.goals.push(goal);
    return goal;
  }

  toggleGoal() {
    const on = this.goals[0].getAttribute("aria-pressed") !== "true";
    this.heldUntil = performance.now() + HOLD;
    for (const goal of this.goals) setAttribute(goal, "aria-pressed", on);
    this.view.send("until", { on });
  }

  togglePlay() {
    const playing = !this.playing;
    this.heldUntil = performance.now() + HOLD;
    this.showPlaying(playing);
    this.view.send(playing ? "play" : "pause");
  }

  // In slow motion one step is one phase.
  step() {
    this.view.send(this.isSlow ? "next" : "step");
  }

  // A new scene is a new run: what was pressed for the one before is no longer waited for.
  setScene({ kind }) {
    this.heldUntil = 0;
    const [leaves, enters] = [this.kind === "toy" && kind !== "toy", this.kind !== "toy" && kind === "toy"];
    this.kind = kind;
    if (enters && Number(this.speed.value) === 100) this.moveSpeed(TOY_PLACE);
    if (leaves && Number(this.speed.value) === TOY_PLACE) this.moveSpeed(100);
  }

  toggleSlow() {
    if (this.slow.disabled) return;
    this.setSlow(!this.isSlow);
  }

  setSlow(on) {
    this.heldUntil = performance.now() + HOLD;
    this.showSlow(on);
    this.view.send("slow", { on });
  }

  choosePlayers(value) {
    this.heldUntil = performance.now() + HOLD;
    this.showPlayers(value);
    this.view.send("players", { value });
  }

  moveSpeed(place) {
    this.speed.value = place;
    this.setSpeed();
  }

  // At most so many steps a second, or null for no limit.
  limitTo(rate) {
    this.moveSpeed(rate ? Math.round((99 * Math.log(rate)) / Math.log(FASTEST)) : 100);
  }

  setSpeed() {
    this.paintSpeed();
    this.view.send("speed", { steps_per_second: rateAt(Number(this.speed.value)) });
  }

  paintSpeed() {
    const rate = rateAt(Number(this.speed.value));
    const slow = Math.min(rate ?? 1, FASTEST_SLOW);
    const [short, long] = this.isSlow ? [`${slow} phase${slow > 1 ? "s" : ""}/s`, `${slow} phases a second`]
      : rate === null ? ["max", "max"] : [`${rate}/s`, `${rate} steps a second`];
    setText(this.speedWord, short);
    setAttribute(this.speed, "aria-valuetext", long);
    this.speed.style.setProperty("--gan-filled", `${this.speed.value}%`);
  }

  showPlaying(playing, finished = false) {
    const word = playing ? "Pause" : finished ? "Play on" : "Play";
    if (this.playing === playing && writtenText(this.playWord) === word) return;
    this.playing = playing;
    this.play.firstElementChild.replaceWith(icon(playing ? "pause" : "play"));
    setText(this.playWord, word);
    setAttribute(this.play, "aria-pressed", playing);
    this.play.setAttribute("aria-label", word);
  }

  showSlow(on) {
    this.isSlow = on;
    setAttribute(this.slow, "aria-pressed", on);
    this.stepButton.setAttribute("aria-label", on ? "Next phase" : "One step");
    this.stepButton.dataset.caption = on ? "Next phase" : "Step";
    this.stepButton.dataset.tip = on ? TIPS.next : TIPS.step;
    this.paintSpeed();
    this.view.setMode(on ? "slow" : "speed");
  }

  showPlayers(players) {
    for (const segment of this.players) setAttribute(segment, "aria-pressed", segment.dataset.players === players);
  }

  show(frame, now) {
    setText(this.counter, writeCount(frame.step));
    setAttribute(this.counter, "data-step", frame.step);
    this.whole.hidden = frame.status !== "past";
    setText(this.whole, `of ${writeCount(frame.timeline.end)}`);
    if (this.view.calm) setText(this.rate, frame.status === "playing" && frame.rate ? `${writeCount(frame.rate)} steps/s` : "");
    clearTimeout(this.later);
    if (now < (this.heldUntil ?? 0)) {
      this.later = setTimeout(() => this.view.frame && this.show(this.view.frame, performance.now()), HOLD); // it may have been the last for long
      return;
    }
    this.showPlaying(this.view.side.playing ?? frame.playing ?? frame.status === "playing", frame.status === "finished");
    for (const goal of this.goals) setAttribute(goal, "aria-pressed", Boolean(frame.until?.on));
    const slow = frame.status === "slow" && Boolean(frame.phase);
    if (this.isSlow !== slow) this.showSlow(slow);
    this.showPlayers(frame.players);
  }
}
