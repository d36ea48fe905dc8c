"""What a check costs as a whole process: processor time and memory, beside a bare interpreter, in one run.

python benchmarks/check_cost.py [STORY]
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

RUNS = 7


def cost(command: list[str]) -> tuple[float, float]:
    """The median processor time in seconds and the peak memory in MB of a command."""
    times = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    reader, writer = os.pipe()
    code = "import os,resource,subprocess,sys; subprocess.run(sys.argv[2:], stdout=-3, stderr=-3); os.write(int(sys.argv[1]), str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss).encode())"
    subprocess.run([sys.executable, "-c", code, str(writer), *command], check=True, pass_fds=[writer])
    os.close(writer)
    with os.fdopen(reader) as f:
        peak = int(f.read()) / 1024
    return statistics.median(times), peak


def main(story: str) -> None:
    program = str(Path(sys.executable).parent / "tapeline")
    commands = {
        "python -c 'import typing'": [sys.executable, "-c", "import typing"],
        "tapeline --help": [program, "--help"],
        "tapeline check": [program, "check", story],
        "tapeline check --format html": [program, "check", story, "--format", "html"],
    }
    found = {name: cost(command) for name, command in commands.items()}
    bare = found["python -c 'import typing'"][0]
    print("| command | processor time, s | times the bare interpreter | peak memory, MB |\n|---|---|---|---|")
    for name, (seconds, memory) in found.items():
        print(f"| `{name}` | {seconds:.3f} | {seconds / bare:.1f} | {memory:.0f} |")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "sample:meta-2023-efficiency.zh")
