"""The examples of the documentation run."""

from __future__ import annotations

import ast
import doctest
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dateline as dl

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"


def documented() -> dict[str, str]:
    found = {}
    for info in pkgutil.iter_modules(dl.__path__, "dateline."):
        if info.name == "dateline.__main__":
            continue
        module = importlib.import_module(info.name)
        for test in doctest.DocTestFinder(exclude_empty=True).find(module):
            found[test.name] = test.docstring or ""
    core = importlib.import_module("dateline._dateline")
    for name in core.__all__:
        value = getattr(core, name)
        found[name] = getattr(value, "__doc__", "") or ""
        if isinstance(value, type):
            for member, thing in vars(value).items():
                found[f"{name}.{member}"] = getattr(thing, "__doc__", "") or ""
    found["dateline"] = dl.__doc__ or ""
    return {name: text for name, text in found.items() if ">>>" in text}


EXAMPLES = documented()


@pytest.mark.parametrize("name", EXAMPLES)
def test_docstring(name: str) -> None:
    names = {k: getattr(dl, k) for k in dl.__all__}
    test = doctest.DocTestParser().get_doctest(EXAMPLES[name], names, name, None, 0)
    assert test.examples
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE).run(test)
    assert result.failed == 0


def test_every_public_thing_is_documented() -> None:
    core = importlib.import_module("dateline._dateline")
    bare = []
    for name in dl.__all__:
        value = getattr(dl, name)
        if name == "__version__":
            continue
        if not getattr(value, "__doc__", None):
            bare.append(name)
        if isinstance(value, type) and value.__module__.startswith("dateline") and hasattr(core, name):
            bare += [f"{name}.{m}" for m, t in vars(value).items() if not m.startswith("_") and not t.__doc__]
    assert bare == []


def blocks(language: str, file: Path = README) -> list[str]:
    if not file.is_file():
        return []
    return re.findall(rf"^```{language}\n(.*?)^```", file.read_text("utf-8"), re.M | re.S)


@pytest.mark.parametrize("name", ["README.md", "docs/reading.md"])
def test_examples_in_prose(name: str) -> None:
    names: dict[str, object] = {}
    for code in blocks("python", ROOT / name):
        if ">>>" in code:
            test = doctest.DocTestParser().get_doctest(code, names, name, None, 0)
            runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
            assert runner.run(test, clear_globs=False).failed == 0
            names.update(test.globs)
        else:
            exec(compile(code, name, "exec"), names)


def test_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every cell runs, and what it shows can be shown."""
    file = ROOT / "examples" / "quickstart.ipynb"
    if not file.is_file():
        pytest.skip("no checkout")
    monkeypatch.chdir(file.parent)
    names: dict[str, object] = {}
    cells = [c for c in json.loads(file.read_text("utf-8"))["cells"] if c["cell_type"] == "code"]
    assert len(cells) > 10
    for cell in cells:
        assert cell["outputs"] or "import" in "".join(cell["source"])
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "quickstart", "exec"), names)
        if last is not None:
            shown = eval(compile(ast.Expression(last.value), "quickstart", "eval"), names)
            assert repr(shown)
            if hasattr(shown, "_repr_html_"):
                assert shown._repr_html_()


def test_the_columns_are_documented() -> None:
    file = ROOT / "docs" / "columns.md"
    if not file.is_file():
        pytest.skip("no checkout")
    sections = re.split(r"^## (\w+)$", file.read_text("utf-8"), flags=re.M)[1:]
    told = dict(zip(sections[::2], sections[1::2], strict=True))
    tables = dl.read_frame({"text": []})
    assert list(told) == list(tables)
    for name in tables:
        listed = {c for line in re.findall(r"^\| (`[^|]*) \|", told[name], re.M) for c in re.findall(r"`(\w+)`", line)}
        assert listed | {"doc_id"} == set(tables[name].columns), name


def test_readme_commands(tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    for code in blocks("console"):
        for line in re.findall(r"^\$ (dateline .*)$", code, re.M):
            command = line.replace("dateline", f'"{sys.executable}" -m dateline', 1)
            done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, timeout=120)
            assert done.returncode == 0, (line, done.stderr.decode())
