"""What the scripts beside peers share: installing one, running it in a process of its own, and how times are told."""

import json
import os
import re
import signal
import subprocess
import sys
import threading

from built import ROOT, say


def own_version():
    return re.search(r'^version = "(.*)"', (ROOT / "Cargo.toml").read_text(), re.M)[1]


def environment(home, packages, interpreter=sys.executable):
    """The interpreter of an environment that has some packages from PyPI."""
    python = home / "bin/python"
    if not python.exists():
        installed([interpreter, "-m", "venv", str(home)])
    installed([str(python), "-m", "pip", "install", "--quiet", *packages])
    return python


def installed(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900)
    if done.returncode != 0:
        lines = done.stdout.strip().splitlines()
        raise RuntimeError(f"cannot be installed here: {lines[-1] if lines else 'no reason told'}")


def measured(command, limit, late="stopped"):
    """The measurements that a program tells, line by line, until it ends or its time is over; and its fault, if any."""
    settings = {it: value for it, value in os.environ.items() if not it.startswith("OPENBLAS_")}
    settings["PYTHONDONTWRITEBYTECODE"] = "1"
    program = subprocess.Popen([str(it) for it in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env=settings, start_new_session=True)
    over = threading.Event()

    def stop():
        over.set()
        os.killpg(program.pid, signal.SIGKILL)

    watch = threading.Timer(limit, stop)
    watch.start()
    faults = []
    reader = threading.Thread(target=lambda: faults.extend(program.stderr))
    reader.start()
    found = []
    for line in program.stdout:
        if line.startswith("{"):
            found.append(json.loads(line))
            say(f"  {found[-1]['work']}: {found[-1].get('seconds', found[-1].get('skipped'))}")
    program.wait()
    watch.cancel()
    reader.join()
    if over.is_set():
        return found, f"{late} after {limit / 60:g} minutes"
    if program.returncode != 0:
        lines = "".join(faults).strip().splitlines()
        return found, f"ended with {program.returncode}: {lines[-1] if lines else 'no reason told'}"
    return found, None


def duration(seconds):
    if seconds is None:
        return "-"
    for unit, size in (("s", 1), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def ratio(number):
    if number is None:
        return "-"
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}"


def table(head, rows, numbers, markdown):
    """A table for a screen, or for the README with the columns of numbers on the right."""
    if markdown:
        rule = ["---:" if it in numbers else "---" for it in head]
        return "\n".join("| " + " | ".join(it) + " |" for it in [head, rule, *rows])
    widths = [max(len(it[place]) for it in [head, *rows]) for place in range(len(head) - 1)]
    lines = [[text.ljust(width) for text, width in zip(it, [*widths, 0])] for it in [head, *rows]]
    return "\n".join("  ".join(it).rstrip() for it in lines)
