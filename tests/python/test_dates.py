"""The day of a text: given by the caller, one for all or one each."""

from __future__ import annotations

import datetime

import pytest

import dateline as dl

TEXT = "“The depot is safe,” said Leon Panetta, commander of the northern army."
PLAIN = "“We will not wait,” Leon Panetta said."


@pytest.mark.parametrize(
    "date", ["2022", "2022-05", "2022-05-01", "2022-05-01T10:00:00Z", datetime.date(2022, 5, 1), datetime.datetime.max]
)
def test_a_day_tells_namesakes_apart(date: str | datetime.date) -> None:
    assert dl.read(TEXT).quotes[0].speaker.entity_id == "person:leon-panetta"
    speaker = dl.read(TEXT, date=date).quotes[0].speaker
    assert (speaker.name, speaker.entity_id) == ("Leon Panetta", None)


def test_a_role_holds_for_its_years() -> None:
    dates = ["2012-03-01", "2009-06", None, float("nan")]
    docs = dl.read_many([PLAIN] * 4, date=dates)
    assert [d.quotes[0].role for d in docs] == ["Defense Secretary", "Director", None, None]
    assert docs[1].quotes[0].affiliation == "CIA"
    docs = dl.read_many([PLAIN] * 2, date=datetime.date(2012, 3, 1))
    assert [d.quotes[0].role for d in docs] == ["Defense Secretary"] * 2


def test_a_frame_has_a_column_of_dates() -> None:
    frame = {"text": [PLAIN, PLAIN], "day": [datetime.date(2012, 3, 1), None]}
    assert dl.read_frame(frame, date="day").quotes.column("role") == ["Defense Secretary", None]
    day = datetime.date(2012, 3, 1)
    assert dl.read_frame(frame, date=day).quotes.column("role") == ["Defense Secretary"] * 2


@pytest.mark.parametrize("date", ["yesterday", "2022-13", "2022-02-30", "05/01/2022", "2022-0\ud800", "", 2022, True])
def test_what_is_no_date_is_an_error(date: object) -> None:
    with pytest.raises(dl.OptionError, match="date="):
        dl.read(TEXT, date=date)  # type: ignore[arg-type]
    with pytest.raises(dl.OptionError, match="row 1: date="):
        dl.read_many([TEXT, TEXT], date=["2022", date])  # type: ignore[list-item]


def test_there_must_be_a_date_for_each_text() -> None:
    with pytest.raises(ValueError, match="fewer dates than texts"):
        dl.read_many([TEXT] * 3, date=["2022", "2022"])


def test_a_stream_has_dates_beside_it() -> None:
    dates = ["2012-03-01", "20090615", None, datetime.date(2012, 3, 1)]
    docs = dl.Pipeline().pipe([PLAIN] * 4, date=iter(dates), batch_size=3)
    assert [d.quotes[0].role for d in docs] == ["Defense Secretary", "Director", None, "Defense Secretary"]
    pairs = dl.Pipeline().pipe([(PLAIN, "a"), (PLAIN, "b")], date="2012-03", as_tuples=True)
    assert [(d.quotes[0].role, with_it) for d, with_it in pairs] == [("Defense Secretary", c) for c in "ab"]


def test_a_stream_stops_where_a_date_is_wrong_or_missing() -> None:
    for dates, error in ((["2012", "soon"], "row 1: date=.soon."), (["2012"], "fewer dates than texts")):
        stream = dl.Pipeline().pipe([PLAIN] * 3, date=dates)
        assert next(stream).quotes[0].role == "Defense Secretary"
        with pytest.raises(ValueError, match=error):
            next(stream)
    for date in ("soon", 2012):
        with pytest.raises(dl.OptionError, match="date="):
            dl.Pipeline().pipe([PLAIN], date=date)  # type: ignore[call-overload]
