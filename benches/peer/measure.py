"""Times of several runs, and what one measurement is: a dictionary that is told as a line of JSON."""

import json
import time

LONG = 8.0


def times(work, runs=5):
    """The shortest, the median and the number of runs, seconds. A long work runs fewer times, without warmth."""
    took = []
    began = time.perf_counter()
    while True:
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
        if time.perf_counter() - began > LONG or len(took) > runs:
            break
    if len(took) > 1:
        took = took[1:]
    took.sort()
    return {"seconds": took[0], "median": took[len(took) // 2], "runs": len(took)}


def shared(it, n):
    """The times of one of `n` equal parts, or of `1 / n` times as much."""
    return {**it, "seconds": it["seconds"] / n, "median": it["median"] / n}


def tell(work, it, **more):
    print(json.dumps({"work": work, **it, **more}), flush=True)


def skip(work, why):
    print(json.dumps({"work": work, "skipped": why}), flush=True)
