"""Many texts: order, empty cells, threads, batches, interruption, fork, panics."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time
from typing import Any

import pytest

import dateline as dl


def corpus(article: str, n: int = 300) -> list[str]:
    return [f"{article}\n\nNumber {i} 🕊 “No {i},” he said in Iraq." * (1 + i % 3) for i in range(n)]


def python(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_order_and_equality_with_read(article: str) -> None:
    texts = corpus(article, 60)
    docs = dl.read_many(iter(texts))
    assert [d.text for d in docs] == texts
    assert docs == [dl.read(t) for t in texts]


def test_nothing_to_read() -> None:
    assert dl.read_many([]) == []
    assert len(dl.read_frame({"text": []}).documents) == 0


def test_empty_cells_give_documents_without_rows() -> None:
    import numpy
    import pandas

    cells: list[Any] = [None, float("nan"), numpy.float64("nan"), numpy.float32("nan"), pandas.NA, pandas.NaT, ""]
    for doc in dl.read_many(cells):
        assert doc.text == "" and not doc.blocks and not doc.sentences
    tables = dl.read_frame({"text": cells})
    assert len(tables.documents) == len(cells) and len(tables.blocks) == 0


@pytest.mark.parametrize("wrong", [1, 1.5, b"x", ["x"], object()])
def test_a_wrong_cell_is_named_by_its_row(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"row 2: expected str or None, got"):
        dl.read_many(["a", "b", wrong])
    with pytest.raises(TypeError, match=r"row 2: "):
        dl.read_frame({"text": ["a", "b", wrong]})


def test_one_str_is_not_many_texts() -> None:
    with pytest.raises(TypeError, match="use read"):
        dl.read_many("text")
    for wrong in (None, 3):
        with pytest.raises(TypeError, match="expected many texts, got"):
            dl.read_many(wrong)  # type: ignore[arg-type]


def test_an_error_of_the_input_comes_through() -> None:
    def texts() -> Any:
        yield "a"
        raise RuntimeError("the file ended")

    with pytest.raises(RuntimeError, match="the file ended"):
        dl.read_many(texts())


def test_results_do_not_depend_on_the_batch(article: str) -> None:
    texts = corpus(article, 50)
    core = dl.Pipeline()._core
    whole = core.read_many(texts)
    frame = core.read_tables(texts)
    for size in (1, 7_000, 40_000):
        assert core.read_many(texts, None, size) == whole
        assert core.read_tables(texts, None, None, size) == frame


def test_results_do_not_depend_on_the_threads() -> None:
    code = """
        import dateline as dl, hashlib, sys
        texts = [f"“No {i},” said Layla Haddad in Iraq. Syria and Turkey agreed. " * (i % 5) for i in range(400)]
        tables = dl.read_frame({"text": texts})
        names = ["documents", "blocks", "sentences", "mentions", "quotes", "statements"]
        print(hashlib.sha256(repr([getattr(tables, n).to_dicts() for n in names]).encode()).hexdigest())
        print(hashlib.sha256("".join(d.to_json() for d in dl.read_many(texts)).encode()).hexdigest())
    """
    results = {python(code, RAYON_NUM_THREADS=n, PYTHONHASHSEED=n).stdout for n in ("1", "2", "7")}
    assert len(results) == 1 and len(results.pop()) > 100


def test_progress(article: str) -> None:
    seen: list[int] = []
    dl.Pipeline()._core.read_many(corpus(article, 40), seen.append, 20_000)
    assert seen == sorted(seen) and seen[-1] == 40
    assert len(dl.read_many(["a", None], progress=True)) == 2
    assert len(dl.read_frame({"text": ["a"]}, progress=True).documents) == 1


def test_an_error_of_the_ticker_stops_the_run(article: str) -> None:
    def tick(done: int) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        dl.Pipeline()._core.read_many(corpus(article, 10), tick)


def test_a_panic_becomes_an_error_that_names_the_row(capfd: pytest.CaptureFixture[str]) -> None:
    pipeline = dl.Pipeline()
    pipeline._set({**pipeline._options, "panic_on": "boom"})
    with pytest.raises(dl.DatelineError, match=r"^internal error: asked for by a test .*pipeline.rs:"):
        pipeline.read("here it goes boom")
    texts = ["a"] * 40 + ["boom"] + ["b"] * 40
    with pytest.raises(dl.DatelineError, match=r"^row 40: internal error: asked for by a test"):
        pipeline.read_many(texts)
    with pytest.raises(dl.DatelineError, match=r"^row 40: internal error: asked for by a test"):
        pipeline.read_frame({"text": texts})
    assert len(pipeline.read_many(["a", "b"])) == 2
    assert capfd.readouterr().err == ""


def test_options() -> None:
    for wrong in ({"language": None}, {"include": 3}, {"builtin": "no"}, {"clean": 1}):
        with pytest.raises(dl.OptionError, match=r"expected a (str|bool)"):
            dl.Pipeline(**wrong)  # type: ignore[arg-type]
    for wrong in ({"language": "xx"}, {"include": "some"}, {"kinds": ["loud"]}, {"label_by": "x"}):
        with pytest.raises(dl.OptionError, match="must be one of") as caught:
            dl.Pipeline(**wrong)
        assert isinstance(caught.value, ValueError) and isinstance(caught.value, dl.DatelineError)
        assert caught.value.reason and caught.value.path is None
    assert not dl.Pipeline(builtin=False).read("Syria and Iraq").mentions[:0]


def test_a_stream_is_read_as_it_comes(article: str) -> None:
    texts = corpus(article, 30)
    pipeline = dl.Pipeline()
    for size in (1, 7, 100):
        assert list(pipeline.pipe(iter(texts), batch_size=size)) == pipeline.read_many(texts)
    pairs = list(pipeline.pipe(((t, i) for i, t in enumerate(texts)), batch_size=4, as_tuples=True))
    assert [i for _, i in pairs] == list(range(30)) and [d.text for d, _ in pairs] == texts
    taken = 0

    def endless() -> Any:
        nonlocal taken
        while True:
            taken += 1
            yield article

    stream = pipeline.pipe(endless(), batch_size=10)
    assert [next(stream).text for _ in range(25)] == [article] * 25
    assert taken == 30
    assert list(pipeline.pipe([])) == [] and [d.text for d in pipeline.pipe([None, "a"])] == ["", "a"]


def test_a_stream_holds_little(article: str) -> None:
    taken = 0

    def long() -> Any:
        nonlocal taken
        for _ in range(50):
            taken += 1
            yield "It rained. " * 100_000

    stream = dl.Pipeline(builtin=False).pipe(long(), batch_size=50)
    next(stream)
    assert taken < 20


def test_errors_of_a_stream_name_the_row(article: str) -> None:
    got = []
    with pytest.raises(TypeError, match="row 5: expected str or None, got int"):
        for doc in dl.Pipeline().pipe([article] * 5 + [3], batch_size=2):  # type: ignore[list-item]
            got.append(doc)
    assert len(got) == 4

    def broken() -> Any:
        yield article
        raise RuntimeError("the file ended")

    got = []
    with pytest.raises(RuntimeError, match="the file ended"):
        for doc in dl.Pipeline().pipe(broken()):
            got.append(doc)
    assert len(got) == 1
    with pytest.raises(TypeError, match="row 1: with as_tuples=True, expected a pair"):
        list(dl.Pipeline().pipe([("a", 1), "b"], as_tuples=True))  # type: ignore[list-item]
    with pytest.raises(TypeError, match="use read"):
        dl.Pipeline().pipe("text")
    for wrong in (0, -1, True, "5"):
        with pytest.raises(dl.OptionError, match="batch_size"):
            dl.Pipeline().pipe([], batch_size=wrong)  # type: ignore[call-overload]


RUN = """
    import dateline as dl, signal, sys
    # what runs in the background of a script may have been started with the signal ignored
    signal.signal(signal.SIGINT, signal.default_int_handler)
    print("ready", flush=True)
    try:
        {run}
    except KeyboardInterrupt:
        print("interrupted", flush=True)
        sys.exit(7)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize(
    "run",
    [
        "dl.read_many(['“No,” said Layla Haddad in Iraq. ' * 2000] * 100_000)",
        "dl.read_frame({'text': ['“No,” said Layla Haddad in Iraq. ' * 2000] * 100_000})",
        "[0 for _ in dl.Pipeline().pipe(('“No,” said Layla Haddad in Iraq. ' * 2000 for _ in range(100_000)))]",
        "[dl.read('“No,” said Layla Haddad in Iraq.\\\\n\\\\n' * 2_000_000) for _ in range(100)]",
    ],
)
def test_ctrl_c_ends_a_long_run(run: str) -> None:
    code = textwrap.dedent(RUN).format(run=run)
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(1.0)
    assert child.poll() is None, "the run is too short to test"
    child.send_signal(signal.SIGINT)
    # a second is what is promised; a busy machine gets more
    assert child.wait(timeout=30) == 7
    assert child.stdout.read() == "interrupted\n"
    child.stdout.close()


def _count(text: str) -> int:
    return sum(len(d.sentences) for d in dl.read_many([text] * 40))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_fork_does_not_hang(article: str) -> None:
    code = f"""
        import dateline as dl, os, signal
        texts = [{article!r}] * 64
        here = dl.read_many(texts)
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            signal.alarm(60)
            ok = dl.read_many(texts) == here
            inner = os.fork()
            if inner == 0:
                signal.alarm(60)
                os._exit(0 if dl.read_many(texts) == here else 1)
            os._exit(0 if ok and os.waitpid(inner, 0)[1] == 0 else 1)
        print(os.waitpid(pid, 0)[1], dl.read_many(texts) == here)
    """
    done = python(code, RAYON_NUM_THREADS="2")
    assert done.stdout == "0 True\n", done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_fork_while_another_thread_reads_its_first_text(article: str) -> None:
    code = f"""
        import dateline as dl, os, signal, threading, time
        text = {article!r}
        threading.Thread(target=lambda: [dl.read(text) for _ in range(200)], daemon=True).start()
        children = []
        for _ in range(24):
            pid = os.fork()
            if pid == 0:
                signal.alarm(60)
                ok = dl.read(text).quotes and dl.read_many([text]) and dl.Segmenter("de").split(text)
                os._exit(0 if ok else 1)
            children.append(pid)
            time.sleep(0.001)
        print({{os.waitpid(pid, 0)[1] for pid in children}})
    """
    done = python(code, RAYON_NUM_THREADS="2")
    assert done.stdout == "{0}\n", done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_makes_gazetteers() -> None:
    code = """
        import dateline as dl, os, signal
        names = {f"Harbour {i}": [f"Pier {i}"] for i in range(40_000)}
        dl.Gazetteer.from_dict(names)
        pid = os.fork()
        if pid == 0:
            signal.alarm(60)
            os._exit(0 if len(dl.Gazetteer.from_dict(names)) == 40_000 else 1)
        print(os.waitpid(pid, 0)[1])
    """
    done = python(code, RAYON_NUM_THREADS="2")
    assert done.stdout == "0\n", done.stderr


def test_a_frame_is_not_many_texts(article: str) -> None:
    import pandas

    for frame in ({"text": [article]}, pandas.DataFrame({"text": [article]})):
        with pytest.raises(TypeError, match="use read_frame"):
            dl.read_many(frame)  # type: ignore[arg-type]


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forking_pool_does_not_hang(article: str) -> None:
    expected = _count(article)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map_async(_count, [article] * 6).get(timeout=60) == [expected] * 6
        (back,) = pool.map_async(dl.read, [article]).get(timeout=60)
    assert back == dl.read(article)


def test_python_threads_may_read_at_once(article: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    expected = _count(article)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(_count, [article] * 16)) == [expected] * 16


def test_import_is_light() -> None:
    code = """
        import sys
        before = set(sys.modules)
        import dateline
        heavy = {"pandas", "numpy", "polars", "pyarrow", "tqdm", "argparse", "html", "json", "dateline.cli"}
        print(sorted(heavy & (set(sys.modules) - before)))
    """
    assert python(code).stdout == "[]\n"


def test_cells_that_are_no_texts() -> None:
    texts = ["“No,” said Mia Stone.", 3, None, b"x", float("nan"), ["x"]]
    for read in (
        dl.read_many,
        lambda t, **k: list(dl.Pipeline().pipe(t, **k)),
        lambda t, **k: dl.read_frame({"text": t}, **k),
    ):
        with pytest.raises(TypeError, match=r"row 1: expected str or None, got int \(errors='skip'"):
            read(texts)
        with pytest.raises(dl.OptionError, match="errors="):
            read(texts, errors="ignore")
    docs = dl.read_many(texts, errors="skip")
    assert [len(d.quotes) for d in docs] == [1, 0, 0, 0, 0, 0]
    assert list(dl.Pipeline().pipe(texts, errors="skip", batch_size=2)) == docs
    tables = dl.read_frame({"text": texts, "id": list("abcdef")}, id="id", errors="skip")
    assert tables.documents["doc_id"] == list("abcdef") and tables.quotes["doc_id"] == ["a"]
    g = dl.Gazetteer(["Mia Stone"])
    assert g.find_many(texts, errors="skip").column("doc_id") == [0]
    with pytest.raises(TypeError, match="row 1"):
        g.find_frame({"text": texts})
    assert len(g.find_frame({"text": texts}, errors="skip")) == 1
