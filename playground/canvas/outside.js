// outside.js: samples beyond the picture. Their places come as those of its rim, where none of them is: they get no dot, and each edge says how many lie past it.
import { said } from "./dictionary.js";
import { writeCount } from "./words.js";

const OUTERMOST = 32767; // the largest quantised coordinate: what lies farther out is sent as this
const COUNT_GAP = 250; // ms between two counts of moving samples: numbers that change faster cannot be read
const [MARK_MARGIN, MARK_BASELINE, WORDS_NEED] = [8, 16, 240]; // px; on a picture narrower than that the number stands alone

export const isPast = (coordinate) => Math.abs(coordinate) === OUTERMOST;

// Whether the point of two coordinates that begins at i lies beyond the picture.
export const isOutside = (points, i) => isPast(points[i]) || isPast(points[i + 1]);

export class Outside {
  // dimensions: of the samples, 1 or 2.
  constructor(dimensions) {
    this.dimensions = dimensions;
    this.forget();
  }

  forget() {
    Object.assign(this, { points: null, edges: [], total: 0, countedAt: -Infinity });
  }

  count(points, moving) {
    if (points === this.points || (moving && performance.now() - this.countedAt < COUNT_GAP)) return;
    const counts = { left: 0, right: 0, bottom: 0, top: 0 };
    for (let i = 0; i < points.length; i += this.dimensions) {
      if (isPast(points[i])) counts[points[i] < 0 ? "left" : "right"]++;
      else if (this.dimensions === 2 && isPast(points[i + 1])) counts[points[i + 1] < 0 ? "bottom" : "top"]++;
    }
    const edges = Object.entries(counts).filter(([, n]) => n);
    Object.assign(this, { points, edges, total: edges.reduce((sum, [, n]) => sum + n, 0), of: points.length / this.dimensions, countedAt: performance.now() });
  }

  // For whoever cannot see the picture.
  describe() {
    return this.total ? `; ${writeCount(this.total)} of ${writeCount(this.of)} fakes lie outside the picture` : "";
  }

  // box: {left, right, top, bottom}, the px between which the marks stand, each at its edge where the fewest samples are.
  draw(pen, box, palette) {
    const words = (n) => (box.right - box.left < WORDS_NEED ? writeCount(n) : said(`${writeCount(n)} outside`));
    const [x, y] = [(box.left + box.right) / 2, box.top + (box.bottom - box.top) / 8 + 4];
    const marks = {
      left: (n) => ["start", `← ${words(n)}`, box.left + MARK_MARGIN, y], right: (n) => ["end", `${words(n)} →`, box.right - MARK_MARGIN, y],
      top: (n) => ["center", `↑ ${words(n)}`, x, box.top + MARK_BASELINE], bottom: (n) => ["center", `↓ ${words(n)}`, x, box.bottom - MARK_MARGIN],
    };
    pen.font = `600 12px ${palette.font}`;
    pen.textBaseline = "alphabetic";
    [pen.lineWidth, pen.lineJoin] = [4, "round"];
    [pen.strokeStyle, pen.fillStyle] = [palette.page, palette["fake-text"]];
    for (const [edge, n] of this.edges) {
      const [align, text, at, height] = marks[edge](n);
      pen.textAlign = align;
      pen.strokeText(text, at, height);
      pen.fillText(text, at, height);
    }
    pen.textAlign = "start";
  }
}
