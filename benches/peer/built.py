"""The compiled programs of the benches beside peers, and what is told while they run."""

import os
import subprocess
import sys
import time
from pathlib import Path

BENCHES = Path(__file__).resolve().parent.parent
ROOT = BENCHES.parent


def say(text):
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def programs(built=None):
    """Where the compiled programs are, and why routingkit-cch is not among them, if so."""
    if built:
        return built.resolve(), None
    build = ["cargo", "build", "--release", "--locked", "--manifest-path", str(BENCHES / "crates/Cargo.toml")]
    target = {**os.environ, "CARGO_TARGET_DIR": str(ROOT / "target")}
    say("building; the first time this takes some minutes")
    done = subprocess.run([*build, "--features", "routingkit"], env=target, stdout=sys.stderr)
    if done.returncode == 0:
        return ROOT / "target/release", None
    say("building without routingkit-cch")
    subprocess.run(build, env=target, stdout=sys.stderr, check=True)
    return ROOT / "target/release", "it did not compile here; it needs a C++ compiler"


def made(built, nodes, folder):
    """Makes a network; what it tells of its counts."""
    command = [str(built / "made_network"), "--nodes", str(nodes), "--out", str(folder)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
