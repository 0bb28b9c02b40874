"""What can be said about a run in one or two sentences, with a number: only what is seen, no diagnosis."""


def note(trainer, metrics, found):
    """{"title", "text", "action"} for the page, or None when there is nothing to say yet."""
    if trainer.diverged:
        d = trainer.diverged
        return _words("Training left the finite numbers", f"{d.what} {d.advice}")
    if not trainer.step:
        return None
    if found and not all(found):
        missing = len(found) - sum(found)
        where = f"the mode {_place(trainer.data.modes, found)}" if missing == 1 else f"{missing} of the {len(found)} modes"
        return _words(f"{'One mode is' if missing == 1 else f'{missing} modes are'} still missing",
                      f"Of 2,500 fakes none lands within three standard deviations of {where}.")
    if found:
        quality = metrics["high_quality"]
        return _words(f"All {len(found)} modes are found",
                      f"{quality:.0%} of the fakes lie within three standard deviations of a mode; exact samples would "
                      f"reach {'99' if trainer.data.shape == (2,) else '99.7'} %.")
    if trainer.data.kind == "images":
        return _words("What to look at", "The orange tiles come from 64 fixed latents, so each tile shows one latent "
                                         "learning. Two tiles that become equal are a sign of mode collapse.")
    return _words("What to look at", "Blue is real and orange is fake. The fakes should come to lie where the real "
                                     "samples are, as densely as they do.")


def _words(title, text):
    return {"title": title, "text": text, "action": None}


def _place(modes, found):
    """Where the one missing mode lies, in words."""
    away = modes[found.index(False)] - modes.mean(0)
    x, y = float(away[0]), float(away[1]) if len(away) > 1 else 0.0
    reach = max(abs(x), abs(y))
    across = "left" if x < -0.4 * reach else "right" if x > 0.4 * reach else ""
    up = "bottom" if y < -0.4 * reach else "top" if y > 0.4 * reach else ""
    return f"at the {' '.join(filter(None, (up, across))) or 'centre'}"
