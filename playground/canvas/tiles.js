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

const SMOOTH = 3;

// The map from corner to corner of a square: smoothed to three times its size, and then stretched the plain way, which looks the
// same as smoothing it to the full size and spares a browser without a graphics card a quarter of its work.
export function stretchMap(pen, tile, side) {
  const m = tile.canvas.width;
  tile.smooth ??= newCanvas(SMOOTH * m, SMOOTH * m);
  const smooth = tile.smooth.getContext("2d");
  smooth.imageSmoothingQuality = "high";
  smooth.drawImage(tile.canvas, 0, 0, SMOOTH * m, SMOOTH * m);
  pen.imageSmoothingQuality = "low";
  pen.drawImage(tile.smooth, 0, 0, side, side);
}
