#!/usr/bin/env bash
# Fuzzes every target, or those named, for some seconds each (60, or $SECONDS_EACH), with the released compiler:
#
#     bash fuzz/run.sh [TARGET ...]
#
# Starts from the sample articles and the cases of the tests. A finding is kept under fuzz/artifacts/TARGET and fails the run;
# run the program it names on the kept file to see it again.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${SECONDS_EACH:-60}
host=$(rustc -vV | sed -n 's/^host: //p')
# what cargo-fuzz passes to a nightly compiler, without the address sanitizer, which only that has
export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 -Cdebug-assertions -Coverflow-checks --cfg fuzzing"
cargo build --quiet --release --target "$host"
programs=${CARGO_TARGET_DIR:-target}/$host/release

python3 - <<'PY'
# one file for each sample article and each text of the cases
import pathlib, re
corpus = pathlib.Path("corpus/texts")
corpus.mkdir(parents=True, exist_ok=True)
texts = [p.read_text() for p in sorted(pathlib.Path("../seeds/articles").glob("*.txt"))]
for cases in sorted(pathlib.Path("../tests/cases").glob("*.toml")):
    texts += re.findall(r'^text = "(.*)"$', cases.read_text(), flags=re.M)
for i, text in enumerate(texts):
    (corpus / f"{i:04}").write_text(text)
PY

failed=
for target in "${@:-find page quotes read readers store}"; do
    for name in $target; do
        mkdir -p "corpus/$name" "artifacts/$name"
        printf '\n$ fuzz %s for %s s\n' "$name" "$seconds"
        seeds=corpus/texts
        [ "$name" = store ] && seeds=
        # a unit that takes longer than 20 s or 2 GB is a finding too
        "$programs/$name" "corpus/$name" $seeds -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 \
            -artifact_prefix="artifacts/$name/" -print_final_stats=1 2>&1 | tail -n 25 || failed="$failed $name"
    done
done
[ -z "$failed" ] || { echo "findings:$failed" >&2; exit 1; }
