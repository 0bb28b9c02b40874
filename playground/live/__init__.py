"""Runs that live in the background and can be watched and steered."""
