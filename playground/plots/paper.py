"""The project's paper: its colours, and figures whose places are given in pixels from the top left corner."""

from io import BytesIO

from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch

PAGE, SUNK, INK, INK_2, MUTED, FAINT, LINE = "#FCFCFA", "#EAEAE4", "#1B212B", "#4A5361", "#5E6774", "#A4ABB5", "#DEDED7"
REAL, REAL_TEXT, FAKE, FAKE_TEXT = "#0F66AC", "#0B5F9F", "#DB6503", "#A94700"
OPINION = LinearSegmentedColormap.from_list("opinion", ["#F2B07A", "#F9D8BA", "#FAF9F6", "#C6DEF2", "#8ABDE4"])
"""D's opinion, from 0 (fake) over 1/2 (it cannot tell) to 1 (real)."""
UNSURE = OPINION(0.5)
DOTTED = (0, (2, 3))
FONT, FORMULA_FONT = "DejaVu Sans", "STIXGeneral"
"""They come with matplotlib, so that figures are the same everywhere."""

DOTS_PER_INCH, PIXELS_PER_INCH = 200, 100
POINT = 72 / PIXELS_PER_INCH
"""One pixel of the design in points, the unit of matplotlib's fonts and lines."""


class Sheet(Figure):
    """A figure of `width` x `height` pixels, drawn at two dots a pixel; a notebook shows it in its design size."""

    def __init__(self, width, height):
        super().__init__((width / PIXELS_PER_INCH, height / PIXELS_PER_INCH), dpi=DOTS_PER_INCH, facecolor=PAGE)
        self.width, self.height = width, height

    def room(self, x, y, width, height, **settings):
        """Axes in a rectangle, without frame and ticks."""
        axes = self.add_axes((x / self.width, 1 - (y + height) / self.height, width / self.width, height / self.height),
                             facecolor="none", **settings)
        axes.set_axis_off()
        return axes

    def write(self, x, y, text, size=13, colour=INK, weight="normal", align="left", **settings):
        """Text, the middle of its capitals at y. Returns the x of its end, or of its start if it is aligned right."""
        base = y + 0.36 * size
        words = self.text(x / self.width, 1 - base / self.height, text, fontsize=size * POINT, color=colour, ha=align,
                          va="baseline", fontweight=weight, parse_math=False, **{"fontfamily": FONT} | settings)
        box = words.get_window_extent()
        return (box.x0 if align == "right" else box.x1) / DOTS_PER_INCH * PIXELS_PER_INCH

    def write_formula(self, x, y, text, size=15, colour=INK, align="left"):
        """A formula in italics, as `write`. Matplotlib's own $...$ will not do: two threads at it disturb each other."""
        return self.write(x, y, text, size, colour, align=align, fontfamily=FORMULA_FONT, style="italic")

    def rule(self, x0, y0, x1, y1, colour=LINE, width=1, **settings):
        """A straight line."""
        self.add_artist(Line2D([x0 / self.width, x1 / self.width], [1 - y0 / self.height, 1 - y1 / self.height],
                               color=colour, lw=width * POINT, **settings))

    def _repr_png_(self):
        file = BytesIO()
        self.savefig(file, format="png")
        return file.getvalue(), {"width": self.width, "height": self.height}


def rounded(axes, radius=12, colour=UNSURE):
    """Give axes a ground with round corners, and cut everything drawn on them so far to it."""
    _, _, width, height = axes.get_position().bounds
    width, height = width * axes.figure.width, height * axes.figure.height
    ground = FancyBboxPatch((0, 0), 1, 1, boxstyle=f"round,pad=0,rounding_size={radius / width}",
                            mutation_aspect=width / height, transform=axes.transAxes, fc=colour, ec="none", zorder=-10)
    drawn = [*axes.images, *axes.collections, *axes.lines]
    axes.add_patch(ground)
    for artist in drawn:
        artist.set_clip_path(ground)
