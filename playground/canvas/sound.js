// sound.js: plays four voices on an organ, by the browser's own synthesiser: one piece at a time, begun by a button.
import { icon, make, setText } from "./dom.js";
import { TIPS } from "./words.js";

const [SOUND_ATTACK, SOUND_RELEASE] = [0.02, 0.08]; // seconds in which a note comes and goes, as in playground/sound.py
const [LOUDNESS, HEAD_START] = [0.12, 0.1]; // of each voice; seconds until the first note
const VOICES_SUNG = 4;
const LISTEN = { fake: "Listen to the fake", real: "Listen to the real one", held: "Listen to what you hold" };

// What each voice sings in a piece of `length` steps, notes [4 * length]: [[voice, pitch, first step, step after its last], ...]
export function heldNotes(notes, length) {
  const held = [];
  for (let voice = 0; voice < VOICES_SUNG; voice++) {
    for (let begin = 0, end = 1; begin < length; begin = end++) {
      while (end < length && notes[voice * length + end] === notes[voice * length + begin]) end++;
      held.push([voice, notes[voice * length + begin], begin, end]);
    }
  }
  return held;
}

export class Listen {
  // pieceOf(what) is what stands in the picture, {notes, length}, or null; there is a button for each of `whats`, keys of LISTEN.
  constructor(view, pieceOf, whats) {
    Object.assign(this, { view, pieceOf });
    this.playing = null; // {what, piece, begin, step}
    this.buttons = Object.fromEntries(whats.map((what) => [what, this.button(what)]));
  }

  button(what) {
    return this.view.name(make("button", { type: "button", class: "gan-chip", "aria-pressed": "false", "aria-label": LISTEN[what], "data-tip": TIPS.listen, onclick: () => this.toggle(what) },
      icon("play"), make("span", {}, "Listen")), `listen-${what}`);
  }

  setScene(scene) {
    this.stop();
    [this.harmonics, this.step] = [scene.arrays.harmonics, scene.arrays.step?.[0]];
  }

  toggle(what) {
    const on = this.playing?.what === what;
    this.stop();
    const piece = on ? null : this.pieceOf(what);
    if (piece) this.start(what, { ...piece, notes: piece.notes.slice(), harsh: piece.harsh?.slice() });
  }

  start(what, piece) {
    this.context ??= new AudioContext();
    this.context.resume();
    const [begin, out] = [this.context.currentTime + HEAD_START, this.context.createGain()];
    out.gain.value = LOUDNESS;
    out.connect(this.context.destination);
    const wave = this.context.createPeriodicWave(new Float32Array(this.harmonics.length + 1), Float32Array.of(0, ...this.harmonics));
    const notes = heldNotes(piece.notes, piece.length).map(([, pitch, from, to]) => this.note(wave, out, pitch, begin + from * this.step, begin + to * this.step));
    notes.at(-1).onended = () => this.playing?.out === out && this.stop();
    this.playing = { what, piece, begin, out };
    this.show();
  }

  note(wave, out, pitch, from, to) {
    const [pipe, loudness] = [this.context.createOscillator(), this.context.createGain()];
    pipe.setPeriodicWave(wave);
    pipe.frequency.value = 440 * 2 ** ((pitch - 69) / 12);
    loudness.gain.setValueAtTime(0, from);
    loudness.gain.linearRampToValueAtTime(1, from + SOUND_ATTACK);
    loudness.gain.setValueAtTime(1, to);
    loudness.gain.linearRampToValueAtTime(0, to + SOUND_RELEASE);
    pipe.connect(loudness).connect(out);
    pipe.start(from);
    pipe.stop(to + SOUND_RELEASE);
    return pipe;
  }

  stop() {
    this.playing?.out.disconnect();
    this.playing = null;
    this.show();
  }

  show() {
    for (const [what, button] of Object.entries(this.buttons)) {
      const on = this.playing?.what === what;
      button.setAttribute("aria-pressed", String(on));
      button.firstElementChild.replaceWith(icon(on ? "pause" : "play"));
      setText(button.lastElementChild, on ? "Stop" : "Listen");
    }
    this.view.redraw();
  }

  // What sounds now: {what, piece, at}, `at` in steps; null in silence.
  get now() {
    if (!this.playing) return null;
    return { ...this.playing, at: Math.max(0, (this.context.currentTime - this.playing.begin) / this.step) };
  }
}
