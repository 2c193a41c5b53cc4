"""Columns of other libraries' tables in, frames of other libraries out. Nothing is imported before it is needed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ._dateline import Table

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["column", "rows", "to_arrow", "to_pandas", "to_polars"]


def column(frame: Any, name: str) -> Iterable[Any]:
    """The values of one column, as Python values."""
    if isinstance(frame, Mapping):
        try:
            return frame[name]  # type: ignore[no-any-return]
        except KeyError:
            raise _missing(name, list(frame)) from None
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(frame, pandas.Series):
        return _alone(frame, name).tolist()  # type: ignore[no-any-return]
    if pandas is not None and isinstance(frame, pandas.DataFrame):
        if name not in frame.columns:
            raise _missing(name, [str(c) for c in frame.columns])
        cells = frame[name]
        if isinstance(cells, pandas.DataFrame):
            raise KeyError(f"there are several columns {name!r}")
        return cells.tolist()  # type: ignore[no-any-return]
    polars = sys.modules.get("polars")
    if polars is not None and isinstance(frame, polars.Series):
        return _alone(frame, name).to_list()  # type: ignore[no-any-return]
    pyarrow = sys.modules.get("pyarrow")
    if pyarrow is not None and isinstance(frame, (pyarrow.Array, pyarrow.ChunkedArray)):
        return _alone(frame, name).to_pylist()  # type: ignore[no-any-return]
    if polars is not None and isinstance(frame, polars.LazyFrame):
        if name not in (names := frame.collect_schema().names()):
            raise _missing(name, names)
        frame = frame.select(name).collect()
    if polars is not None and isinstance(frame, polars.DataFrame):
        if name not in frame.columns:
            raise _missing(name, frame.columns)
        return frame[name].to_list()  # type: ignore[no-any-return]
    if hasattr(frame, "__arrow_c_stream__"):
        return _arrow_column(frame, name)
    hint = "; read_many reads a list of texts" if isinstance(frame, (list, tuple)) else ""
    raise TypeError(
        f"cannot read a {type(frame).__name__}: give a pandas or polars frame or series, a pyarrow table, "
        f"anything with __arrow_c_stream__, or a dict of lists{hint}"
    )


def _alone(series: Any, name: str) -> Any:
    """A column without its table is the column of texts; it has no other, such as ids."""
    own = getattr(series, "name", None)
    if name == "text" or name == own:
        return series
    raise KeyError(f"no column {name!r} in one column alone; give the whole frame")


def _arrow_column(frame: Any, name: str) -> list[Any]:
    try:
        import pyarrow
    except ImportError:
        try:
            import polars
        except ImportError:
            raise ImportError("reading Arrow data needs pyarrow or polars: pip install dateline[arrow]") from None
        other = polars.DataFrame(frame)
        if name not in other.columns:
            raise _missing(name, other.columns) from None
        return other[name].to_list()
    table = pyarrow.table(frame)
    if name not in table.column_names:
        raise _missing(name, table.column_names)
    return table.column(name).to_pylist()  # type: ignore[no-any-return]


def _missing(name: str, names: list[str]) -> KeyError:
    return KeyError(f"no column {name!r}; there are {', '.join(map(repr, names))}")


def rows(table: Table) -> Iterator[dict[str, Any]]:
    """Row after row, each a dict; only some are made at a time."""
    for start in range(0, len(table), 1024):
        yield from table[start : start + 1024].to_dicts()


def to_pandas(table: Table) -> pandas.DataFrame:
    """The table as a pandas frame, without pyarrow: whole numbers that may be missing as `Int64`."""
    import pandas

    columns: dict[str, Any] = {}
    for name, kind in table.schema.items():
        cells = table.column(name)
        if kind == "int | None":
            columns[name] = pandas.array(cells, dtype="Int64")
        elif kind.startswith("str"):
            columns[name] = pandas.Series(cells, dtype="object" if pandas.__version__ < "3" else "str")
        else:
            columns[name] = pandas.Series(cells, dtype={"int": "int64", "bool": "bool"}.get(kind, "float64"))
    return pandas.DataFrame(columns)


def to_polars(table: Table) -> polars.DataFrame:
    """The table as a polars frame."""
    import polars

    return polars.DataFrame(table)


def to_arrow(table: Table) -> Any:
    """The table as a pyarrow table."""
    import pyarrow

    return pyarrow.table(table)
