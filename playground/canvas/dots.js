// dots.js: many equal dots at once: laid into the pixels of one sheet, which a browser without a graphics card draws far faster than a picture for each.
import { isOutside } from "./outside.js";
import { newCanvas, unit } from "./tiles.js";

const FULL = 2 * Math.PI;

// The colour of `over`, where it is partly clear, upon that of `under`, both as words of red, green, blue and alpha.
function blended(over, under) {
  const [a, b] = [over >>> 24, under >>> 24];
  const rest = (b * (255 - a)) / 255;
  const alpha = a + rest;
  const mixed = (shift) => Math.round((((over >>> shift) & 255) * a + ((under >>> shift) & 255) * rest) / alpha) << shift;
  return ((Math.round(alpha) << 24) | mixed(16) | mixed(8) | mixed(0)) >>> 0;
}

export class Dots {
  constructor(radius, halo, colour, paper, ratio) {
    this.ratio = ratio;
    this.reach = radius + halo + 0.5;
    this.size = Math.ceil(2 * this.reach * ratio);
    const pen = newCanvas(this.size, this.size).getContext("2d");
    pen.scale(ratio, ratio);
    for (const [size, fill] of halo ? [[radius + halo, paper], [radius, colour]] : [[radius, colour]]) {
      pen.fillStyle = fill;
      pen.beginPath();
      pen.arc(this.reach, this.reach, size, 0, FULL);
      pen.fill();
    }
    const words = new Uint32Array(pen.getImageData(0, 0, this.size, this.size).data.buffer);
    this.inked = Array.from(words.keys()).filter((i) => words[i] >>> 24); // the corners are clear
    this.colours = Uint32Array.from(this.inked, (i) => words[i]);
  }

  // Each dot lies on whole pixels of the screen; those on the way from `before` to `points` are at the share t of it. Beyond the picture there are none.
  draw(pen, side, points, before = null, t = 1) {
    if (!pen.globalAlpha) return;
    const width = Math.round(side * this.ratio);
    if (this.pixels?.width !== width) this.spread(width);
    const { words, offsets, colours, size } = this;
    words.fill(0);
    const scale = side * this.ratio;
    const out = this.reach * this.ratio;
    for (let i = 0; i < points.length; i += 2) {
      if (isOutside(points, i)) continue;
      const x = before ? before[i] + (points[i] - before[i]) * t : points[i];
      const y = before ? before[i + 1] + (points[i + 1] - before[i + 1]) * t : points[i + 1];
      const left = Math.round(unit(x) * scale - out);
      const top = Math.round((1 - unit(y)) * scale - out);
      const inside = left >= 0 && top >= 0 && left + size <= width && top + size <= width;
      const corner = top * width + left;
      for (let k = 0; k < offsets.length; k++) {
        if (!inside && !this.within(k, left, top, width)) continue;
        const [at, colour] = [corner + offsets[k], colours[k]];
        words[at] = colour >>> 24 === 255 || !words[at] ? colour : blended(colour, words[at]);
      }
    }
    this.sheet.getContext("2d").putImageData(this.pixels, 0, 0);
    pen.drawImage(this.sheet, 0, 0, side, side);
  }

  within(k, left, top, width) {
    const x = left + (this.inked[k] % this.size);
    const y = top + Math.floor(this.inked[k] / this.size);
    return x >= 0 && y >= 0 && x < width && y < width;
  }

  // A sheet for a picture of another size.
  spread(width) {
    this.sheet = newCanvas(width, width);
    this.pixels = new ImageData(width, width);
    this.words = new Uint32Array(this.pixels.data.buffer);
    this.offsets = Int32Array.from(this.inked, (i) => Math.floor(i / this.size) * width + (i % this.size));
  }
}
