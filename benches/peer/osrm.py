"""OSRM: its own programs, from the wheel, on the made extract: `python osrm.py PROGRAMS FOLDER SCRATCH`.
Its times are its own (its car profile, turns), so that answers are not compared; the pairs of places are the same."""

import http.client
import re
import shutil
import socket
import subprocess
import sys
import time
from array import array
from pathlib import Path

from measure import skip, tell, times
from programs import run
from works import CATCHMENT, MATRICES, NEAREST, ONE_TO_ALL, PREPARATION


def numbers(path, kind):
    found = array(kind)
    found.frombytes(Path(path).read_bytes())
    if sys.byteorder == "big":
        found.byteswap()
    return found


def places(folder, name):
    degrees = numbers(Path(folder) / "lonlat.f64", "d")
    return [(degrees[2 * it], degrees[2 * it + 1]) for it in numbers(Path(folder) / name, "I")]


def polyline(points):
    """Google's encoded polyline, latitude first, which keeps a long question short."""
    out, before = [], (0, 0)
    for lon, lat in points:
        here = (round(lat * 1e6), round(lon * 1e6))
        for value in (here[0] - before[0], here[1] - before[1]):
            value = ~(value << 1) if value < 0 else value << 1
            while value >= 0x20:
                out.append(chr((0x20 | (value & 0x1F)) + 63))
                value >>= 5
            out.append(chr(value + 63))
        before = here
    return "".join(out)


def question(areas, sites):
    from urllib.parse import quote

    listed = lambda first, n: ";".join(str(it) for it in range(first, first + n))
    return (f"/table/v1/driving/polyline6({quote(polyline(areas + sites), safe='')})"
            f"?sources={listed(0, len(areas))}&destinations={listed(len(areas), len(sites))}"
            "&annotations=duration&skip_waypoints=true&generate_hints=false")


def free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


def ask(port, text, limit=600):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=limit)
    line.request("GET", text)
    answer = line.getresponse()
    body = answer.read()
    line.close()
    if answer.status != 200:
        raise RuntimeError(f"answered {answer.status}: {body[:200]!r}")
    return body


def profile(home, scratch):
    """The car profile without its classes to leave out, for each of which the network would be contracted once more."""
    copied = Path(scratch) / "profiles"
    shutil.copytree(home / "share/profiles", copied)
    car = copied / "car.lua"
    text = car.read_text()
    once = re.sub(r"excludable\s*=\s*Sequence\s*\{.*?\n\s*\},\n", "", text, flags=re.S)
    if once == text:
        raise RuntimeError("its car profile has no classes to leave out any more: look at profile() in osrm.py")
    car.write_text(once)
    return car


def main(programs, folder, scratch):
    home = Path(programs) / "osrm"
    extract = Path(scratch) / "network.osm.pbf"
    shutil.copyfile(Path(folder) / "network.osm.pbf", extract)
    base = str(extract).replace(".osm.pbf", ".osrm")
    first = run([home / "bin/osrm-extract", "-p", profile(home, scratch), extract])
    prepare("MLD", first, [run([home / f"bin/{it}", base]) for it in ("osrm-partition", "osrm-customize")])
    tables("MLD", home, folder, base)
    prepare("CH", first, [run([home / "bin/osrm-contract", base])])
    tables("CH", home, folder, base)
    for work in (ONE_TO_ALL, CATCHMENT, NEAREST):
        skip(work, "it tells tables of given places")


def prepare(kind, extracted, then):
    steps = [extracted, *then]
    took = sum(it.seconds for it in steps)
    tell(PREPARATION, {"seconds": took, "median": took, "runs": 1}, peer=f"osrm {kind}", threads=extracted.threads,
         megabytes=max(it.megabytes for it in steps),
         note=f"{extracted.seconds:.1f} s of it osrm-extract; with turns; car profile without classes to leave out")


def tables(kind, home, folder, base):
    port = free_port()
    server = subprocess.Popen([str(home / "bin/osrm-routed"), "-i", "127.0.0.1", "-p", str(port), "-t", "1",
                               "--algorithm", kind, "--max-table-size", "100000", base],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        areas, sites = places(folder, "areas.u32"), places(folder, "sites.u32")
        wait_for(port, server)
        for name, n_areas, n_sites in MATRICES:
            text = question(areas[:n_areas], sites[:n_sites])
            try:
                it = times(lambda: ask(port, text), 9)
            except (OSError, RuntimeError, http.client.HTTPException) as fault:
                skip(name, f"osrm-routed with {kind} did not answer: {fault}")
                continue
            note = "asked of osrm-routed: snapping, and writing the answer as JSON, counted"
            tell(name, it, peer=f"osrm {kind}", threads=1, note=note)
    finally:
        server.terminate()
        server.wait()


def wait_for(port, server):
    for _ in range(1_200):
        if server.poll() is not None:
            raise RuntimeError("osrm-routed ended at once")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("osrm-routed did not start")


if __name__ == "__main__":
    main(*sys.argv[1:])
