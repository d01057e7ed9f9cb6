#!/usr/bin/env python3
"""Scores random configurations of a made county with numpy, as benches/quick.rs does with the quick scorer.

    benches/peer/numpy_batch.py [--areas 500] [--sites 40] [--open 10] [--seconds 2]

Mean and longest minutes of children, the share of them within 30 minutes, and that share decile by decile: 13 figures, every
area served. Configurations go through in batches, so that numpy's own loops do the work; the sizes of a batch and the widths of
numbers are tried and the fastest is told, on one thread. Needs numpy; prints a line of JSON for each width.
"""

import argparse
import json
import os
import time

# Before numpy is loaded: its matrix products take every core they find.
os.environ.update(dict.fromkeys(["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"], "1"))

import numpy as np  # noqa: E402


def county(areas, sites, rng):
    homes, places = rng.uniform(0, 60_000, (areas, 2)), rng.uniform(0, 60_000, (sites, 2))
    metres = np.hypot(*(homes[:, None, :] - places[None, :, :]).transpose(2, 0, 1))
    seconds = np.round(metres / 13 + rng.uniform(60, 300, metres.shape))
    return seconds, rng.integers(5, 120, areas), rng.integers(0, 10, areas)


def score(times, people, deciles, configurations, standard):
    """A row of 13 figures for each configuration; `times` is a row a site, so that a gather takes whole rows."""
    least = times[configurations[:, 0]].copy()
    for chosen in configurations.T[1:]:
        np.minimum(least, times[chosen], out=least)
    within = (least <= standard) @ deciles  # children within the standard, decile by decile
    res = np.empty((len(configurations), 13), times.dtype)
    res[:, 0] = least @ people / people.sum() / 60
    res[:, 1] = least.max(axis=1) / 60
    res[:, 2] = within.sum(axis=1) / people.sum()
    res[:, 3:] = within / deciles.sum(axis=0)
    return res


def rate(width, batch, made, options, rng):
    seconds, people, decile = made
    times = np.ascontiguousarray(seconds.T.astype(width))
    people = people.astype(width)
    deciles = np.zeros((len(people), 10), width)
    deciles[np.arange(len(people)), decile] = people
    all_sites = rng.random((16 * batch, options.sites)).argsort(axis=1)[:, : options.open]
    count, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < options.seconds:
        at = count % len(all_sites)
        score(times, people, deciles, all_sites[at : at + batch], width(1800))
        count += batch
    return count / spent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--areas", type=int, default=500)
    parser.add_argument("--sites", type=int, default=40)
    parser.add_argument("--open", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=2.0, help="for each size of batch")
    options = parser.parse_args()
    rng = np.random.default_rng(5)
    made = county(options.areas, options.sites, rng)
    for width in (np.float64, np.float32):
        rates = {batch: rate(width, batch, made, options, rng) for batch in (16, 64, 256, 1024)}
        batch = max(rates, key=rates.get)
        told = {"numpy": np.__version__, "width": width.__name__, "batch": batch, "a_second": round(rates[batch])}
        print(json.dumps(told))


if __name__ == "__main__":
    main()
