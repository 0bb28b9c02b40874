// tiles.js: small canvases made once and drawn many times: maps of colours, dots with a halo.

const FULL = 2 * Math.PI;

// A quantised coordinate as a share of the side.
export const unit = (quantised) => (quantised / 32767 + 1) / 2;

export function newCanvas(width, height) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  return canvas;
}

// A canvas of one pixel for each place of a map of m × m numbers.
export function mapTile(m) {
  const [canvas, pixels] = [newCanvas(m, m), new ImageData(m, m)];
  return { canvas, pixels, words: new Uint32Array(pixels.data.buffer) };
}

// Numbers from 0 to 255, row 0 at the bottom, as the colours of a table of 256.
export function paintMap({ canvas, pixels, words }, numbers, m, table) {
  for (let row = 0; row < m; row++) {
    for (let column = 0; column < m; column++) words[(m - 1 - row) * m + column] = table[(numbers[row * m + column] + 0.5) | 0];
  }
  canvas.getContext("2d").putImageData(pixels, 0, 0);
}

// A dot painted once and stamped many times: far cheaper than as many arcs, and each keeps its halo.
export function dotStamp(radius, halo, colour, paper, ratio) {
  const reach = radius + halo + 0.5;
  const stamp = newCanvas(Math.ceil(2 * reach * ratio), Math.ceil(2 * reach * ratio));
  const pen = stamp.getContext("2d");
  pen.scale(ratio, ratio);
  for (const [size, fill] of halo ? [[radius + halo, paper], [radius, colour]] : [[radius, colour]]) {
    pen.fillStyle = fill;
    pen.beginPath();
    pen.arc(reach, reach, size, 0, FULL);
    pen.fill();
  }
  return { stamp, reach };
}
