#!/usr/bin/env python3
"""Writes `seeds/lexicons/places/country_codes.csv`, ISO 3166 alpha-2 and alpha-3 codes, from the built-in places.

    python3 tools/country_codes.py

First-level divisions of `seeds/places/places.tsv` (GeoNames, CC BY 4.0) carry both: the code of the country in three
letters, and that of the division, which begins with the country's two. The codes of countries without divisions there are
left out.
"""
import csv
import os

HERE = os.path.dirname(os.path.abspath(__file__))
SEEDS = os.path.join(HERE, "..", "seeds")

codes = {}
with open(os.path.join(SEEDS, "places", "places.tsv"), encoding="utf-8", newline="") as f:
    for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["kind"] == "admin1" and row["id"].startswith("geonames:") and row["admin1"][2:3] == ".":
            codes.setdefault(row["admin1"][:2], set()).add(row["country"])
with open(os.path.join(SEEDS, "lexicons", "places", "country_codes.csv"), "w", encoding="utf-8", newline="") as f:
    f.write("alpha2,alpha3\n")
    for alpha2, alpha3 in sorted(codes.items()):
        if len(alpha3) == 1:
            f.write(f"{alpha2},{next(iter(alpha3))}\n")
