"""A small picture of each data set for its tile in the page, as CSS: dots of an SVG used as a mask."""

from urllib.parse import quote

from playground.data import DATA, dataset
from playground.training.draw import generator

SIZE, DOTS = 40, 130


def rules():
    """One rule for each set of points: its radio's tile wears the picture, in the colour of real samples."""
    return "".join(f'#data label:has(input[value="{name}"]) {{ --gan-picture: url("data:image/svg+xml,{quote(svg(name))}"); }}\n'
                   for name, source in DATA.items() if source.kind in ("points", "line"))


def svg(name):
    """Samples of a data set as an SVG of dots; one dimension is drawn as bars of its density."""
    data = dataset(name)
    if data.kind == "line":
        import torch
        xs = torch.linspace(*data.extent, SIZE // 2)
        heights = data.density(xs[:, None])
        heights = heights / heights.max() * (SIZE - 8)
        marks = "".join(f'<rect x="{2 * i:.1f}" y="{SIZE - 4 - h:.1f}" width="1.4" height="{h:.1f}"/>'
                        for i, h in enumerate(heights.tolist()))
    else:
        x0, x1, y0, y1 = data.extent
        points = data.sample(DOTS, generator(0, "thumbnail")).tolist()
        marks = "".join(f'<circle cx="{(x - x0) / (x1 - x0) * SIZE:.1f}" cy="{(y1 - y) / (y1 - y0) * SIZE:.1f}" r=".9"/>'
                        for x, y in points)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">{marks}</svg>'
