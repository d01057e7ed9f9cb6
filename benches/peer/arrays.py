"""Peers that take arrays, pandana and scipy: `python arrays.py PEER FOLDER`, in an environment that has them.
Each measurement is a line of JSON. Arcs and weights are ours, so that the sums of all answers must be."""

import sys
import time
from pathlib import Path

import numpy as np

from measure import shared, skip, tell, times
from works import (CATCHMENT, CATCHMENTS, HORIZON, LARGE, MATRICES, NEAREST, NEAREST_OF, ONE_TO_ALL, PREPARATION,
                   SOURCES)


class Network:
    def __init__(self, folder):
        read = lambda name, kind: np.fromfile(Path(folder) / name, dtype=kind)
        self.points = read("nodes.f64", "<f8").reshape(-1, 2)
        self.arcs = read("arcs.u32", "<u4").reshape(-1, 3).astype(np.int64)
        self.areas = read("areas.u32", "<u4").astype(np.int64)
        self.sites = read("sites.u32", "<u4").astype(np.int64)
        self.large = len(self.points) > LARGE


def least_arcs(network):
    """Of parallel arcs the least; loops left out."""
    arcs = network.arcs[network.arcs[:, 0] != network.arcs[:, 1]]
    arcs = arcs[np.lexsort((arcs[:, 2], arcs[:, 1], arcs[:, 0]))]
    first = np.ones(len(arcs), bool)
    first[1:] = (arcs[1:, :2] != arcs[:-1, :2]).any(axis=1)
    return arcs[first]


def scipy(network):
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    began = time.perf_counter()
    arcs, n = least_arcs(network), len(network.points)
    forward = csr_matrix((arcs[:, 2].astype(float), (arcs[:, 0], arcs[:, 1])), shape=(n, n))
    backward = forward.T.tocsr()
    took = time.perf_counter() - began
    note = "only its matrix is built"
    tell(PREPARATION, {"seconds": took, "median": took, "runs": 1}, threads=1, note=note)

    some = network.sites[: 4 if network.large else SOURCES]
    search = lambda: [dijkstra(forward, indices=it) for it in some]
    total = int(dijkstra(forward, indices=network.sites[0]).sum())
    note = f"mean of {len(some)} sites"
    tell(ONE_TO_ALL, shared(times(search, 3), len(some)), threads=1, sum=total, note=note)

    some = network.sites[: 8 if network.large else CATCHMENTS]
    reach = lambda it: int(np.isfinite(dijkstra(forward, indices=it, limit=HORIZON)).sum())
    search = lambda: [reach(it) for it in some]
    more = {} if network.large else {"sum": sum(search())}
    tell(CATCHMENT, shared(times(search, 3), len(some)), threads=1, note=f"mean of {len(some)} sites", **more)

    for name, areas, sites in MATRICES:
        part = 4 if network.large else min(sites, 100)
        ends, starts = network.sites[:part], network.areas[:areas]
        found = [0]

        def search():
            found[0] = int(sum(dijkstra(backward, indices=it)[starts].sum() for it in ends))

        it = shared(times(search, 3), part / sites)
        if part < sites:
            tell(name, it, threads=1, note=f"scaled from {part} sites")
        else:
            tell(name, it, threads=1, sum=found[0])

    search = lambda: dijkstra(backward, indices=network.sites[:NEAREST_OF], min_only=True)
    tell(NEAREST, times(search), threads=1, sum=int(search().sum()))


def pandana(network):
    import os

    import pandas as pd
    from pandana import Network as Pandana

    threads = os.cpu_count()
    arcs = network.arcs
    x, y = (pd.Series(network.points[:, it]) for it in (0, 1))
    began = time.perf_counter()
    tail, head = pd.Series(arcs[:, 0]), pd.Series(arcs[:, 1])
    roads = Pandana(x, y, tail, head, pd.DataFrame({"weight": arcs[:, 2].astype(float)}), twoway=False)
    took = time.perf_counter() - began
    tell(PREPARATION, {"seconds": took, "median": took, "runs": 1}, threads=threads, megabytes=peak())

    for name, areas, sites in MATRICES:
        part = min(sites, 50) if network.large else sites
        starts = np.repeat(network.areas[:areas], part)
        ends = np.tile(network.sites[:part], areas)
        found = [0]

        def search():
            found[0] = round(sum(roads.shortest_path_lengths(starts, ends)))

        it = shared(times(search), part / sites)
        if part < sites:
            tell(name, it, threads=threads, note=f"scaled from {part} sites")
        else:
            tell(name, it, threads=threads, sum=found[0])

    some = network.sites[: 8 if network.large else CATCHMENTS]
    found = [0]

    def search():
        found[0] = len(roads.nodes_in_range(some, HORIZON))

    it = shared(times(search, 3), len(some))
    more = {} if network.large else {"sum": found[0]}
    tell(CATCHMENT, it, threads=threads, note=f"mean of {len(some)} sites", **more)

    places = network.sites[:NEAREST_OF]
    far = 200_000.0
    roads.set_pois("sites", far, 1, x[places], y[places])
    search = lambda: roads.nearest_pois(far, "sites", num_pois=1)
    total = round(float(search().sum().sum()))
    tell(NEAREST, times(search, 3), threads=threads, sum=total)
    skip(ONE_TO_ALL, "it tells times of pairs or within a range")


def peak():
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    {"scipy": scipy, "pandana": pandana}[sys.argv[1]](Network(sys.argv[2]))
