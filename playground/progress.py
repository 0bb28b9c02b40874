"""Training with a progress bar on standard error."""

import sys
import time

from tqdm import tqdm

from playground.result import last_losses


def train_with_bar(trainer, steps, seconds, until=None):
    """Train for `steps` or `seconds`, or until a Convergence, under a progress bar, or until Ctrl-C, which lets the step
    finish.

    Returns (steps taken, seconds spent, whether Ctrl-C came).
    """
    with Progress(trainer, steps, seconds) as progress:
        pressed = False
        try:
            trainer.run(steps, seconds, lambda _: progress.advance(), until)
        except KeyboardInterrupt:
            pressed = True
        return progress.taken, time.perf_counter() - progress.began, pressed


class Progress:
    """A bar on standard error, redrawn four times a second on a terminal and every ten seconds elsewhere."""

    def __init__(self, trainer, steps, seconds):
        self.trainer, self.steps, self.seconds, self.taken = trainer, steps, seconds, 0
        self.gap = 0.25 if sys.stderr.isatty() else 10
        layout = None if steps else "{l_bar}{bar}| {n:.0f}/{total:.0f} s{postfix}"
        self.bar = tqdm(total=steps or seconds, unit=" steps", bar_format=layout, file=sys.stderr, dynamic_ncols=True)
        self.began = self.drawn = time.perf_counter()

    def advance(self):
        """One more step is done."""
        self.taken += 1
        if time.perf_counter() - self.drawn >= self.gap:
            self.drawn = time.perf_counter()
            self.measure()
            self.bar.refresh()

    def measure(self):
        losses = ", ".join(f"{player.upper()} {value:.3f}" for player, value in last_losses(self.trainer).items())
        self.bar.set_postfix_str(f"step {self.trainer.step:,}, losses {losses}", refresh=False)
        self.bar.n = self.taken if self.steps else min(time.perf_counter() - self.began, self.seconds)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.measure()
        self.bar.close()  # draws it for the last time
