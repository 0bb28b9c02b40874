// contour.js: marching squares: where a grid of numbers crosses a level, as segments between its cells' edges.

const FLAT = 6; // a map whose whole range is less (in 255ths) has no line worth showing, only noise

// Adds to `path` (moveTo, lineTo) the level line of `grid` [m, m], row 0 at the bottom, in a square of `side`.
export function traceLevel(path, grid, m, level, side) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of grid) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (high - low < FLAT) return;
  const unit = side / (m - 1);
  const cut = (a, b) => (level - a) / (b - a);
  for (let row = 0; row < m - 1; row++) {
    for (let column = 0; column < m - 1; column++) {
      const corner = row * m + column;
      const [a, b, c, d] = [grid[corner], grid[corner + 1], grid[corner + m + 1], grid[corner + m]];
      const code = (a > level) | ((b > level) << 1) | ((c > level) << 2) | ((d > level) << 3);
      if (code === 0 || code === 15) continue;
      const edges = [];
      if ((a > level) !== (b > level)) edges.push(column + cut(a, b), row);
      if ((b > level) !== (c > level)) edges.push(column + 1, row + cut(b, c));
      if ((c > level) !== (d > level)) edges.push(column + 1 - cut(c, d), row + 1);
      if ((d > level) !== (a > level)) edges.push(column, row + 1 - cut(d, a));
      // A saddle crosses all four edges; pairing them in order is one of its two right answers.
      for (let i = 0; i + 3 < edges.length; i += 4) {
        path.moveTo(edges[i] * unit, side - edges[i + 1] * unit);
        path.lineTo(edges[i + 2] * unit, side - edges[i + 3] * unit);
      }
    }
  }
}
