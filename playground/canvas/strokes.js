// strokes.js: strokes as points [x, y] in data units: their text (as in data/drawn.py), and how few points will do.

const STROKE_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const STROKE_STEPS = 4096;

const clampTo = (low, value, high) => Math.max(low, Math.min(value, high));

function writeCoordinate(value, reach) {
  const step = clampTo(0, Math.round(((value + reach) * STROKE_STEPS) / (2 * reach)), STROKE_STEPS - 1);
  return STROKE_DIGITS[step >> 6] + STROKE_DIGITS[step & 63];
}

const readCoordinate = (two, reach) =>
  ((STROKE_DIGITS.indexOf(two[0]) * 64 + STROKE_DIGITS.indexOf(two[1])) * 2 * reach) / STROKE_STEPS - reach;

export const writeStrokes = (strokes, reach) =>
  strokes.map((points) => points.map(([x, y]) => writeCoordinate(x, reach) + writeCoordinate(y, reach)).join("")).join(".");

export const readStrokes = (text, reach) =>
  text.split(".").map((stroke) => stroke.match(/.{4}/g).map((four) => [readCoordinate(four.slice(0, 2), reach), readCoordinate(four.slice(2), reach)]));

const pointsApart = (a, b) => Math.hypot(b[0] - a[0], b[1] - a[1]);

export const strokeLength = (points) => points.reduce((sum, point, i) => sum + (i ? pointsApart(points[i - 1], point) : 0), 0);

function toPiece(point, from, to) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const along = ((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / (dx * dx + dy * dy || 1);
  const t = clampTo(0, along, 1);
  return pointsApart(point, [from[0] + t * dx, from[1] + t * dy]);
}

// Ramer, Douglas and Peucker: the points that are needed for no place of the stroke to move farther than `tolerance`.
export function simplifyStroke(points, tolerance) {
  const kept = new Uint8Array(points.length).fill(0);
  kept[0] = kept[points.length - 1] = 1;
  const spans = [[0, points.length - 1]];
  while (spans.length) {
    const [from, to] = spans.pop();
    let [farthest, most] = [0, tolerance];
    for (let i = from + 1; i < to; i++) {
      const away = toPiece(points[i], points[from], points[to]);
      if (away > most) [farthest, most] = [i, away];
    }
    if (!farthest) continue;
    kept[farthest] = 1;
    spans.push([from, farthest], [farthest, to]);
  }
  const fewer = points.filter((_, i) => kept[i]);
  return fewer.length === 2 && pointsApart(...fewer) <= tolerance ? fewer.slice(0, 1) : fewer;
}

// A path of the strokes on a square of this side; what is one point only becomes a dot, because its cap is round.
export function strokesPath(strokes, side, reach) {
  const place = ([x, y]) => [((x + reach) / (2 * reach)) * side, side - ((y + reach) / (2 * reach)) * side];
  return strokes.map((points) => {
    const text = points.map((point) => place(point).map((number) => number.toFixed(1)).join(" ")).join("L");
    return points.length > 1 ? `M${text}` : `M${text}h.01`;
  }).join("");
}

// The drawing as a small picture, for a style sheet's mask.
export function strokesImage(strokes, std, reach, side = 40) {
  const width = Math.max(2.2, (side * 2 * std) / reach).toFixed(1);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}"><path d="${strokesPath(strokes, side, reach)}" fill="none" stroke="#000" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`;
}
