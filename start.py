"""Set up the kit in .venv beside this file, then open the lab or run the tests.

    python3 start.py [options of dobotkit lab]
    python3 start.py test [options of pytest]
    python3 start.py --from FOLDER ...    the same without internet, from a dobotkit bundle

On Windows type `py` instead of `python3`. Nothing but Python is needed, and
all that is installed goes into .venv, the models of its cameras as well: to
undo it, delete that folder.
"""

# The syntax stays that of Python 3.6, so that an older Python can say what is wrong.
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
from pathlib import Path

VERSION = "%d.%d" % sys.version_info[:2]
if VERSION not in ("3.11", "3.12", "3.13", "3.14"):
    sys.exit(
        f"This is Python {VERSION}; the kit runs on Python 3.11, 3.12, 3.13 and 3.14.\n"
        "Start it with one of these, for example: python3.12 start.py"
    )
ROOT = Path(__file__).resolve().parent
CHECKOUT = (ROOT / "pyproject.toml").exists()  # else this is a bundle
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = str(VENV / ("Scripts/python.exe" if WINDOWS else "bin/python"))
KIT = str(Path(".venv", "Scripts" if WINDOWS else "bin", "dobotkit"))
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


def install(extra, bundle):
    print("Installing the kit; the first time takes a few minutes ...", flush=True)
    kit = ["--editable", "." + extra] if CHECKOUT else ["dobotkit-classroom" + extra]
    what = ["install", *kit, "--constraint", "constraints.txt"]
    if bundle:
        what += ["--no-index", "--find-links", str(bundle / "wheels")]
    if UV:
        subprocess.check_call([UV, "pip", *what, "--python", PYTHON], cwd=str(ROOT))
    else:
        watch_pip([PYTHON, "-m", "pip", *what, "--no-input", "--progress-bar", "off"])


def watch_pip(command):
    """Run pip, and say now and then how far it is, instead of its hundreds of lines."""
    lines, count = [], 0
    with subprocess.Popen(
        command, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as pip:
        for line in pip.stdout:
            lines.append(line.decode("utf-8", "replace").rstrip())
            if lines[-1].startswith(("Collecting ", "Processing ")):
                count += 1
                if count % 20 == 0:
                    print(f"  fetching {count} packages ...", flush=True)
            elif lines[-1].startswith("Installing collected packages: "):
                print(f"  installing {lines[-1].count(',') + 1} packages ...", flush=True)
    if pip.returncode:
        print("\n".join(lines[-20:]))
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


def check_bundle(bundle):
    """End here if the folder was not made by dobotkit bundle, or not for this computer."""
    here, advice = f"{platform.system()} {platform.machine()} {VERSION}", "dobotkit bundle --help"
    try:
        made_for = json.loads((bundle / "bundle.json").read_text("utf-8"))["for"]
    except (OSError, ValueError):
        sys.exit(f"{bundle} was not made by dobotkit bundle.\nTo make one: {advice}")
    if here not in made_for:
        made_for = " and ".join(made_for) or "nothing, for it was not finished"
        sys.exit(f"{bundle} is for {made_for}; this is {here}.\nTo make another: {advice}")


def fetch_models(bundle):
    """Fetch the models that find faces and read cards; most lessons go on without them."""
    command = [PYTHON, "-P", "-m", "dobotkit", "models", "fetch", "--sys-prefix"]
    if bundle:
        command += ["--from", str(bundle / "models")]
    tried = subprocess.run(command, stderr=subprocess.PIPE, check=False)
    if tried.returncode:
        why = tried.stderr.decode("utf-8", "replace").strip().partition("\n")[0].strip()
        again = f"To try again: {KIT} models fetch"
        print(f"{why} Most lessons go on without it. {again}", flush=True)
    return not tried.returncode


def digest(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def prepare(extra, bundle):
    """Make, complete or mend .venv; a stamp in it says where and for what it was made."""
    pins = [ROOT / name for name in ("pyproject.toml", "constraints.txt", "bundle.json")]
    pins = [path.read_text("utf-8") for path in pins if path.exists()]
    # pip does not replace a kit by another of the same version: a new bundle, a new environment.
    stamp, home = (
        VENV / "dobotkit-stamp",
        digest(sys.version, str(ROOT), *([] if CHECKOUT else pins)),
    )
    plain, full = digest(home, *pins, ""), digest(home, *pins, extra)
    known = stamp.read_text().split() if stamp.exists() else []
    problem = trouble()
    broken = home not in known or (problem and LIBRARY not in problem)
    if broken or full not in known:
        if bundle:
            check_bundle(bundle)
        if broken:
            make_environment()
        else:
            stamp.unlink()  # until everything is in place again
        install(extra, bundle)
        stamp.write_text(f"{home}\n{plain}\n{full}")
        problem = trouble()
    if LIBRARY in problem:
        add_system_packages("A library that OpenCV needs is missing", "libgl1 libglib2.0-0")
        problem = trouble()
    if problem:
        sys.exit(f"{problem}\nThe kit does not start. Delete the folder {VENV} and start again.")
    models = ROOT / ("dobotkit/models/models.toml" if CHECKOUT else "bundle.json")
    wanted = digest("models", models.read_text("utf-8") if models.exists() else "")
    known = stamp.read_text().split()
    # Without internet a lab does not try each time; tests need them.
    if wanted not in known and (extra or f"tried-{wanted}" not in known):
        found = fetch_models(bundle)
        stamp.write_text("\n".join([*known, wanted if found else f"tried-{wanted}"]))


def main(arguments):
    # Before 3.13, Python on Windows misreads an installation below a folder such as Zoë.
    os.environ.setdefault("PYTHONUTF8", "1")
    bundle = None if CHECKOUT else ROOT
    if "--from" in arguments:
        at = arguments.index("--from")
        bundle = Path(*arguments[at + 1 : at + 2]).resolve()
        del arguments[at : at + 2]
    testing = arguments[:1] == ["test"]
    prepare("[test]" if testing else "", bundle)
    command = [PYTHON, "-P", "-m", "dobotkit", "lab", *arguments]
    if testing:
        os.chdir(str(ROOT))
        # Most tests wait for something: two at a time. But one arm is driven by one of them.
        one_arm = any(given.startswith("--dobot-port") for given in arguments)
        two = [] if one_arm else ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
        command = [PYTHON, "-m", "pytest", *two, *arguments[1:]]
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
        if not CHECKOUT or "--from" in sys.argv:
            sys.exit("Is the folder whole? Copy it here again, and then start again.")
        sys.exit("Is this computer online? Behind a proxy, set HTTPS_PROXY. Then start again.")
