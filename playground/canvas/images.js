// images.js: paints fakes of fixed latents beside real images, and below each fake where D's answer puts it.
import { said } from "./dictionary.js";

export const COLUMNS = 8; // of fakes
const REAL_COLUMNS = 4;
const GAP = 20; // between fakes and reals, at a side of 592
const REST = 4; // between tiles
const UNDERLINE = 2;
const SMALLEST = 8; // a tile in the swarm

// The scale below the swarm; scores know no absolute one.
const ANSWERS = [[0, "0  D says fake", "left"], [0.5, "½", "center"], [1, "D says real  1", "right"]];
const SCORES = [[0, "D says fake", "left"], [0.5, "between", "center"], [1, "D says real", "right"]];

// Tiles side by side in one small canvas; each is later drawn from it, enlarged smoothly.
export class TileSheet {
  constructor(images) {
    const [count, height, width, channels] = images.shape;
    Object.assign(this, { count, height, width, channels });
    this.canvas = document.createElement("canvas");
    [this.canvas.width, this.canvas.height] = [width * count, height];
    this.pixels = new ImageData(width * count, height);
    this.fill(images);
  }

  fill(images) {
    const { count, height, width, channels } = this;
    const data = this.pixels.data;
    let from = 0;
    for (let i = 0; i < count; i++) {
      for (let row = 0; row < height; row++) {
        let to = 4 * ((row * count + i) * width);
        for (let column = 0; column < width; column++, to += 4, from += channels) {
          data[to] = images[from];
          data[to + 1] = images[channels > 1 ? from + 1 : from];
          data[to + 2] = images[channels > 2 ? from + 2 : from];
          data[to + 3] = 255;
        }
      }
    }
    this.canvas.getContext("2d").putImageData(this.pixels, 0, 0);
  }

  fits(images) {
    const [count, height, width, channels] = images.shape;
    return this.count === count && this.height === height && this.width === width && this.channels === channels;
  }

  draw(pen, index, x, y, size) {
    pen.drawImage(this.canvas, index * this.width, 0, this.width, this.height, x, y, size, size);
  }
}

export class ImagesPainter {
  constructor(scene) {
    this.scene = scene;
    this.title = null;
    this.sheets = { reals: new TileSheet(scene.arrays.reals) };
  }

  sheet(name, images) {
    const held = this.sheets[name];
    if (held?.fits(images)) {
      if (held.source !== images) held.fill(images);
    } else this.sheets[name] = new TileSheet(images);
    this.sheets[name].source = images;
    return this.sheets[name];
  }

  // Those of the class that is shown, if it is one.
  realsOf(frame) {
    return frame?.arrays.reals ? this.sheet("of class", frame.arrays.reals) : this.sheets.reals;
  }

  // From one tile to the next, at a side of the picture.
  pitch(side) {
    return (side - (GAP * side) / 592 + REST) / (COLUMNS + REAL_COLUMNS);
  }

  // The fake at a place, counted from 0 row by row; null where there is none.
  fakeAt(x, y, side, count) {
    const [column, row] = [x, y].map((px) => Math.floor(px / this.pitch(side)));
    const i = row * COLUMNS + column;
    return column >= 0 && column < COLUMNS && row >= 0 && i < count ? i : null;
  }

  // {left, top, size} of the tile of a fake.
  tileOf(i, side) {
    const pitch = this.pitch(side);
    return { left: (i % COLUMNS) * pitch, top: Math.floor(i / COLUMNS) * pitch, size: pitch - REST };
  }

  draw(pen, side, { frame, layers, palette }) {
    pen.imageSmoothingEnabled = true;
    pen.imageSmoothingQuality = "high";
    const pitch = this.pitch(side);
    const { fakes, scores, batch_fake: batchFake, batch_real: batchReal } = frame?.arrays ?? {};
    const shown = batchFake ?? fakes;
    const reals = batchReal ? this.sheet("batch", batchReal) : this.realsOf(frame);
    this.drawGrid(pen, reals, COLUMNS * pitch + (GAP * side) / 592, pitch, REAL_COLUMNS, palette.stops[4], layers.alpha("reals"));
    if (!shown || frame.status === "empty") return;
    const sheet = this.sheet("fakes", shown);
    this.drawGrid(pen, sheet, 0, pitch, COLUMNS, palette.stops[0], layers.alpha("fakes"));
    if (scores && !batchFake) this.drawOpinions(pen, sheet, scores, side, COLUMNS * pitch + 16, palette, layers.alpha("map"));
  }

  drawGrid(pen, sheet, left, pitch, columns, underline, alpha) {
    if (!alpha) return;
    const size = pitch - REST;
    const count = Math.min(sheet.count, columns * 8);
    const [tiles, lines] = [new Path2D(), new Path2D()];
    const place = (i) => [left + (i % columns) * pitch, Math.floor(i / columns) * pitch];
    for (let i = 0; i < count; i++) {
      const [x, y] = place(i);
      tiles.roundRect(x, y, size, size - UNDERLINE, 6);
      lines.roundRect(x, y + 6, size, size - 6, 6);
    }
    pen.globalAlpha = alpha;
    pen.fillStyle = underline;
    pen.fill(lines);
    pen.save();
    pen.clip(tiles);
    for (let i = 0; i < count; i++) sheet.draw(pen, i, ...place(i), size);
    pen.restore();
    pen.globalAlpha = 1;
  }

  // The fakes as a swarm over the scale of D's answers: each stands at its score, stacked where many agree.
  drawOpinions(pen, sheet, scores, side, top, palette, alpha) {
    const floor = side - 26;
    if (!alpha || floor - top < 40) return;
    pen.globalAlpha = alpha;
    const bar = pen.createLinearGradient(0, 0, side, 0);
    palette.stops.forEach((colour, i) => bar.addColorStop(i / 4, colour));
    pen.fillStyle = bar;
    pen.beginPath();
    pen.roundRect(0, floor, side, 8, 4);
    pen.fill();
    pen.fillStyle = palette.muted;
    pen.font = `11px ${palette.font}`;
    pen.textBaseline = "top";
    for (const [share, text, align] of this.scene.loss.output === "score" ? SCORES : ANSWERS) {
      pen.textAlign = align;
      pen.fillText(said(text), share * side, floor + 13);
    }
    this.drawSwarm(pen, sheet, scores, side, floor - 4, floor - 4 - top);
    pen.globalAlpha = 1;
  }

  // Columns of tiles: the tile's size is the largest for which the fullest column still fits; else tiles lie over each other.
  drawSwarm(pen, sheet, scores, side, floor, height) {
    for (let size = 32; size >= SMALLEST; size -= 2) {
      const columns = Math.floor(side / size);
      const stacks = new Array(columns).fill(0);
      const column = (score) => Math.min(columns - 1, Math.max(0, Math.floor(score * columns)));
      for (const score of scores) stacks[column(score)]++;
      const fullest = Math.max(...stacks);
      if (fullest * size > height && size > SMALLEST) continue;
      const rise = Math.min(size, (height - size) / Math.max(1, fullest - 1));
      stacks.fill(0);
      const left = (side - columns * size) / 2;
      scores.forEach((score, i) => {
        const at = column(score);
        sheet.draw(pen, i, left + at * size + 0.5, floor - size - stacks[at]++ * rise, size - 1);
      });
      return;
    }
  }

  thumbnail(pen, side, frame, palette, what) {
    pen.clearRect(0, 0, side, side);
    pen.imageSmoothingEnabled = true;
    pen.imageSmoothingQuality = "high";
    if (what === "reals") this.realsOf(frame).draw(pen, 0, 0, 0, side);
    else if (frame) this.sheet("fakes", frame.arrays.fakes).draw(pen, 0, 0, 0, side);
  }
}
