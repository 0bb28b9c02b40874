// strings.js: paints strings that G writes of fixed latents, real ones beside them, and what single latents became on the way.

export const SIGNS = { "": "", wrong: "×", new: "+", valid: "✓", copied: "=" };
const MARKS = Object.keys(SIGNS); // in the order of MARKS in playground/data/text.py
const UPPER = 0.56; // of the side: the table of samples
const SHARE = 0.66; // of the width: the fakes; the rest is for reals
const [FONT_SIZE, SMALLEST_SIZE, LARGEST_SIZE, SLOPE] = [14, 8, 30, 1.5]; // px; a line is so many times its letters
const MOST_FILLED = 0.9; // of a cell’s width
const monospace = (size) => `${size}px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace`;
const MOST_KEPT = 64; // moments; then every other one of the older half goes
const [STEP_ROOM, COLUMN_GAP] = [52, 14];

// uint32 [n, length] of code points, with zeros behind each string.
export function readStrings(codes) {
  const [count, length] = codes.shape;
  return Array.from({ length: count }, (_, i) => String.fromCodePoint(...codes.subarray(i * length, (i + 1) * length)).replace(/\0+$/, ""));
}

// Strings to be drawn one by one, each in the middle of a cell, all as large as the longest of them fits.
export class StringSheet {
  text = true;

  constructor(codes) {
    this.fill(codes);
  }

  fits(codes) {
    return codes.shape.length === 2;
  }

  fill(codes) {
    this.strings = readStrings(codes);
    this.count = this.strings.length;
    this.longest = Math.max(...this.strings.map((string) => string.length));
  }

  draw(pen, index, x, y, width, height) {
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    const size = Math.min(height / SLOPE, LARGEST_SIZE);
    pen.font = monospace(size);
    const needed = this.longest * pen.measureText("x").width;
    if (needed > MOST_FILLED * width) pen.font = monospace((size * MOST_FILLED * width) / needed);
    pen.fillText(this.strings[index], x + width / 2, y + height / 2);
  }
}

const shortStep = (step) => (step < 10000 ? String(step) : `${Math.round(step / 1000)}k`);

export class TextPainter {
  constructor(scene) {
    this.title = null;
    this.reals = readStrings(scene.arrays.reals);
    this.length = scene.arrays.reals.shape[1];
    this.past = []; // [{step, strings, marks}], oldest first
  }

  // The strings of a frame, read once; what lies ahead of it is forgotten, because the run may have gone back.
  now({ step, status, arrays }) {
    if (status === "empty") this.past = [];
    if (status === "empty" || !arrays.fakes) return null;
    if (this.read?.codes !== arrays.fakes) this.read = { codes: arrays.fakes, step, strings: readStrings(arrays.fakes), marks: arrays.marks };
    while (this.past.at(-1)?.step >= step) this.past.pop();
    this.past.push(this.read);
    if (this.past.length > MOST_KEPT) this.past = this.past.filter((_, i) => i >= MOST_KEPT / 2 || i % 2 === 0);
    return this.read;
  }

  draw(pen, side, { frame, layers, palette }) {
    const now = frame && this.now(frame);
    const { batch_fake: batchFake, batch_real: batchReal } = frame?.arrays ?? {};
    pen.textBaseline = "middle";
    const reals = { strings: batchReal ? readStrings(batchReal) : this.reals };
    const fakes = batchFake ? { strings: readStrings(batchFake) } : now;
    const top = { y: 10, height: side * UPPER - 20 };
    this.table(pen, reals, { ...top, x: side * SHARE + 12, width: side * (1 - SHARE) - 20 }, palette, palette["real-text"], layers.alpha("reals"));
    if (fakes) this.table(pen, fakes, { ...top, x: 12, width: side * SHARE - 20 }, palette, palette["fake-text"], layers.alpha("fakes"));
    if (now) this.history(pen, { x: 12, y: side * UPPER, width: side - 24, height: side * (1 - UPPER) - 10 }, palette, layers.alpha("past"));
    pen.globalAlpha = 1;
  }

  // Sets the font of a column that is no wider than `room`; returns the width of a character.
  letter(pen, room, characters) {
    for (let size = FONT_SIZE; ; size--) {
      pen.font = monospace(size);
      const width = pen.measureText("x").width;
      if (size <= SMALLEST_SIZE || width * characters <= room) return { width, line: size * SLOPE };
    }
  }

  // As many columns of strings as there is room for, each string behind its mark.
  table(pen, { strings, marks }, { x, y, width, height }, palette, colour, alpha) {
    if (!alpha) return;
    const { width: letter, line } = this.letter(pen, width, this.length + 2);
    const column = letter * (this.length + 2) + COLUMN_GAP;
    const [columns, rows] = [Math.max(1, Math.floor((width + COLUMN_GAP) / column)), Math.floor(height / line)];
    pen.globalAlpha = alpha;
    strings.slice(0, columns * rows).forEach((string, i) => {
      this.write(pen, string, marks?.[i] ?? 0, x + Math.floor(i / rows) * column, y + ((i % rows) + 0.5) * line, letter, palette, colour);
    });
  }

  write(pen, string, number, x, y, letter, palette, colour) {
    const mark = MARKS[number];
    pen.textAlign = "left";
    pen.fillStyle = mark === "wrong" ? palette.muted : colour;
    pen.fillText(SIGNS[mark], x, y);
    pen.fillStyle = mark === "wrong" ? palette.muted : palette.ink;
    pen.fillText(string, x + 2 * letter, y);
  }

  // Single latents, one a column: the newest string stands lowest, the older ones above it, evenly spread over the way.
  history(pen, { x, y, width, height }, palette, alpha) {
    if (!alpha) return;
    pen.globalAlpha = alpha;
    pen.fillStyle = palette.line;
    pen.fillRect(x, y, width, 1);
    const { width: letter, line } = this.letter(pen, width - STEP_ROOM, this.length + 2);
    const column = letter * (this.length + 2) + COLUMN_GAP;
    const [columns, rows] = [Math.max(1, Math.floor((width - STEP_ROOM + COLUMN_GAP) / column)), Math.floor((height - 8) / line)];
    const last = this.past.length - 1;
    const shown = Math.min(rows, this.past.length);
    for (let row = 0; row < shown; row++) {
      const { step, strings, marks } = this.past[shown < 2 ? last : Math.round((row * last) / (shown - 1))];
      const middle = y + height - (shown - row - 0.5) * line;
      pen.fillStyle = palette.muted;
      pen.textAlign = "right";
      pen.fillText(shortStep(step), x + STEP_ROOM - 2 * letter, middle);
      for (let i = 0; i < Math.min(columns, strings.length); i++) this.write(pen, strings[i], marks[i], x + STEP_ROOM + i * column, middle, letter, palette, palette["fake-text"]);
    }
  }

  thumbnail(pen, side, frame, palette, what) {
    pen.clearRect(0, 0, side, side);
    const strings = what === "reals" ? this.reals : frame?.arrays.fakes && readStrings(frame.arrays.fakes);
    if (!strings) return;
    pen.font = monospace(Math.round(side / 5));
    pen.textBaseline = "middle";
    pen.textAlign = "center";
    pen.fillStyle = palette[what === "reals" ? "real-text" : "fake-text"];
    strings.slice(0, 4).forEach((string, i) => pen.fillText(string.slice(0, 8), side / 2, ((i + 0.5) * side) / 4, side - 2));
  }
}
