"""What can be said about a run in one or two sentences, with a number: only what is seen, no diagnosis."""


def note(trainer, metrics, found, step):
    """{"title", "text", "action", "step"} for the page, or None when there is nothing to say; the metrics are of `step`."""
    if trainer.diverged:
        return _words("Training left the finite numbers", f"{trainer.diverged.what} {trainer.diverged.advice}", trainer.step)
    if not trainer.step or not metrics:
        return None
    if found:
        return _words(*_modes(trainer.data, metrics, found), step)
    if trainer.data.kind == "images":
        return _words("What to look at", "The orange tiles come from 64 fixed latents, so each tile shows one latent "
                                         "learning. Two tiles that become equal are a sign of mode collapse.", trainer.step)
    return _words("What to look at", "Blue is real and orange is fake. The fakes should come to lie where the real "
                                     "samples are, as densely as they do.", trainer.step)


def _modes(data, metrics, found):
    """A title and a sentence on the modes."""
    total, missing, quality = len(found), found.count(False), f"{100 * metrics['high_quality']:.0f} %"
    best = "99" if data.shape == (2,) else "99.7"
    if total == 1 and missing:
        return "No fake is near the mode", "Of 2,500 fakes none lands within three standard deviations of it."
    if missing == total:
        return "No fake is near a mode", f"Of 2,500 fakes none lands within three standard deviations of any of the {total} modes."
    if missing == 1:
        return ("One mode is still missing", f"Of 2,500 fakes none lands within three standard deviations of the mode "
                                             f"{_place(data.modes, found)}.")
    if missing:
        return (f"{missing} of {total} modes are missing", f"Of 2,500 fakes none lands within three standard deviations of "
                                                         f"them; {quality} lie that close to one of the others.")
    if metrics["high_quality"] < 0.5:
        return ("Some fakes reach every mode, most miss", f"Only {quality} of the fakes lie within three standard deviations "
                                                          f"of a mode; exact samples would reach {best} %.")
    return ("The mode is found" if total == 1 else "Both modes are found" if total == 2 else f"All {total} modes are found",
            f"{quality} of the fakes lie within three standard deviations of a mode; exact samples would reach {best} %.")


def _words(title, text, step):
    return {"title": title, "text": text, "action": None, "step": step}


def _place(modes, found):
    """Where the one missing mode lies, in words."""
    away = modes[found.index(False)] - modes.mean(0)
    x, y = float(away[0]), float(away[1]) if len(away) > 1 else 0.0
    reach = max(abs(x), abs(y))
    across = "left" if x < -0.4 * reach else "right" if x > 0.4 * reach else ""
    up = "bottom" if y < -0.4 * reach else "top" if y > 0.4 * reach else ""
    return f"at the {' '.join(filter(None, (up, across))) or 'centre'}"
