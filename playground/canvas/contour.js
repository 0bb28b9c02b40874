// contour.js: marching squares: where a grid of numbers crosses a level, as segments between its cells' edges.

const FLAT = 6; // a map whose whole range is less (in 255ths) has no line worth showing, only noise

// Adds to `path` (moveTo, lineTo) the level line of `grid` [m, m], row 0 at the bottom, in a square of `side`.
// The numbers stand at the centres of m × m cells; towards the rim the outermost ones are held, so lines reach it.
export function traceLevel(path, grid, m, level, side) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of grid) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (high - low < FLAT) return;
  const place = (i) => (Math.min(m, Math.max(0, i + 0.5)) * side) / m;
  const cut = (from, to, a, b) => place(from) + ((place(to) - place(from)) * (level - a)) / (b - a);
  for (let row = -1; row < m; row++) {
    const [below, above] = [Math.max(0, row) * m, Math.min(m - 1, row + 1) * m];
    for (let column = -1; column < m; column++) {
      const [left, right] = [Math.max(0, column), Math.min(m - 1, column + 1)];
      const [a, b, c, d] = [grid[below + left], grid[below + right], grid[above + right], grid[above + left]];
      const code = (a > level) | ((b > level) << 1) | ((c > level) << 2) | ((d > level) << 3);
      if (code === 0 || code === 15) continue;
      const edges = [];
      if ((a > level) !== (b > level)) edges.push(cut(column, column + 1, a, b), place(row));
      if ((b > level) !== (c > level)) edges.push(place(column + 1), cut(row, row + 1, b, c));
      if ((c > level) !== (d > level)) edges.push(cut(column, column + 1, d, c), place(row + 1));
      if ((d > level) !== (a > level)) edges.push(place(column), cut(row, row + 1, a, d));
      // A saddle crosses all four edges; pairing them in order is one of its two right answers.
      for (let i = 0; i + 3 < edges.length; i += 4) {
        path.moveTo(edges[i], side - edges[i + 1]);
        path.lineTo(edges[i + 2], side - edges[i + 3]);
      }
    }
  }
}
