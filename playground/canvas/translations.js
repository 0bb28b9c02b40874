// translations.js: paints pictures, what G makes of each, that on its way back, and the truth or other real ones: a row for each.
import { said } from "./dictionary.js";
import { TileSheet } from "./images.js";

const PAIR_ROWS = 8;
const PAIR_BLOCKS = 2; // of rows, side by side
const PAIR_HEAD = 22; // px for the headings of the columns
const PAIR_REST = 4; // px between tiles
const PAIR_BLOCK_GAP = 20; // px between two blocks
const OPINION_LINE = 3; // px of D's opinion below a fake

export class TranslationsPainter {
  constructor(scene) {
    this.scene = scene;
    this.title = null;
    this.sheets = {};
  }

  sheet(name, images) {
    const held = this.sheets[name];
    if (held?.source === images) return held;
    if (held?.fits(images)) held.fill(images);
    else this.sheets[name] = new TileSheet(images);
    return Object.assign(this.sheets[name], { source: images });
  }

  // [layer, heading, colour of the heading, images, the visitor's own picture in the first place], in the order in which they stand.
  columns(frame) {
    const { domains: [first, second], matched, back } = this.scene.pairs;
    const { inputs, reals } = this.scene.arrays;
    const now = frame && frame.status !== "empty" ? frame.arrays : {};
    const batch = now.batch_real !== undefined;
    return [
      ["inputs", first, "real-text", batch ? now.batch_input : inputs, now.own_input],
      ["fakes", `G → ${second}`, "fake-text", batch ? now.batch_fake : now.fakes, now.own_fakes],
      ...(back ? [["back", `F → ${first}`, "fake-text", batch ? null : now.back, now.own_back]] : []),
      ["reals", matched && !batch ? `true ${second}` : `real ${second}`, "real-text", batch ? now.batch_real : reals, null],
    ];
  }

  draw(pen, side, { frame, layers, palette }) {
    pen.imageSmoothingEnabled = true;
    pen.imageSmoothingQuality = "high";
    const columns = this.columns(frame);
    const pitch = Math.min((side - PAIR_BLOCK_GAP + PAIR_REST) / (PAIR_BLOCKS * columns.length), (side - PAIR_HEAD + PAIR_REST) / PAIR_ROWS);
    const own = frame?.arrays.own_input && frame.arrays.batch_real === undefined;
    for (let block = 0; block < PAIR_BLOCKS; block++) {
      columns.forEach(([layer, heading, colour, images, mine], i) => {
        const x = block * this.secondBlock(side, columns.length, pitch) + i * pitch;
        pen.globalAlpha = layers.alpha(layer);
        this.write(pen, heading, x, pitch - 2 * PAIR_REST, palette[colour], palette.font);
        if (images) this.drawColumn(pen, this.sheet(layer, images), block, x, pitch, own);
        if (own && !block && mine) this.drawTile(pen, this.sheet(`own ${layer}`, mine), 0, x, PAIR_HEAD, pitch - PAIR_REST);
      });
    }
    this.drawOpinions(pen, frame, columns.findIndex(([layer]) => layer === "fakes"), columns.length, pitch, side, own, palette, layers.alpha("map") * layers.alpha("fakes"));
    pen.globalAlpha = 1;
  }

  // Where the second block begins, so that it ends at the right edge.
  secondBlock(side, columns, pitch) {
    return side + PAIR_REST - columns * pitch;
  }

  write(pen, text, x, width, colour, font) {
    pen.fillStyle = colour;
    pen.font = `11px ${font}`;
    pen.textAlign = "left";
    pen.textBaseline = "top";
    pen.fillText(said(text), x, 2, width);
  }

  // The visitor's own picture takes the place of the first.
  drawColumn(pen, sheet, block, x, pitch, own) {
    for (let row = own && !block ? 1 : 0; row < PAIR_ROWS && block * PAIR_ROWS + row < sheet.count; row++) {
      this.drawTile(pen, sheet, block * PAIR_ROWS + row, x, PAIR_HEAD + row * pitch, pitch - PAIR_REST);
    }
  }

  drawTile(pen, sheet, index, x, y, size) {
    pen.save();
    pen.beginPath();
    pen.roundRect(x, y, size, size, 6);
    pen.clip();
    sheet.draw(pen, index, x, y, size);
    pen.restore();
  }

  // Below each fake a line from orange, D says fake, to blue.
  drawOpinions(pen, frame, column, columns, pitch, side, own, palette, alpha) {
    const { scores, batch_real: batch } = frame?.arrays ?? {};
    if (!alpha || !scores || batch !== undefined || frame.status === "empty") return;
    pen.globalAlpha = alpha;
    scores.forEach((score, i) => {
      if (own && !i) return;
      const x = Math.floor(i / PAIR_ROWS) * this.secondBlock(side, columns, pitch) + column * pitch;
      const y = PAIR_HEAD + ((i % PAIR_ROWS) + 1) * pitch - PAIR_REST + 0.5;
      pen.fillStyle = palette.sunk ?? palette.line;
      pen.fillRect(x + 6, y, pitch - PAIR_REST - 12, OPINION_LINE);
      pen.fillStyle = score < 0.5 ? palette.fake : palette.real;
      pen.fillRect(x + 6 + (pitch - PAIR_REST - 12) * Math.min(score, 0.5), y, (pitch - PAIR_REST - 12) * Math.abs(score - 0.5), OPINION_LINE);
    });
  }

  thumbnail(pen, side, frame, palette, what) {
    pen.clearRect(0, 0, side, side);
    pen.imageSmoothingEnabled = true;
    pen.imageSmoothingQuality = "high";
    const now = frame?.arrays ?? {};
    const images = what === "inputs" ? now.own_input ?? this.scene.arrays.inputs : what === "reals" ? this.scene.arrays.reals : now.own_fakes ?? now.fakes;
    if (images) this.sheet(`small ${what}`, images).draw(pen, 0, 0, 0, side);
  }
}
