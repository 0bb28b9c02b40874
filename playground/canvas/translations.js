// translations.js: paints pictures, what G makes of each, that on its way back, and the truth or other real ones: a row for each.
import { said } from "./dictionary.js";
import { TileSheet } from "./images.js";
import { YOURS } from "./words.js";

const PAIR_ROWS = 8;
const PAIR_BLOCKS = 2; // of rows, side by side
const PAIR_HEAD = 22; // px for the headings of the columns
const PAIR_REST = [4, 16]; // px between two columns, at least and at most
const PAIR_FOOT = 11; // px below a row, for D's opinion
const PAIR_BLOCK_GAP = 28; // px between two blocks, at least
const OPINION_LINE = 3; // px
const OPINION_DOT = 3; // px of its radius

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

  // Where things stand, in px: tiles `tile` wide, columns and rows a pitch apart, and the second block at the right edge.
  places(side, columns) {
    const least = (side - PAIR_BLOCK_GAP + PAIR_REST[0]) / (PAIR_BLOCKS * columns);
    const tile = Math.min(least - PAIR_REST[0], (side - PAIR_HEAD) / PAIR_ROWS - PAIR_FOOT);
    const pitch = Math.min(least, tile + PAIR_REST[1]);
    const width = (columns - 1) * pitch + tile;
    return { tile, width, x: (block, column) => block * (side - width) + column * pitch, y: (row) => PAIR_HEAD + row * (tile + PAIR_FOOT) };
  }

  draw(pen, side, { frame, layers, palette }) {
    pen.imageSmoothingEnabled = true;
    pen.imageSmoothingQuality = "high";
    const columns = this.columns(frame);
    const at = this.places(side, columns.length);
    const own = frame?.arrays.own_input && frame.arrays.batch_real === undefined;
    for (let block = 0; block < PAIR_BLOCKS; block++) {
      columns.forEach(([layer, heading, colour, images, mine], i) => {
        const x = at.x(block, i);
        pen.globalAlpha = layers.alpha(layer);
        this.write(pen, heading, x + at.tile / 2, at.tile + PAIR_REST[0], palette[colour], palette.font);
        if (images) this.drawColumn(pen, this.sheet(layer, images), block, x, at, own);
        if (own && !block && mine) this.drawTile(pen, this.sheet(`own ${layer}`, mine), 0, x, at.y(0), at.tile);
      });
    }
    pen.globalAlpha = 1;
    if (own) this.write(pen, YOURS.row, at.x(0, columns.length - 1) + at.tile / 2, at.tile, palette.muted, palette.font, at.y(0) + at.tile / 2 - 6); // of which no truth is known
    pen.fillStyle = palette.line;
    pen.fillRect(Math.round(side / 2), 2, 1, side - 2);
    this.drawOpinions(pen, frame, columns.findIndex(([layer]) => layer === "fakes"), at, own, palette, layers.alpha("map") * layers.alpha("fakes"));
    pen.globalAlpha = 1;
  }

  write(pen, text, x, width, colour, font, y = 2) {
    pen.fillStyle = colour;
    pen.font = `11px ${font}`;
    pen.textAlign = "center";
    pen.textBaseline = "top";
    pen.fillText(said(text), x, y, width);
  }

  // The visitor's own picture takes the place of the first.
  drawColumn(pen, sheet, block, x, at, own) {
    for (let row = own && !block ? 1 : 0; row < PAIR_ROWS && block * PAIR_ROWS + row < sheet.count; row++) {
      this.drawTile(pen, sheet, block * PAIR_ROWS + row, x, at.y(row), at.tile);
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

  // Below each fake the diagram's scale, from orange, D says fake, to blue, and a dot where D's answer is.
  drawOpinions(pen, frame, column, at, own, palette, alpha) {
    const { scores, batch_real: batch } = frame?.arrays ?? {};
    if (!alpha || !scores || batch !== undefined || frame.status === "empty") return;
    pen.globalAlpha = alpha;
    scores.forEach((score, i) => {
      if (own && !i) return;
      const left = at.x(Math.floor(i / PAIR_ROWS), column) + OPINION_DOT;
      const width = at.tile - 2 * OPINION_DOT;
      const y = at.y(i % PAIR_ROWS) + at.tile + PAIR_FOOT / 2;
      const scale = pen.createLinearGradient(left, 0, left + width, 0);
      palette.stops.forEach((colour, stop) => scale.addColorStop(stop / 4, colour));
      pen.fillStyle = scale;
      pen.fillRect(left, y - OPINION_LINE / 2, width, OPINION_LINE);
      pen.fillStyle = score < 0.5 ? palette.fake : palette.real;
      pen.beginPath();
      pen.arc(left + width * score, y, OPINION_DOT, 0, 2 * Math.PI);
      pen.fill();
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
