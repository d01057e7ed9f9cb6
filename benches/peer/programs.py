"""Other people's programs: how long one ran and how much memory it held."""

import os
import subprocess
import time
from dataclasses import dataclass


@dataclass
class Ran:
    seconds: float
    megabytes: int
    threads: int
    out: str


def run(command):
    """Runs a program to its end; a fault tells the last lines it wrote."""
    command = [str(it) for it in command]
    began = time.perf_counter()
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    out = program.stdout.read().decode(errors="replace")
    _, status, used = os.wait4(program.pid, 0)
    program.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if program.returncode != 0:
        raise RuntimeError(f"{os.path.basename(command[0])} ended with {program.returncode}: {out[-400:]}")
    return Ran(seconds, used.ru_maxrss // 1024, os.cpu_count(), out)
