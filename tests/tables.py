"""Tables for tests, read as the commands read them."""

from newsclf.io.chunks import plan
from newsclf.io.documents import Place
from newsclf.io.survey import Reading, look_through
from newsclf.io.tables import Row, only_rows


def read_rows(text: str | bytes, source: str) -> list[Row]:
    """The rows of a table, given its text and its name."""
    document = look_through(Place(source, "", text.encode() if isinstance(text, str) else text), Reading("table"))
    return list(only_rows((item for chunk in plan(document) for item in chunk.items()), source))


def columns_of(rows: list[Row]) -> tuple[str, ...]:
    """All columns of some rows, in the order in which they turn up."""
    return tuple(dict.fromkeys(name for row in rows for name in row.cells))
