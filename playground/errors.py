"""The errors that this package raises on purpose, each a sentence for the person who reads it."""


class PlaygroundError(ValueError):
    """Something the user gave cannot be used: what was wrong, what is allowed, what to do."""


class CheckpointError(PlaygroundError):
    """A saved run cannot be read or written."""
