"""Set up the kit in .venv beside this file, then open the lab or run the tests.

    python3 start.py [options of dobotkit lab]
    python3 start.py test [options of pytest]

On Windows type `py` instead of `python3`. Nothing but Python is needed, and
all that is installed goes into .venv: to undo it, delete that folder.
"""

# The syntax stays that of Python 3.6, so that an older Python can say what is wrong.
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

VERSION = "%d.%d" % sys.version_info[:2]
if VERSION not in ("3.11", "3.12", "3.13", "3.14"):
    sys.exit(
        f"This is Python {VERSION}; the kit runs on Python 3.11, 3.12, 3.13 and 3.14.\n"
        "Start it with one of these, for example: python3.12 start.py"
    )
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = str(VENV / ("Scripts/python.exe" if WINDOWS else "bin/python"))
UV = shutil.which("uv")
LIBRARY = "cannot open shared object file"


def make_environment():
    print(f"Making .venv with Python {sys.version.split()[0]} ...", flush=True)
    base = getattr(sys, "_base_executable", None) or sys.executable
    if VENV.exists():
        shutil.rmtree(str(VENV))
    if not UV and not importlib.util.find_spec("ensurepip"):
        add_system_packages("Python's venv module is missing", f"python{VERSION}-venv")
    make = [UV, "venv", "--quiet", "--python", base] if UV else [base, "-m", "venv"]
    subprocess.check_call([*make, str(VENV)])


def install(extra):
    print("Installing the kit; the first time takes a few minutes ...", flush=True)
    what = ["install", "--editable", "." + extra, "--constraint", "constraints.txt"]
    if UV:
        subprocess.check_call([UV, "pip", *what, "--python", PYTHON], cwd=str(ROOT))
    else:
        watch_pip([PYTHON, "-m", "pip", *what, "--no-input", "--progress-bar", "off"])


def watch_pip(command):
    """Run pip, and draw one line of progress from its log instead of its hundreds."""
    site = VENV / ("Lib" if WINDOWS else f"lib/python{VERSION}") / "site-packages"
    before = len(list(site.glob("*.dist-info")))
    log, step = VENV / "install.log", 0
    with log.open("wb") as output:
        pip = subprocess.Popen(command, cwd=str(ROOT), stdout=output, stderr=subprocess.STDOUT)
    while pip.poll() is None:
        time.sleep(0.2)
        text = log.read_text("utf-8", "replace")
        done = len(re.findall(r"^(?:Collecting|Processing) ", text, re.MULTILINE))
        line = f"  fetching {done} packages"
        names = re.search(r"^Installing collected packages: (.+)\n", text, re.MULTILINE)
        if names:
            total = names.group(1).count(",") + 1
            done = min(total, len(list(site.glob("*.dist-info"))) - before)
            line = f"  installing [{'#' * (30 * done // total):30}] {done} of {total} packages"
        if sys.stdout.isatty() or done // 20 != step:
            print(f"\r{line:78}" if sys.stdout.isatty() else f"{line}\n", end="", flush=True)
        step = done // 20
    if sys.stdout.isatty():
        print()
    if pip.returncode:
        print("\n".join(log.read_text("utf-8", "replace").splitlines()[-20:]))
        raise subprocess.CalledProcessError(pip.returncode, command)


def add_system_packages(why, names):
    """Install Debian packages where that is possible, else say what to type."""
    command = ["apt-get", "install", "-y", *names.split()]
    if shutil.which("apt-get") and os.geteuid() == 0:
        print(f"{why}: {' '.join(command)} ...", flush=True)
        quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        subprocess.call(["apt-get", "-qq", "update"], env=quiet)
        if subprocess.call(command, env=quiet, stdout=subprocess.DEVNULL) == 0:
            return
    sys.exit(f"{why}. On Debian or Ubuntu type this, then start again:\nsudo {' '.join(command)}")


def trouble():
    """Say why the kit in .venv cannot be used; nothing when it can."""
    if not Path(PYTHON).exists():
        return "There is no Python in .venv."
    modules = "import cv2, dobotkit, ipykernel" + ("" if UV else ", pip")
    check = [PYTHON, "-I", "-X", "utf8", "-c", modules]
    tried = subprocess.run(check, stderr=subprocess.PIPE, check=False)
    said = tried.stderr.decode("utf-8", "replace").strip().splitlines()
    return (said or [f"Python ends with {tried.returncode}."])[-1] if tried.returncode else ""


def digest(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def prepare(extra):
    """Make, complete or mend .venv; a stamp in it says where and for what it was made."""
    stamp, home = VENV / "dobotkit-stamp", digest(sys.version, str(ROOT))
    pins = [(ROOT / name).read_text("utf-8") for name in ("pyproject.toml", "constraints.txt")]
    known = stamp.read_text().split() if stamp.exists() else []
    problem = trouble()
    broken = home not in known or (problem and LIBRARY not in problem)
    if broken or digest(home, *pins, extra) not in known:
        if broken:
            make_environment()
        else:
            stamp.unlink()  # until everything is in place again
        install(extra)
        stamp.write_text("\n".join([home, digest(home, *pins, ""), digest(home, *pins, extra)]))
        problem = trouble()
    if LIBRARY in problem:
        add_system_packages("A library that OpenCV needs is missing", "libgl1 libglib2.0-0")
        problem = trouble()
    if problem:
        sys.exit(f"{problem}\nThe kit does not start. Delete the folder {VENV} and start again.")


def main(arguments):
    # Before 3.13, Python on Windows misreads an installation below a folder such as Zoë.
    os.environ.setdefault("PYTHONUTF8", "1")
    testing = arguments[:1] == ["test"]
    prepare("[test]" if testing else "")
    command = [PYTHON, "-P", "-m", "dobotkit", "lab", *arguments]
    if testing:
        os.chdir(str(ROOT))
        command = [PYTHON, "-m", "pytest", *arguments[1:]]
    if not WINDOWS:
        os.execv(PYTHON, command)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the child, which tidies up
    return subprocess.call(command)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
    except (OSError, subprocess.CalledProcessError) as error:
        reason = error if isinstance(error, OSError) else "the lines above say why"
        print(f"The kit could not be set up: {reason}.", file=sys.stderr)
        sys.exit("Is this computer online? Behind a proxy, set HTTPS_PROXY. Then start again.")
