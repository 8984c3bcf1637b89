"""How much of the simulator its own tests run.

    python .ci/covered.py [least %]

Measures lines and branches of dobotkit.simulator while tests/simulator and
tests/fuzz run, shows what is never run, and fails where less than 95 % of
either is.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

LEAST = float(sys.argv[1]) if len(sys.argv) > 1 else 95.0
TESTS = ["-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "tests/simulator", "tests/fuzz"]

with tempfile.TemporaryDirectory() as folder:
    os.environ["COVERAGE_FILE"] = str(Path(folder, "coverage"))
    coverage = [sys.executable, "-m", "coverage"]
    report = Path(folder, "coverage.json")
    ended = subprocess.run([*coverage, "run", *TESTS], check=False).returncode
    subprocess.run([*coverage, "combine", "-q"], check=True)
    subprocess.run([*coverage, "json", "-q", "-o", str(report)], check=True)
    measured = json.loads(report.read_text("utf-8"))

for name, file in measured["files"].items():
    branches = [f"{a}->{b if b > 0 else 'end'}" for a, b in file["missing_branches"]]
    never = [*map(str, file["missing_lines"]), *branches]
    if never:
        print(f"{name}: never run {', '.join(never)}")
totals = measured["totals"]
print()
shares = {
    "lines": (totals["covered_lines"], totals["num_statements"]),
    "branches": (totals["covered_branches"], totals["num_branches"]),
}
for name, (run, of) in shares.items():
    print(f"{name}: {run} of {of}, {100 * run / of:.1f} % (at least {LEAST:g} %)")
sys.exit(ended or any(100 * run < LEAST * of for run, of in shares.values()))
