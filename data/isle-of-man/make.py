#!/usr/bin/env python3
"""Make the Isle of Man study from an OpenStreetMap extract.

    python3 data/isle-of-man/make.py

reads  input/roads.osm.pbf  (real, unaltered) and writes beside it
areas.csv, boundaries.geojson, people.csv, deprivation.csv and sites.csv.
What is real in them and what is illustrative is told in README.md.

The same versions of the packages below give the same bytes at every run.
"""
# pip install osmium==4.3.2 numpy==2.4.6 shapely==2.2.0

import csv
import hashlib
import json
import math
import re
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import osmium
import shapely

PINNED = {"osmium": "4.3.2", "numpy": "2.4.6", "shapely": "2.2.0"}
HERE = Path(__file__).resolve().parent / "input"
ROADS_SHA256 = "fb62a6c15b685659da6018cdee25e24934ba5868b3dffe5bf728a47bd92d50ce"
SEED = 20200314

# ---------------------------------------------------------------- what is known or chosen

ISLAND_PEOPLE = 84_069  # resident population, 2021 census
PEOPLE_PER_AREA = 1_350
UNDER_FIVE_SHARE, SCHOOL_AGE_SHARE = 0.045, 0.13

DISTRICTS = {
    "D-DOUGLAS": "Douglas and Onchan",
    "D-EAST": "Laxey and the East",
    "D-NORTH": "Ramsey and the North",
    "D-SOUTH": "Castletown and the South",
    "D-WEST": "Peel and the West",
}
# Wards: towns and parishes (OSM admin_level 8), small neighbours taken together, with a
# population weight for each.  Towns, villages, Braddan and Bride: as reported in the press
# from the 2021 census; other parishes: approximate, from earlier counts.  The whole is scaled
# to ISLAND_PEOPLE.
WARDS = [
    ("D-DOUGLAS", {"Douglas": 26_677}),
    ("D-DOUGLAS", {"Onchan": 9_039}),
    ("D-EAST", {"Braddan": 3_404}),
    ("D-EAST", {"Laxey": 1_656}),
    ("D-EAST", {"Lonan": 1_580}),
    ("D-EAST", {"Marown": 2_250}),
    ("D-EAST", {"Santon": 690}),
    ("D-NORTH", {"Andreas": 1_400, "Bride": 359}),
    ("D-NORTH", {"Ballaugh": 1_030}),
    ("D-NORTH", {"Jurby": 780}),
    ("D-NORTH", {"Lezayre": 1_280}),
    ("D-NORTH", {"Maughold": 980}),
    ("D-NORTH", {"Ramsey": 8_288}),
    ("D-SOUTH", {"Arbory": 1_850}),
    ("D-SOUTH", {"Castletown": 3_206}),
    ("D-SOUTH", {"Malew": 2_370}),
    ("D-SOUTH", {"Port Erin": 3_730}),
    ("D-SOUTH", {"Port Saint Mary": 1_989}),
    ("D-SOUTH", {"Rushen": 1_650}),
    ("D-WEST", {"German": 970}),
    ("D-WEST", {"Michael": 1_590}),
    ("D-WEST", {"Patrick": 1_580}),
    ("D-WEST", {"Peel": 5_710}),
]
WEIGHT_OF = {parish: n for _, parishes in WARDS for parish, n in parishes.items()}
DISTRICT_OF = {parish: d for d, parishes in WARDS for parish in parishes}

# Illustrative.  Family-age lean of a ward (log scale): estates above, retirement below.
FAMILY_LEAN = {"Braddan": 0.14, "Marown": 0.08, "Malew": 0.10, "Peel": 0.08, "Onchan": 0.02,
               "Port Erin": -0.12, "Port Saint Mary": -0.18, "Laxey": -0.05, "Maughold": -0.12}
# Illustrative.  Centres of more (+) or less (-) deprivation: lon, lat, reach in metres, height.
DEPRIVATION_FOCI = [
    (-4.4830, 54.1520, 700, 1.9),   # central Douglas
    (-4.5062, 54.1482, 650, 1.8),   # Pulrose
    (-4.4814, 54.1714, 600, 1.5),   # Willaston
    (-4.5192, 54.1503, 500, 0.9),   # Anagh Coar
    (-4.3850, 54.3225, 700, 1.5),   # Ramsey, the middle of the town
    (-4.6310, 54.0980, 900, 1.1),   # Ballasalla
    (-4.5180, 54.3597, 1800, 1.1),  # Jurby
    (-4.6540, 54.0740, 500, 0.6),   # Castletown, the old town
    (-4.6950, 54.2225, 600, 0.7),   # Peel, the old town
    (-4.4560, 54.1800, 900, -0.5),  # Onchan, the upper edge
    (-4.5640, 54.1250, 3500, -0.7),  # Santon
    (-4.5560, 54.1790, 2200, -0.6),  # Crosby and Glen Vine
]
RURAL_BASE = {"D-DOUGLAS": 0.15, "D-EAST": -0.35, "D-NORTH": -0.1, "D-SOUTH": -0.1, "D-WEST": -0.1}

KINDS = {"library": "library", "doctors": "surgery", "clinic": "surgery",
         "community_centre": "community-centre", "school": "school"}
KIND_ORDER = ["library", "surgery", "community-centre", "school"]
RENAMED = {"Onchan": "Onchan Library", "Laxey Pavillion": "Laxey Pavilion"}
EXISTING = {"Henry Bloom Noble Library": "hub", "Ramsey Town Library": "hub",
            "Philip Christian Centre": "centre", "Castletown Youth & Community Centre": "centre",
            "George Herdman Library": "centre", "Onchan Youth and Community Centre": "centre",
            "Laxey Pavilion": "centre", "Pulrose School": "centre"}
LOCKS = {"Henry Bloom Noble Library": "must-stay"}
LEFT_OUT = {
    "Tynwald Library": "the parliament's library",
    "King William's College": "independent school",
    "The Buchan School": "independent school",
    "Saint Ninian's High School": "secondary school",
    "Saint Ninians Lower School": "secondary school",
    "Ballakermeen High School": "secondary school",
    "Castle Rushen High School": "secondary school",
    "Queen Elizabeth II High School": "secondary school",
    "Ramsey Grammar School": "secondary school",
    "Twenty One Centre": "not a primary school",
    "Cronk Souree Primary Centre": "on the grounds of Pulrose School",
    "Youth and Community Centre": "on the grounds of Pulrose School; no name of its own",
    "Bunscoill Ghaelgagh": "serves the whole island, not a neighbourhood",
    "Ballacloan Infants School": "taken over by Henry Bloom Noble Primary School",
    "Fairfield Junior School": "taken over by Henry Bloom Noble Primary School",
    "Saint Johns School": "the same school as St Johns Primary School",
}
TOO_CLOSE = 300.0  # metres
SERVICES = {"hub": "health-visiting;speech-therapy;early-help",
            "centre": "health-visiting;early-help", "outreach": "health-visiting"}
HOURS = {"hub": 45, "centre": 30}        # a week
STAFF = {"hub": 5, "centre": 3, "outreach": 2}
CHILDREN_PER_HOUR = {"hub": 7, "centre": 5, "outreach": 4}
POUNDS_PER_STAFFED_HOUR = 28
PREMISES = {"hub": 68_000, "centre": 34_000}   # pounds a year
ROOM_HIRE = 18                                  # pounds an hour, outreach
PREMISES_FACTOR = {"library": 1.0, "surgery": 1.15, "community-centre": 0.9, "school": 0.85}

# ---------------------------------------------------------------- plane and degrees

LON0, LAT0 = -4.55, 54.23
METRES = np.array([111_320 * math.cos(math.radians(LAT0)), 111_320.0])


def to_plane(lonlat):
    """Degrees to metres east and north of the island's middle."""
    return (np.asarray(lonlat, float) - [LON0, LAT0]) * METRES


def to_degrees(xy):
    """Metres to degrees, to five decimals (about a metre)."""
    return np.round(np.asarray(xy, float) / METRES + [LON0, LAT0], 5)


# ---------------------------------------------------------------- reading the extract

class Extract:
    """What the study needs from the extract, in metres: the land, the parishes, the
    residential land, streets as (kind, line), named places and possible sites."""

    def __init__(self, path):
        self.parishes, self.streets, self.places, self.sites = {}, [], [], []
        self._wkb = osmium.geom.WKBFactory()
        coast, homes = [], []
        for o in osmium.FileProcessor(str(path)).with_locations().with_areas():
            tags = o.tags
            if o.is_way() and tags.get("natural") == "coastline":
                coast.append(self._plane(self._wkb.create_linestring(o)))
            elif o.is_way() and "highway" in tags and len(o.nodes) > 1:
                self.streets.append((tags["highway"], self._plane(self._wkb.create_linestring(o))))
            elif o.is_area() and tags.get("admin_level") == "8" and tags.get("name") in WEIGHT_OF:
                self.parishes[tags["name"]] = self._area(o)
            elif o.is_area() and tags.get("landuse") == "residential":
                homes.append(self._area(o))
            elif o.is_node() and tags.get("place") in ("town", "village", "hamlet", "suburb"):
                self.places.append((tags["name"], tags["place"], self._node(o)))
            if "name" in tags and tags.get("amenity") in KINDS and (o.is_node() or o.is_area()):
                self.sites.append(self._site(o, tags["name"], KINDS[tags["amenity"]]))
        # The main island: the largest polygon of coastline.
        self.land = max(shapely.polygonize(coast).geoms, key=lambda p: p.area)
        self.homes = shapely.union_all(homes)

    def _plane(self, wkb_hex):
        return shapely.transform(shapely.from_wkb(wkb_hex), to_plane)

    def _area(self, o):
        return shapely.make_valid(self._plane(self._wkb.create_multipolygon(o)))

    def _node(self, o):
        return to_plane([o.location.lon, o.location.lat])

    def _site(self, o, name, kind):
        if o.is_node():
            return {"name": name, "kind": kind, "osm": f"node/{o.id}", "xy": self._node(o), "ground": 0.0}
        ground = self._area(o)
        osm = f"{'way' if o.from_way() else 'relation'}/{o.orig_id()}"
        centre = ground.centroid if ground.contains(ground.centroid) else ground.representative_point()
        return {"name": name, "kind": kind, "osm": osm, "xy": np.array([centre.x, centre.y]),
                "ground": ground.area}


def home_points(extract, step=40.0):
    """Points along the streets where people live, with a weight for each: a residential
    street counts whole, another road within residential land half, a country lane little."""
    points, weights = [], []
    for kind, line in extract.streets:
        main = kind in ("tertiary", "secondary", "primary", "trunk")
        if not (main or kind in ("residential", "living_street", "unclassified")):
            continue
        n = max(1, round(line.length / step))
        at = shapely.line_interpolate_point(line, (np.arange(n) + 0.5) / n, normalized=True)
        xy = shapely.get_coordinates(at)
        inside = shapely.contains_xy(extract.homes, xy)
        if kind in ("residential", "living_street"):
            share = np.ones(n)
        else:
            share = np.where(inside, 0.5, 0.0 if main else 0.06)
        points.append(xy)
        weights.append(share * line.length / n)
    points, weights = np.concatenate(points), np.concatenate(weights)
    return points[weights > 0], weights[weights > 0]


# ---------------------------------------------------------------- small areas

def nearest_cell(points, centres, bonus):
    """The cell of the power diagram each point lies in."""
    d2 = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    return np.argmin(d2 - bonus, axis=1)


def balanced_clusters(points, weights, k, rng, rounds=300):
    """Seeded k-means whose cells hold about equal weight: a cell with too much gets a
    smaller bonus in the power diagram.  The centres move for the first half of the rounds
    and the bonuses throughout; the best balance of the second half is kept."""
    centres = points[rng.choice(len(points), size=k, replace=False, p=weights / weights.sum())].copy()
    bonus, target, best = np.zeros(k), weights.sum() / k, (math.inf, None)
    for r in range(rounds):
        cell = nearest_cell(points, centres, bonus)
        mass = np.bincount(cell, weights, k)
        error = (target - mass) / target
        if r >= rounds // 2 and np.abs(error).max() < best[0]:
            best = np.abs(error).max(), bonus.copy()
        if r < rounds // 2:
            for j in np.flatnonzero(mass):
                centres[j] = np.average(points[cell == j], axis=0, weights=weights[cell == j])
        reach2 = ((points - centres[cell]) ** 2).sum(axis=1)
        own = np.array([reach2[cell == j].mean() if mass[j] else reach2.mean() for j in range(k)])
        bonus += 0.5 * (1 - r / rounds) * own * np.clip(error, -1, 1)
    return centres, best[1]


def power_cell(j, centres, bonus, within):
    """The polygon of cell j, cut from `within`."""
    far = 2e5
    for i in range(len(centres)):
        if i == j:
            continue
        step = centres[i] - centres[j]
        gap = np.hypot(*step)
        along, across = step / gap, np.array([-step[1], step[0]]) / gap
        edge = centres[j] + along * (gap**2 + bonus[j] - bonus[i]) / (2 * gap)
        within = within.intersection(shapely.Polygon(
            [edge + far * across, edge - far * across,
             edge - far * across - far * along, edge + far * across - far * along]))
    return within


def small_areas(extract):
    """Areas ward by ward, each a dict with its ward, cell, home point and weight of people."""
    rng = np.random.default_rng(SEED)
    points, weights = home_points(extract)
    scale = ISLAND_PEOPLE / sum(WEIGHT_OF.values())
    areas = []
    for district, parishes in WARDS:
        ward = shapely.union_all([extract.parishes[p] for p in parishes])
        here = shapely.contains_xy(ward, points)
        xy, w = points[here], weights[here]
        people = scale * sum(parishes.values())
        k = max(1, round(people / PEOPLE_PER_AREA))
        centres, bonus = balanced_clusters(xy, w, k, rng)
        cell = nearest_cell(xy, centres, bonus)
        found = []
        for j in range(k):
            mine, mw = xy[cell == j], w[cell == j]
            middle = np.average(mine, axis=0, weights=mw)
            on_street = mine[mw >= mw.max() / 4]  # the home point stands where people live
            home = on_street[np.argmin(((on_street - middle) ** 2).sum(axis=1))]
            found.append({"district": district, "parishes": parishes, "home": home,
                          "cell": power_cell(j, centres, bonus, ward.intersection(extract.land)),
                          "people": people * mw.sum() / w.sum() * rng.uniform(0.9, 1.1)})
        areas += sorted(found, key=lambda a: (-a["home"][1], a["home"][0]))  # north to south
    for n, area in enumerate(areas, 1):
        area["code"] = f"IM{n:03d}"
    name_areas(areas, extract)
    return areas


def name_areas(areas, extract):
    """Name each area after the nearest place of its ward (a hamlet or suburb counts as three
    times as far), with a number where several share it."""
    for area in areas:
        ward = shapely.union_all([extract.parishes[p] for p in area["parishes"]])
        places = [p for p in extract.places if ward.contains(shapely.Point(p[2]))] or extract.places
        area["name"] = min((math.dist(area["home"], xy) * (3 if kind in ("hamlet", "suburb") else 1), name)
                           for name, kind, xy in places)[1]
    names = [a["name"] for a in areas]
    for i, area in enumerate(areas):
        if names.count(names[i]) > 1:
            area["name"] = f"{names[i]} {names[:i].count(names[i]) + 1:02d}"


# ---------------------------------------------------------------- boundaries

def tile(areas, land):
    """One simple polygon for each area; together they tile the land.  A piece cut off from
    the rest of its area goes to the neighbour with which it shares the longest border."""
    lines = shapely.union_all([a["cell"].boundary for a in areas] + [land.boundary])
    faces = [f for f in shapely.polygonize([lines]).geoms if land.contains(f.representative_point())]
    owner = []
    for face in faces:
        at = face.representative_point()
        owner.append(next((i for i, a in enumerate(areas) if a["cell"].contains(at)), None))
    kept, loose = {}, [f for f, o in zip(faces, owner) if o is None]
    for i in range(len(areas)):
        whole = shapely.union_all([f for f, o in zip(faces, owner) if o == i])
        pieces = sorted(getattr(whole, "geoms", [whole]), key=lambda p: -p.area)
        kept[i] = pieces[0]
        loose += pieces[1:]
    for piece in sorted(loose, key=lambda p: -p.area):
        border, i = max((kept[i].intersection(piece).length, -i) for i in kept)
        kept[-i] = shapely.union_all([kept[-i], piece])
    shapes = shapely.coverage_simplify([kept[i] for i in range(len(areas))], 45.0)
    shapes = [shapely.Polygon(shapely.Polygon(to_degrees(s.exterior.coords)),
                              [to_degrees(r.coords) for r in s.interiors]) for s in shapes]
    assert all(s.is_valid for s in shapes) and shapely.coverage_is_valid(shapes)
    return [shapely.orient_polygons(s) for s in shapes]


# ---------------------------------------------------------------- people and deprivation

def shared_out(total, weights):
    """Whole numbers in proportion to the weights, summing to the total (largest remainder)."""
    exact = np.asarray(weights, float) * total / np.sum(weights)
    whole = np.floor(exact).astype(int)
    for i in sorted(range(len(whole)), key=lambda i: (whole[i] - exact[i], i))[: total - whole.sum()]:
        whole[i] += 1
    return [int(n) for n in whole]


def child_lean(area, extract, rng):
    """How much more (or less) than the island an area is home to young families."""
    lean = np.mean([FAMILY_LEAN.get(p, 0.0) for p in area["parishes"]])
    town = min(math.dist(area["home"], xy) for _, kind, xy in extract.places if kind == "town")
    lean += -0.15 if town < 800 else 0.15 if town < 3_000 else 0.0
    return math.exp(lean + rng.normal(0, 0.10))


def people_rows(areas, extract):
    """Everyone, the under-fives and those of school age, of each area."""
    rng = np.random.default_rng(SEED + 1)
    totals = shared_out(ISLAND_PEOPLE, [a["people"] for a in areas])
    lean = np.array([child_lean(a, extract, rng) for a in areas])
    under5 = shared_out(round(UNDER_FIVE_SHARE * ISLAND_PEOPLE), totals * lean)
    school = shared_out(round(SCHOOL_AGE_SHARE * ISLAND_PEOPLE),
                        totals * lean**0.7 * np.exp(rng.normal(0, 0.05, len(areas))))
    assert all(u + s <= t for t, u, s in zip(totals, under5, school)) and sum(totals) == ISLAND_PEOPLE
    return [[a["code"], *row] for a, row in zip(areas, zip(totals, under5, school))]


def deprivation_rows(areas):
    """Rank (1 the most deprived), decile within the island, and a falling need rate."""
    rng = np.random.default_rng(SEED + 2)
    score = []
    for area in areas:
        s = RURAL_BASE[area["district"]] + rng.normal(0, 0.22)
        for lon, lat, reach, height in DEPRIVATION_FOCI:
            s += height * math.exp(-0.5 * (math.dist(area["home"], to_plane([lon, lat])) / reach) ** 2)
        score.append(s)
    order = sorted(range(len(areas)), key=lambda i: (-score[i], i))
    rows, last = [], len(areas) - 1
    for place, i in enumerate(order):
        rate = 0.03 + 0.36 * (1 - place / last) ** 1.6 + 0.0002 * (last - place)
        rows.append([areas[i]["code"], place + 1, 1 + 10 * place // len(areas), f"{min(rate, 0.40):.3f}"])
    return sorted(rows)


# ---------------------------------------------------------------- sites

def chosen_sites(extract):
    """Named sites on the island, in order of preference, none within TOO_CLOSE of one before
    it.  Sites open today come first, then kind by kind, the larger ground first."""
    for s in extract.sites:
        s["name"] = RENAMED.get(s["name"], s["name"])
        at = shapely.Point(s["xy"])
        s["parish"] = next((p for p, g in extract.parishes.items() if g.contains(at)), None)
    pool = [s for s in extract.sites if s["parish"] and s["name"] not in LEFT_OUT]
    pool.sort(key=lambda s: (s["name"] not in EXISTING, KIND_ORDER.index(s["kind"]), -s["ground"], s["osm"]))
    taken = []
    for s in pool:
        if all(math.dist(s["xy"], t["xy"]) >= TOO_CLOSE for t in taken):
            taken.append(s)
    assert sum(s["name"] in EXISTING for s in taken) == len(EXISTING)
    return taken


def tier_and_hours(site):
    """The tier a site has, or would have, and its staffed hours a week."""
    people = WEIGHT_OF[site["parish"]]
    tier = EXISTING.get(site["name"])
    if tier is None:
        small = site["kind"] == "surgery" or people < 2_000
        tier = "outreach" if small else "centre"
    return tier, HOURS.get(tier) or min(12, max(6, 2 * round(people / 350)))


def site_row(site):
    """One line of sites.csv; README.md states the rules for hours, capacity and costs."""
    tier, hours = tier_and_hours(site)
    premises = PREMISES.get(tier, ROOM_HIRE * 52 * hours) * PREMISES_FACTOR[site["kind"]]
    if DISTRICT_OF[site["parish"]] == "D-DOUGLAS":
        premises *= 1.1
    slug = re.sub(r"[^a-z0-9]+", "-", site["name"].lower().replace("'", "")).strip("-")[:64]
    lon, lat = to_degrees(site["xy"])
    return [slug, site["name"], f"{lon:.5f}", f"{lat:.5f}",
            "existing" if site["name"] in EXISTING else "candidate", tier, SERVICES[tier], hours,
            hours * CHILDREN_PER_HOUR[tier], round(premises / 100) * 100,
            hours * 52 * STAFF[tier] * POUNDS_PER_STAFFED_HOUR, LOCKS.get(site["name"], ""),
            DISTRICT_OF[site["parish"]], site["kind"], site["osm"]]


# ---------------------------------------------------------------- writing

def write_csv(name, header, rows):
    """A table in UTF-8, comma separated, with LF line ends."""
    with open(HERE / name, "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(header.split(","))
        out.writerows(rows)


def write_boundaries(areas, shapes):
    """One feature a line, so that a change shows in a diff."""
    features = [json.dumps({"type": "Feature", "properties": {"code": a["code"]},
                            "geometry": shapely.geometry.mapping(s)}, separators=(",", ":"))
                for a, s in zip(areas, shapes)]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"
    (HERE / "boundaries.geojson").write_text(text, encoding="utf-8", newline="\n")


def main():
    for package, wanted in PINNED.items():
        if version(package) != wanted:
            sys.exit(f"make.py: {package} {wanted} is wanted, {version(package)} is installed")
    roads = HERE / "roads.osm.pbf"
    if hashlib.sha256(roads.read_bytes()).hexdigest() != ROADS_SHA256:
        sys.exit("make.py: input/roads.osm.pbf is not the extract this study was made from")
    extract = Extract(roads)
    areas = small_areas(extract)
    shapes = tile(areas, extract.land)
    homes = [to_degrees(a["home"]) for a in areas]
    assert all(s.contains(shapely.Point(h)) for s, h in zip(shapes, homes))
    write_boundaries(areas, shapes)
    write_csv("areas.csv", "code,name,district,district_name,lon,lat",
              [[a["code"], a["name"], a["district"], DISTRICTS[a["district"]], f"{h[0]:.5f}", f"{h[1]:.5f}"]
               for a, h in zip(areas, homes)])
    write_csv("people.csv", "code,total,under5,school_age", people_rows(areas, extract))
    write_csv("deprivation.csv", "code,rank,decile,need_rate", deprivation_rows(areas))
    rows = sorted(site_row(s) for s in chosen_sites(extract))
    assert len({row[0] for row in rows}) == len(rows)
    write_csv("sites.csv", "id,name,lon,lat,status,tier,services,hours,capacity,cost_premises,"
              "cost_front_line,lock,district,kind,osm", rows)
    for path in sorted(HERE.iterdir()):
        print(hashlib.sha256(path.read_bytes()).hexdigest(), path.name, path.stat().st_size)


if __name__ == "__main__":
    main()
