"""Lessons: guided scenes, each a data file. Those in this folder come with the playground; `add` takes a teacher's own."""

from pathlib import Path

from playground.config import suggestion
from playground.errors import PlaygroundError
from playground.lessons.read import read

HERE = Path(__file__).parent
_shelf = {}


def lessons():
    """All lessons in their order, {name: Lesson}."""
    if not _shelf:
        _shelf.update(_folder(HERE))
    return dict(sorted(_shelf.items(), key=lambda item: (item[1].order, item[0])))


def lesson(name):
    """The Lesson of a name. Raises PlaygroundError for an unknown one."""
    known = lessons()
    if name not in known:
        raise PlaygroundError(f"There is no lesson '{str(name)[:40]}'.{suggestion(name, known)}")
    return known[name]


def add(folder):
    """Put the lessons of a folder of TOML files beside the others; all of them or none.

    Raises PlaygroundError where there is no such folder, it holds none, one is not well-formed, or a name is taken.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise PlaygroundError(f"There is no folder {folder} with lessons in it.")
    found = _folder(folder)
    if not found:
        raise PlaygroundError(f"{folder} holds no lesson: a lesson is a file NAME.toml.")
    for name in found:
        if name in lessons():
            raise PlaygroundError(f"{folder / name}.toml: there is a lesson '{name}' already, so give the file another name.")
    _shelf.update(found)


def _folder(folder):
    return {path.stem: read(path) for path in sorted(folder.glob("*.toml"))}
