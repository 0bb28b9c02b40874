// tiles.js: small canvases made once and drawn many times: maps of colours.

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
