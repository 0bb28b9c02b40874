"""Trained generators to keep: as a file without code in it, and alone again, without the run they come from."""
