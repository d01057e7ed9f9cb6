"""Peers that choose sites, lokigi and spopt: `python located.py PEER FOLDER OPEN SECONDS`, in an environment that has them.
It tells one line of JSON: the sites chosen, and what the choice alone took, after all was read and handed over. SECONDS is
what a solver may search for."""

import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

from measure import LONG, skip, tell


class Study:
    def __init__(self, folder, number):
        folder = Path(folder)
        self.name = folder.name
        self.demand = pd.read_csv(folder / "weights.csv")
        self.table = pd.read_csv(folder / "seconds.csv")
        self.seconds = self.table.drop(columns="area").to_numpy(float)
        self.weights = self.demand["weight"].to_numpy()
        self.number = number


def often(work):
    """The times of a work that is done again while that is soon done, and what it found last."""
    took = []
    while not took or (sum(took) < LONG and len(took) < 5):
        seconds, found = work()
        took.append(seconds)
    took.sort()
    return {"seconds": took[0], "median": took[len(took) // 2], "runs": len(took)}, found


def lokigi(study, **how):
    from lokigi.site import SiteProblem

    problem = SiteProblem(debug_mode=False)
    problem.add_demand(study.demand, "weight", "area")
    problem.add_travel_matrix(study.table.astype({it: float for it in study.table.columns[1:]}), "area")

    def solve():
        began = time.perf_counter()
        found = problem.solve(p=study.number, objectives="p_median", show_progress=False, **how)
        took = time.perf_counter() - began
        return took, [int(it) for it in found.return_best_combination_site_indices()]

    return often(solve)


def lokigi_every(study, _):
    from math import comb

    times, chosen = lokigi(study, search_strategy="brute-force", brute_force_keep_best_n=1)
    sets = comb(study.seconds.shape[1], study.number)
    tell(study.name, times, open=chosen, sets=sets, proven=True, note="its search of every set")


def lokigi_grasp(study, _):
    """As many solutions as it looks for unless told; of the largest study one, which takes it long enough."""
    large = study.seconds.size > 100_000
    times, chosen = lokigi(study, search_strategy="grasp", **({"grasp_num_solutions": 1} if large else {}))
    note = "GRASP, one solution asked for" if large else "GRASP"
    tell(study.name, times, open=chosen, proven=False, note=note)


def spopt(study, solver, limit):
    import pulp
    from spopt.locate import PMedian

    built = []

    def solve():
        began = time.perf_counter()
        model = PMedian.from_cost_matrix(study.seconds, study.weights, p_facilities=study.number)
        built.append(time.perf_counter() - began)
        began = time.perf_counter()
        model.solve(solver(), results=False)
        return time.perf_counter() - began, model.problem

    try:
        times, solved = often(solve)
    except RuntimeError as it:
        if "not solved" not in str(it):
            raise
        skip(study.name, f"no answer in {limit:g} s of its solver's search; its model was built in {built[0]:.1f} s before")
        return
    variables = solved.variablesDict()
    sites = range(study.seconds.shape[1])
    chosen = [it for it in sites if (variables[f"y_{it}_"].value() or 0) > 0.5]
    proven = solved.sol_status == pulp.LpSolutionOptimal
    note = f"its model built in {min(built):.2g} s before"
    tell(study.name, times, open=chosen, proven=proven, bound=bound(solved), own=pulp.value(solved.objective), note=note)


def bound(solved):
    """What HiGHS proved that no choice is below; CBC does not hand that on."""
    ask = getattr(solved.solverModel, "getInfo", None)
    return ask().mip_dual_bound if ask else None


def spopt_highs(study, limit):
    import pulp

    spopt(study, lambda: pulp.HiGHS(msg=False, timeLimit=limit), limit)


def spopt_cbc(study, limit):
    import pulp

    spopt(study, lambda: pulp.PULP_CBC_CMD(msg=False, timeLimit=limit), limit)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    peer, folder, number, limit = sys.argv[1:]
    globals()[peer](Study(folder, int(number)), float(limit))
