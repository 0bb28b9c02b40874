"""What a run remembers of its steps, kept on the device and read now and then, so that no step waits for it."""

import numpy as np
import torch

CHUNK = 256


class History:
    """One row a step, float32, in the order of `columns`, and the metrics measured on the way.

    `metrics` is a list of (step, dict).
    """

    def __init__(self, device, columns):
        self.columns = columns
        self._pending = torch.empty(CHUNK, len(columns), device=device)
        self._n_pending = 0
        self._rows = np.empty((CHUNK, len(columns)), np.float32)
        self._n = 0
        self._curves = Curves(len(columns))
        self.metrics = []

    def __len__(self):
        return self._n + self._n_pending

    def append(self, row):
        """Take a step's report [columns], without waiting for it to be computed."""
        self._pending[self._n_pending] = row
        self._n_pending += 1
        if self._n_pending == CHUNK:
            self._read()

    def rows(self, start=0):
        """All rows from `start` on, a numpy array [steps, columns]; this waits for the device."""
        self._read()
        return self._rows[start:self._n]

    def last(self, back=1):
        """The newest step's numbers, or those of `back` steps from the end, {column: float}."""
        return dict(zip(self.columns, self.rows(len(self) - back)[0].tolist()))

    def column(self, name):
        """One column of every step so far, a numpy array [steps]."""
        return self.rows()[:, self.columns.index(name)]

    def curves(self):
        """The run in at most Curves.LIMIT buckets: (last step of each [B], means [B, columns])."""
        return self._curves.of(self.rows())

    def truncate(self, n):
        """Forget everything after step n."""
        self._read()
        self._n = min(n, self._n)
        self._curves = Curves(len(self.columns))
        self.metrics = [(step, values) for step, values in self.metrics if step <= n]

    def replace(self, rows, metrics):
        """Be the history of other steps: rows [n, columns], and the metrics measured on their way."""
        self.truncate(0)
        self.extend(rows)
        self.metrics = list(metrics)

    def extend(self, rows):
        """Append many rows [n, columns] at once."""
        self._read()
        needed = self._n + len(rows)
        if needed > len(self._rows):
            grown = np.empty((max(needed, 2 * len(self._rows)), len(self.columns)), np.float32)
            grown[:self._n] = self._rows[:self._n]
            self._rows = grown
        self._rows[self._n:needed] = rows
        self._n = needed

    def _read(self):
        if self._n_pending:
            rows = self._pending[:self._n_pending].cpu().numpy()
            self._n_pending = 0
            self.extend(rows)


class Curves:
    """Means over buckets of equally many steps; when there are too many buckets, each two become one."""

    LIMIT = 400

    def __init__(self, columns):
        self.size, self.means = 1, np.empty((0, columns), np.float32)

    def of(self, rows):
        """(last step of each bucket [B] uint32, means [B, columns]) of rows [n, columns] that only ever grow."""
        while len(rows) > self.size * self.LIMIT:
            pairs = len(self.means) // 2 * 2
            self.means = _means(self.means[:pairs], 2)
            self.size *= 2
        done = len(self.means) * self.size
        whole = len(rows) // self.size * self.size
        self.means = np.concatenate([self.means, _means(rows[done:whole], self.size)])
        rest = rows[whole:]
        means = np.concatenate([self.means, _means(rest, len(rest))]) if len(rest) else self.means
        steps = np.minimum(np.arange(1, len(means) + 1) * self.size, len(rows)).astype(np.uint32)
        return steps, means


def _means(rows, size):
    """Means of each `size` rows; a player that stood still (NaN) leaves a gap."""
    return rows.reshape(-1, size, rows.shape[1]).mean(1) if len(rows) else rows
