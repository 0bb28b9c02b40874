// rolls.js: paints music as piano rolls: a piece of a fixed latent and which of its chords are harsh, more of them small, and a real one.
import { heldNotes } from "./sound.js";
import { parseHex, readPalette } from "./theme.js";

const VOICE_DEPTHS = [0, 0.6, 0.3, 0.85]; // how far each voice's tone is from the run's colour to ink: neighbours differ in lightness
const VOICE_LETTERS = ["S", "A", "T", "B"];
const LETTER_ROOM = 18; // px at the left
const LETTER_HEIGHT = 12;
const [STEPS_A_BEAT, STEPS_A_BAR] = [2, 8];
const [LOWEST_SHOWN, HIGHEST_SHOWN] = [35, 86]; // MIDI numbers
// Of the side: where each part begins, and how high it is.
const BANDS = { fake: [0.01, 0.4], harsh: [0.42, 0.025], others: [0.475, 0.11], real: [0.62, 0.36] };

function toneOf(palette, mark, depth) {
  const [from, to] = [parseHex(palette[mark]), parseHex(palette.ink)];
  return `rgb(${from.map((c, i) => Math.round(c + depth * (to[i] - c))).join()})`;
}

const pieceOf = (numbers, i) => {
  const [, voices, length] = numbers.shape;
  return { notes: numbers.subarray(i * voices * length, (i + 1) * voices * length), length };
};

// Pieces as small rolls, MIDI numbers [n, 4, length], where a mosaic has pictures.
export class RollSheet {
  constructor(numbers, root, what) {
    Object.assign(this, { root, what, count: numbers.shape[0] });
    this.fill(numbers);
  }

  fill(numbers) {
    this.numbers = numbers;
    this.palette = readPalette(this.root);
  }

  fits({ shape }) {
    return shape.length === 3 && this.count === shape[0];
  }

  draw(pen, index, x, y, size) {
    pen.fillStyle = this.palette[`${this.what}-tint`];
    pen.fillRect(x + 1, y + 1, size - 2, size - 2); // seams between neighbours
    paintSmall(pen, x, y, size, size, pieceOf(this.numbers, index), this.palette, this.what, Math.max(1.5, size / 64));
  }
}

function paintSmall(pen, x, y, width, height, { notes, length }, palette, what, thick = 1.5) {
  for (const [voice, pitch, from, to] of heldNotes(notes, length)) {
    pen.fillStyle = toneOf(palette, what, VOICE_DEPTHS[voice]);
    pen.fillRect(x + (from / length) * width, y + (height * (HIGHEST_SHOWN - pitch)) / (HIGHEST_SHOWN - LOWEST_SHOWN), ((to - from) / length) * width, thick);
  }
}

export class RollsPainter {
  constructor(scene) {
    this.title = null;
    this.reals = scene.arrays.reals;
    this.chosen = 0;
  }

  // What stands in the picture, "fake" or "real".
  piece(what, frame = this.frame) {
    const { fakes, harsh, batch_fake: batchFake, batch_real: batchReal } = frame?.arrays ?? {};
    const numbers = what === "real" ? batchReal ?? this.reals : frame?.status === "empty" ? null : batchFake ?? fakes;
    if (!numbers) return null;
    const piece = pieceOf(numbers, this.chosen % numbers.shape[0]);
    return numbers === fakes ? { ...piece, harsh: harsh.subarray(this.chosen * piece.length, (this.chosen + 1) * piece.length) } : piece;
  }

  another() {
    this.chosen = (this.chosen + 1) % this.reals.shape[0];
  }

  draw(pen, side, { frame, layers, palette }) {
    this.frame = frame;
    const sounding = this.listen?.now;
    for (const [what, alpha] of [["fake", layers.alpha("fakes")], ["real", layers.alpha("reals")]]) {
      const heard = sounding?.what === what ? sounding : null;
      const piece = heard?.piece ?? this.piece(what);
      if (!alpha) continue;
      pen.globalAlpha = alpha;
      const box = this.box(side, what);
      this.ground(pen, box, piece?.length ?? this.reals.shape[2], palette, what);
      if (piece) this.roll(pen, box, piece, palette, what);
      if (heard) this.head(pen, box, heard.at / piece.length, palette);
      if (piece?.harsh) this.harsh(pen, this.box(side, "harsh"), piece.harsh, palette, layers.alpha("harsh"));
    }
    const fakes = frame?.arrays.fakes;
    if (fakes && frame.status !== "empty") this.others(pen, this.box(side, "others"), fakes, palette, layers.alpha("others"));
    pen.globalAlpha = 1;
  }

  box(side, band) {
    const [top, height] = BANDS[band];
    return { x: LETTER_ROOM, y: top * side, width: side - LETTER_ROOM - 2, height: height * side };
  }

  ground(pen, { x, y, width, height }, length, palette, what) {
    pen.fillStyle = palette[`${what}-tint`];
    pen.beginPath();
    pen.roundRect(x, y, width, height, 8);
    pen.fill();
    for (let step = STEPS_A_BEAT; step < length; step += STEPS_A_BEAT) {
      pen.fillStyle = step % STEPS_A_BAR ? palette.line : palette.faint;
      pen.fillRect(x + (step / length) * width, y, 1, height);
    }
  }

  roll(pen, { x, y, width, height }, { notes, length }, palette, what) {
    const thick = Math.max(3, (0.8 * height) / (HIGHEST_SHOWN - LOWEST_SHOWN));
    const middle = (pitch) => y + (height * (HIGHEST_SHOWN - pitch)) / (HIGHEST_SHOWN - LOWEST_SHOWN);
    for (const [voice, pitch, from, to] of heldNotes(notes, length)) {
      pen.fillStyle = toneOf(palette, what, VOICE_DEPTHS[voice]);
      pen.beginPath();
      pen.roundRect(x + (from / length) * width + 1, middle(pitch) - thick / 2, ((to - from) / length) * width - 2, thick, thick / 2);
      pen.fill();
    }
    pen.font = `600 11px ${palette.font}`;
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    const begins = VOICE_LETTERS.map((letter, voice) => ({ letter, voice, at: middle(notes[voice * length]) }));
    let free = 0; // letters of voices that sing the same stand below each other
    for (const { letter, voice, at } of begins.sort((a, b) => a.at - b.at)) {
      pen.fillStyle = toneOf(palette, what, VOICE_DEPTHS[voice]);
      pen.fillText(letter, 2, Math.max(at, free));
      free = Math.max(at, free) + LETTER_HEIGHT;
    }
  }

  head(pen, { x, y, width, height }, share, palette) {
    pen.fillStyle = palette.ink;
    pen.fillRect(x + Math.min(1, share) * width - 1, y - 3, 2, height + 6);
  }

  // A cell for each chord, framed where two voices sound a dissonance.
  harsh(pen, { x, y, width, height }, marks, palette, alpha) {
    if (!alpha) return;
    pen.globalAlpha = alpha;
    marks.forEach((mark, step) => {
      pen.beginPath();
      pen.roundRect(x + (step / marks.length) * width + 1.5, y + 1, width / marks.length - 3, height - 2, 3);
      pen.fillStyle = palette.sunk;
      pen.fill();
      if (!mark) return;
      pen.strokeStyle = palette.ink;
      pen.lineWidth = 1.5;
      pen.stroke();
    });
  }

  // All fixed latents, small; the one that is shown large is framed.
  others(pen, { x, y, width, height }, fakes, palette, alpha) {
    if (!alpha) return;
    pen.globalAlpha = alpha;
    const [count, gap] = [fakes.shape[0], 6];
    const each = (width + gap) / count - gap;
    for (let i = 0; i < count; i++) {
      const left = x + i * (each + gap);
      pen.fillStyle = palette["fake-tint"];
      pen.beginPath();
      pen.roundRect(left, y, each, height, 6);
      pen.fill();
      paintSmall(pen, left, y, each, height, pieceOf(fakes, i), palette, "fake");
      if (i !== this.chosen) continue;
      pen.strokeStyle = palette.ink;
      pen.lineWidth = 1.5;
      pen.stroke();
    }
  }

  thumbnail(pen, side, frame, palette, what) {
    pen.clearRect(0, 0, side, side);
    const numbers = what === "reals" ? this.reals : frame?.arrays.fakes;
    if (numbers) paintSmall(pen, 0, 0, side, side, pieceOf(numbers, 0), palette, what === "reals" ? "real" : "fake");
  }
}
