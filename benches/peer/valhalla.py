"""Valhalla: its own programs, from the wheel, on the made extract: `python valhalla.py PROGRAMS FOLDER SCRATCH`.
Its times are its own (its costing, turns), so that answers are not compared; the places are the same."""

import json
import sys
from pathlib import Path

from measure import skip, tell
from osrm import places
from programs import run
from works import CATCHMENT, MATRICES, NEAREST, ONE_TO_ALL, PREPARATION

# The largest matrix that it fills in reasonable time, and how often it is asked for.
AREAS, SITES = 500, 80
RUNS = 2


def main(programs, folder, scratch):
    home = Path(programs) / "valhalla"
    config = Path(scratch) / "valhalla.json"
    tiles = Path(scratch) / "tiles"
    made = run([sys.executable, home / "valhalla_build_config.py", "--mjolnir-tile-dir", tiles])
    settings = json.loads(made.out)
    settings["service_limits"]["auto"]["max_matrix_location_pairs"] = 1_000_000
    settings["service_limits"]["auto"]["max_matrix_distance"] = 5_000_000.0
    for absent in ("tile_extract", "traffic_extract", "admin", "timezone", "landmarks"):
        settings["mjolnir"].pop(absent, None)
    config.write_text(json.dumps(settings))
    it = run([home / "bin/valhalla_build_tiles", "-c", config, Path(folder) / "network.osm.pbf"])
    took = {"seconds": it.seconds, "median": it.seconds, "runs": 1}
    tell(PREPARATION, took, threads=it.threads, megabytes=it.megabytes, note="valhalla_build_tiles")

    place = lambda it: {"lon": it[0], "lat": it[1]}
    areas = [place(it) for it in places(folder, "areas.u32")[:AREAS]]
    sites = [place(it) for it in places(folder, "sites.u32")[:SITES]]
    ask = lambda action, question: run([home / "bin/valhalla_service", config, action, json.dumps(question)])
    matrix = lambda n, m: ask("sources_to_targets", {"sources": areas[:n], "targets": sites[:m], "costing": "auto"})
    started = min(matrix(1, 1).seconds for _ in range(3))
    whole = sorted(matrix(AREAS, SITES).seconds - started for _ in range(RUNS))
    for name, n_areas, n_sites in MATRICES:
        if (n_areas, n_sites) != (AREAS, SITES):
            skip(name, f"not tried: {AREAS} x {SITES} already takes {whole[0]:.0f} s")
            continue
        it = {"seconds": whole[0], "median": whole[RUNS // 2], "runs": RUNS}
        tell(name, it, threads=1, note=f"its start, {started:.2f} s, taken off")
    reach = lambda it: ask("isochrone", {"locations": [it], "costing": "auto", "contours": [{"time": 15}],
                                         "polygons": True})
    took = sorted(reach(it).seconds - started for it in sites[:8])
    it = {"seconds": took[0], "median": took[len(took) // 2], "runs": len(took)}
    tell(CATCHMENT, it, threads=1, note="its isochrone, a polygon; least and median of 8 sites, its start taken off")
    for work in (ONE_TO_ALL, NEAREST):
        skip(work, "it tells matrices of given places")


if __name__ == "__main__":
    main(*sys.argv[1:])
