"""The history of a run as CSV: one row a step; a player that stood still leaves its cells empty."""

import csv
import math
from io import StringIO


def make(trainer):
    file = StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["step", *trainer.history.columns])
    for step, row in enumerate(trainer.history.rows().tolist(), 1):
        table.writerow([step, *("" if math.isnan(value) else value for value in row)])
    return file.getvalue().encode()
