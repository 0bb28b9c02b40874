"""The coach measured: verdicts on the suite against what is true of its runs, as a confusion matrix."""

from dataclasses import dataclass

import torch

from playground.coach.coach import Coach
from playground.coach.labels import HEALTHY, LABELS, MOMENTS, SAMPLES, Judge, label
from playground.coach.suite import runs
from playground.training.draw import generator, latents
from playground.training.trainer import Trainer

LOOKS = 24
"""How often the coach looks at a run; at the last `MOMENTS` of these the truth is looked at too."""


@dataclass(frozen=True)
class Result:
    """A run's label and the coach's verdict at its end."""

    label: str
    verdict: str


def evaluate(seed_base, jobs=-1):
    """The confusion of the whole suite in parallel processes: {accuracy, false_alarms, confusion, runs, seed_base}.

    confusion[label][verdict] counts runs; accuracy is the share on its diagonal, false_alarms the share of the runs with a
    healthy label whose verdict is none. To call a healthy run by the other healthy name is a mistake, but no alarm.
    """
    from joblib import Parallel, delayed

    results = Parallel(jobs)(delayed(judged)(config, steps) for config, steps in runs(seed_base))
    confusion = {name: {other: 0 for other in LABELS} for name in LABELS}
    for result in results:
        confusion[result.label][result.verdict] += 1
    well = [result for result in results if result.label in HEALTHY]
    return {"accuracy": sum(r.label == r.verdict for r in results) / len(results),
            "false_alarms": sum(r.verdict not in HEALTHY for r in well) / max(len(well), 1),
            "confusion": confusion, "runs": len(results), "seed_base": seed_base}


def judged(config, steps):
    """Train a run while the coach looks at it; the Result."""
    torch.set_num_threads(1)
    trainer, coach, truths = Trainer(config), Coach(), []
    noise = config.instance_noise * trainer.data.scale  # D is judged on what it sees
    judge = Judge(trainer.data, trainer.training_set, generator(config.seed, "judge"))
    for look in range(1, LOOKS + 1):
        trainer.run(steps=round(steps * look / LOOKS) - trainer.step)
        if trainer.diverged:
            break
        coach.see(trainer)
        if look > LOOKS - MOMENTS:
            source = generator(config.seed, f"judge/{trainer.step}")
            fakes = trainer.generate(latents(SAMPLES, config, source))
            truths.append(judge.see(fakes, lambda x: trainer.opinion(x + noise * torch.randn(x.shape, generator=source))))
    truth = label(truths, judge.places.shares, trainer.diverged is not None)
    return Result(truth, coach.verdict(trainer).name)
