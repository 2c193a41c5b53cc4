"""Columns of other libraries' tables in, frames of other libraries out. Nothing is imported before it is needed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ._dateline import Table

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["column", "rows", "table", "to_arrow", "to_pandas", "to_polars"]


def column(frame: Any, name: str) -> Iterable[Any]:
    """The values of one column, as Python values."""
    frame = table(frame, [name])
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
    if polars is not None and isinstance(frame, polars.DataFrame):
        if name not in frame.columns:
            raise _missing(name, frame.columns)
        return frame[name].to_list()  # type: ignore[no-any-return]
    if pyarrow is not None and isinstance(frame, pyarrow.Table):
        if name not in frame.column_names:
            raise _missing(name, frame.column_names)
        return frame.column(name).to_pylist()  # type: ignore[no-any-return]
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


def table(frame: Any, need: Iterable[str] = (), may: Iterable[str] = ()) -> Any:
    """A frame whose columns can be asked for one after the other: a stream of Arrow data can be read only once.

    Of a lazy frame the columns `need`, which must be there, and of `may` those that are.
    """
    pandas, polars, pyarrow = (sys.modules.get(name) for name in ("pandas", "polars", "pyarrow"))
    if polars is not None and isinstance(frame, polars.LazyFrame):
        known = frame.collect_schema().names()
        for name in need:
            if name not in known:
                raise _missing(name, known)
        return frame.select(list(dict.fromkeys([*need, *(name for name in may if name in known)]))).collect()
    kinds: list[Any] = [] if pandas is None else [pandas.DataFrame, pandas.Series]
    kinds += [] if polars is None else [polars.DataFrame, polars.Series]
    kinds += [] if pyarrow is None else [pyarrow.Array, pyarrow.ChunkedArray]
    if isinstance(frame, (Mapping, *kinds)) or not hasattr(frame, "__arrow_c_stream__"):
        return frame
    try:
        from pyarrow import table as arrow_table
    except ImportError:
        try:
            from polars import DataFrame
        except ImportError:
            raise ImportError("reading Arrow data needs pyarrow or polars: pip install 'dateline[arrow]'") from None
        return DataFrame(frame)
    return arrow_table(frame)


def _missing(name: str, names: list[str]) -> KeyError:
    return KeyError(f"no column {name!r}; there are {', '.join(map(repr, names)) or 'none'}")


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
