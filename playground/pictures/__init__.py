"""Somebody's pictures: found, checked file by file, and made small. Needs numpy and Pillow, and not torch."""
