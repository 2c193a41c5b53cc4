#!/usr/bin/env bash
# Builds and passes all tests, Rust and Python, in a virtual environment of its own. Prints what it runs.
set -euo pipefail
cd "$(dirname "$0")/.."

run() {
    printf '\n$ %s\n' "$*"
    "$@"
}

python=${PYTHON:-python3}
venv=.venv-test
run "$python" -m venv "$venv"
bin=$PWD/$venv/bin
# everything below, the build of pyo3 included, uses this interpreter
export PATH="$bin:$PATH" VIRTUAL_ENV="$PWD/$venv" PYO3_PYTHON="$bin/python" PIP_DISABLE_PIP_VERSION_CHECK=1

run cargo fmt --check
if grep -rln pyo3 src --include='*.rs' | grep -v '^src/python/'; then
    echo 'pyo3 is named outside src/python' >&2
    exit 1
fi
run cargo clippy --quiet --locked --all-targets -- -D warnings
run cargo clippy --quiet --locked --all-targets --features python -- -D warnings
run cargo test --quiet --locked
run tools/check_places.sh "${PLACES_DATA:-}"
export RUSTDOCFLAGS='-D warnings'
run cargo doc --quiet --locked --no-deps
# benches and fuzz targets are crates of their own: they shall build
for crate in benches/gazetteer benches/peers fuzz; do
    run cargo check --quiet --manifest-path "$crate/Cargo.toml" --target-dir target/others --all-targets
done
# with the feature, test programs link to libpython, which not every Python ships
if python tests/can_link_python.py; then
    run cargo test --quiet --locked --features python --lib
else
    echo 'skipped: cargo test --features python (this Python has no library to link to)'
fi

run pip install --quiet --upgrade pip
run pip install --quiet --config-settings=build-args="--profile fast --locked" '.[test]'
run ruff check python tests
run ruff format --check python tests
run mypy
run python -m mypy.stubtest dateline --mypy-config-file pyproject.toml --ignore-disjoint-bases
run pytest
