"""The thread in which a run lives: alone, or with others beside it, and then in step with them."""

import threading
import time


class Loop:
    """Serves its runs in turn: what they were told, their pictures, their steps. It ends when the last of them has closed.

    Of the runs that play none steps ahead of another: in a round each of those that are farthest behind takes one step. So
    all keep the same step, and one that joined late or began again catches up while the others wait.
    """

    def __init__(self):
        self.condition, self.runs = threading.Condition(), ()
        self.thread = threading.Thread(target=self._live, name="playground-run", daemon=True)

    def admit(self, run):
        """From now on `run` lives here."""
        with self.condition:
            self.runs = (*self.runs, run)
            self.condition.notify_all()
        if len(self.runs) == 1:
            self.thread.start()

    def abreast(self):
        """The runs that take the next step: those that play, and of them those that are farthest behind."""
        playing = [run for run in self.runs if run.playing]
        least = min((run.trainer.step for run in playing), default=0)
        return [run for run in playing if run.trainer.step == least]

    def wait(self, ready, timeout):
        """Wait until `ready()`, asked again whenever there is news, for at most `timeout` seconds."""
        with self.condition:
            self.condition.notify_all()  # the thread may be asleep because nobody was watching
            self.condition.wait_for(ready, timeout)

    # -- the thread ------------------------------------------------------------------------------------------------

    def _live(self):
        while self.runs:
            for run in self.runs:
                run.obey()
                self._guarded(run, run.follow)
            self._show()  # before the step, so that a new run is seen as it begins
            movers = self.abreast()
            if movers and movers[0].due():  # one pace for all
                for run in movers:
                    self._guarded(run, run.advance)
            for run in self.runs:
                self._guarded(run, run.work)
            self._rest(movers)
            self._dismiss()

    def _show(self):
        """The pictures that are due; those of runs side by side are of one moment, and come out together."""
        unseen = [run for run in self.runs if run.unseen()]
        if unseen and max(run.next_picture for run in unseen) <= time.monotonic():
            if min(run.measures.next for run in unseen) <= time.monotonic():
                for run in unseen:
                    run.measures.next = 0.0  # measured at the same step, their numbers can be compared
            with self.condition:
                for run in unseen:
                    self._guarded(run, run.picture)

    def _rest(self, movers):
        """Sleep until there is something to do."""
        with self.condition:
            pause = min(run.idle(leads=run in movers[:1]) for run in self.runs)
            if pause > 0:
                self.condition.wait(pause)

    def _dismiss(self):
        if any(run.closed for run in self.runs):
            with self.condition:
                self.runs = tuple(run for run in self.runs if not run.closed)
                self.condition.notify_all()

    @staticmethod
    def _guarded(run, action):
        """A run may fail, and its page must stay able to say so."""
        try:
            action()
        except Exception as error:
            run.fail(error)
