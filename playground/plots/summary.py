"""A whole run in one figure: its samples and its curves."""

from playground.live.contrasts import by_hand
from playground.plots.curves import draw_curves
from playground.plots.images import sample_grid, tiled
from playground.plots.line import draw_line, histogram
from playground.plots.line import write_legend as write_line_legend
from playground.plots.music import LEGEND as VOICES_LEGEND
from playground.plots.music import draw_rolls, rolls
from playground.plots.paper import INK_2, Sheet
from playground.plots.points import draw_points, points, write_legend
from playground.plots.strings import LEGEND, draw_strings, strings
from playground.plots.toy import draw_toy, toy
from playground.plots.toy import in_words as toy_in_words
from playground.plots.translation import draw_translations, shown, translations
from playground.words import measure_title

TRANSLATIONS = 6
FAKES = {"points": 1000, "images": 64, "text": 48, "music": 2}
SHARES = ("valid", "distinct", "attested_trigrams", "copied", "voice_order", "consonance", "repetition", "distinct_chords")
SIDE, MARGIN, HEAD, CURVES = 420, 24, 100, 330


def samples(fakes, trainer):
    """The figure of fake samples [n, *shape] that fits the trainer's kind of data."""
    match trainer.data.kind:
        case "images":
            return sample_grid(fakes)
        case "points":
            return points(fakes, trainer.data, trainer)
        case "line":
            return histogram(fakes, trainer.data)
        case "text":
            return strings(fakes, trainer.data)
        case "music":
            return rolls(fakes)
        case "pairs":
            return translations(trainer, len(fakes))
        case "toy":
            return toy(trainer)


def summary(trainer):
    """A figure of a trainer now: samples, curves and metrics. Its samples are a new draw at every call."""
    figure = Sheet(2 * MARGIN + SIDE + 28 + CURVES, HEAD + SIDE + MARGIN)
    config, data = trainer.config, trainer.data
    end = figure.write(MARGIN, 28, f"{config.recipe} on {data.title}", 18, weight="bold")
    figure.write(end + 14, 29, f"step {trainer.step:,} · seed {config.seed}", 13, INK_2)
    figure.write(MARGIN, 54, in_words(trainer.metrics()), 12, INK_2)
    figure.write(MARGIN, 71, ", ".join(f"{setting} {value}" for setting, value in by_hand(config)), 11, INK_2)
    draw_picture(figure, MARGIN, HEAD, trainer)
    draw_curves(figure, MARGIN + SIDE + 28, HEAD - 24, CURVES, SIDE + 24, trainer.history, config.loss,
                config.pretraining)
    return figure


def draw_picture(figure, x, y, trainer, fakes=None):
    """A square with its legend above, of these fake samples in data units, or of a new draw."""
    data = trainer.data
    if data.kind == "line":
        draw_line(figure, x, y, SIDE, trainer)
        write_line_legend(figure, x, y - 16, SIDE, trainer)
        return
    if data.kind == "toy":
        draw_toy(figure, x, y, SIDE, trainer)
        figure.write(x, y - 16, "The way of both players over the gradient field", 12, INK_2)
        return
    if data.kind == "pairs":
        draw_translations(figure, x, y + 4, SIDE // TRANSLATIONS - 4, shown(trainer, TRANSLATIONS), data)
        return
    fakes = trainer.sample(FAKES[data.kind]) if fakes is None else fakes
    if data.kind == "points":
        draw_points(figure, x, y, SIDE, fakes, data, trainer)
        write_legend(figure, x, y - 16, SIDE, trainer)
    elif data.kind == "text":
        draw_strings(figure, x, y, fakes, data, SIDE)
        figure.write(x, y - 16, LEGEND, 12, INK_2)
    elif data.kind == "music":
        draw_rolls(figure, x, y, SIDE, fakes)
        figure.write(x, y - 16, VOICES_LEGEND, 12, INK_2)
    else:
        mosaic = tiled(fakes, 2 * SIDE // 8 - 5)
        figure.room(x, y, mosaic.shape[1] / 2, mosaic.shape[0] / 2).imshow(mosaic, aspect="auto", interpolation="none")
        figure.write(x, y - 16, f"{len(fakes)} fakes", 12, INK_2)


def in_words(metrics):
    """The metrics in one line."""
    if "radius" in metrics:
        return toy_in_words(metrics)
    words = [f"{metrics['modes']} of {metrics['modes_total']} modes"] if "modes" in metrics else []
    if "high_quality" in metrics:
        words.append(f"high quality {metrics['high_quality']:.0%}")
    if metrics.get("reverse_kl") is not None:
        words.append(f"reverse KL {metrics['reverse_kl']:.3f}")
    words += [f"{measure_title(name)} {metrics[name]:.0%}" for name in SHARES if name in metrics]
    if "js4" in metrics:
        return " · ".join([*words, f"JS-4 {metrics['js4']:.3f}", f"self-BLEU {metrics['self_bleu']:.3f}"])
    if "l1_to_truth" in metrics:
        return " · ".join(f"{measure_title(name)} {metrics[name]:.3f}" for name in ("l1_to_truth", "l1_identity"))
    return " · ".join([*words, f"sliced Wasserstein {metrics['sliced_wasserstein']:.3f}"])
