"""A table of a TOML file, whose fields are taken one by one; what is wrong is said with the file and the field."""

from playground.config import suggestion
from playground.errors import PlaygroundError

WORDS = {str: "a text in quotes", dict: "a table", list: "a list in brackets", bool: "true or false", int: "a whole number",
         float: "a number"}


class Table:
    """The fields of one table: `take` each, then `finish`, which refuses what nobody asked for."""

    def __init__(self, content, file, place=""):
        self.content, self.file, self.place, self.known = content, file, place, []

    def wrong(self, field, what):
        """The PlaygroundError that says what is wrong with a field."""
        return PlaygroundError(f"{self.file}: {'.'.join(filter(None, (self.place, field)))} {what}")

    def take(self, field, kind, default=...):
        """The field's value, of the type `kind`. Raises PlaygroundError where it is missing or of another type."""
        self.known.append(field)
        if field not in self.content:
            if default is ...:
                raise self.wrong(field, f"is missing: it is {WORDS[kind]}.")
            return default
        value = self.content[field]
        if type(value) is not kind and not (kind is float and type(value) is int):
            raise self.wrong(field, f"is {WORDS[kind]}, not {value!r:.60}.")
        return value

    def text(self, field, default=...):
        """A text, its lines joined; empty only where that is the default."""
        text = " ".join(self.take(field, str, default).split())
        if not text and default is ...:
            raise self.wrong(field, "is empty: write something.")
        return text

    def words(self, field, known, default=()):
        """A list of words, each one of `known`."""
        words = self.take(field, list, default)
        for word in words or ():
            if word not in known:
                raise self.wrong(field, f"names {word!r}, which is not known.{suggestion(word, known)}")
        return words if words is None else tuple(words)

    def table(self, field, default=...):
        """A Table within this one, or None."""
        content = self.take(field, dict, default)
        return None if content is None else Table(content, self.file, ".".join(filter(None, (self.place, field))))

    def tables(self, field):
        """A list of Tables, counted from 1."""
        contents = self.take(field, list)
        for i, content in enumerate(contents, 1):
            if not isinstance(content, dict):
                raise self.wrong(field, f"is a list of tables, each under its own [[{field}]].")
        return [Table(content, self.file, f"{field}[{i}]") for i, content in enumerate(contents, 1)]

    def finish(self):
        for field in self.content:
            if field not in self.known:
                raise self.wrong(field, f"is not a field.{suggestion(field, self.known)}")
