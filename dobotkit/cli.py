"""The command ``dobotkit``.

Each command imports what it needs when it runs, so that ``dobotkit --help``
answers at once.
"""

from __future__ import annotations

import importlib.metadata
import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from dobotkit.audit.commands import audit
from dobotkit.browser_choice import BrowserChoice
from dobotkit.errors import DobotKitError, LabError
from dobotkit.guard.tiers import Tier
from dobotkit.lesson_tools.commands import app as lessons
from dobotkit.mode import Mode, choose_mode
from dobotkit.models.commands import app as models
from dobotkit.policy.commands import app as policy
from dobotkit.printing.commands import register as add_print
from dobotkit.publish.commands import register as add_publish_check
from dobotkit.sweep.commands import register as add_sweep

__all__ = ["app", "main"]

app = typer.Typer(
    name="dobotkit",
    help="Teach robotics with Dobot Magician arms, real or simulated, in Jupyter.",
    epilog="Start with: dobotkit lab",
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


app.add_typer(lessons)
app.add_typer(models)
app.add_typer(policy)


_ArmOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="[NAME=]ADDRESS",
        help="An arm, for example COM3 or /dev/ttyUSB0. Arm() uses the first. Repeatable.",
        show_default="a simulated arm",
    ),
]
_ModeOption = Annotated[
    Mode,
    typer.Option(
        help="Who the lab is for. adult: grown-ups who have all agreed; a real camera then shows "
        "the room with faces covered, and a banner says so. On Binder it is school.",
    ),
]

_CameraOption = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="usb:0, usb:NAME, a picture, a folder of pictures or a video (once:PATH ends with "
        "it). It is opened when a notebook asks to look. See docs/real-camera.md.",
        show_default="a virtual one above each simulated table",
    ),
]

_DeskOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="What the arms may do: speed, table, closed boxes. See docs/desk.md.",
        show_default="desk.toml in your settings folder",
    ),
]


def _print_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"dobotkit {importlib.metadata.version('dobotkit-classroom')}")
        raise typer.Exit


@app.callback()
def dobotkit(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Teach robotics with Dobot Magician arms, real or simulated, in Jupyter."""


@app.command()
def lab(
    *,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Only print the address, as --browser none does.")
    ] = False,
    browser: Annotated[
        BrowserChoice,
        typer.Option(help="Open in a window of its own, if a browser here can, or in the usual."),
    ] = BrowserChoice.OWN,
    port: Annotated[
        int | None,
        typer.Option(
            min=1, max=65535, help="Listen on this port of 127.0.0.1.", show_default="a free one"
        ),
    ] = None,
    arm: _ArmOption = None,
    camera: _CameraOption = None,
    desk: _DeskOption = None,
    mode: _ModeOption = Mode.SCHOOL,
    tier: Annotated[
        Tier | None,
        typer.Option(
            help="The guard around each notebook. See docs/guard.md.",
            show_default="the strongest that works here",
        ),
    ] = None,
) -> None:
    """Open the lessons in JupyterLab, on this computer alone.

    You work on copies in a temporary folder, which is deleted when the lab
    ends; keep your work with Download my work. Ctrl-C ends the lab.
    """
    from dobotkit.lab.guarding import look_ahead  # noqa: PLC0415 - other commands do without it

    guard = look_ahead(tier)  # it is tried while all the rest is loaded
    from dobotkit.lab import run_lab  # noqa: PLC0415 - after that

    choice = BrowserChoice.NONE if no_browser else browser
    run_lab(
        browser=choice,
        port=port,
        arms=arm or (),
        camera=camera,
        mode=mode,
        desk=desk,
        guard=guard,
    )


@app.command()
def keeper(
    command: Annotated[
        list[str] | None,
        typer.Argument(metavar="-- COMMAND", help="A program and its arguments."),
    ] = None,
    *,
    arm: _ArmOption = None,
    camera: _CameraOption = None,
    desk: _DeskOption = None,
    set_code: Annotated[
        bool,
        typer.Option("--set-code", help="Choose the teacher's code of this computer; no COMMAND."),
    ] = False,
    mode: _ModeOption = Mode.SCHOOL,
) -> None:
    """Run another program, such as an editor, with a keeper that holds arms and camera.

    For example: dobotkit keeper --arm COM3 -- jupyter lab. The keeper ends when the
    program does. Real arms wait for the teacher's word, which is given on the
    keeper's page with the teacher's code: its address is printed at the start.
    """
    from dobotkit.armnames import named_arms  # noqa: PLC0415 - other commands do without it
    from dobotkit.around import run_with_keeper  # noqa: PLC0415 - other commands do without it
    from dobotkit.keeper.eyes.sources import choose_camera  # noqa: PLC0415 - as above

    if set_code:
        _set_code()
        return
    if not command:
        raise typer.BadParameter("Name a program: dobotkit keeper -- jupyter lab")
    mode = choose_mode(mode, os.environ)
    chosen = choose_camera(camera, os.environ)
    raise typer.Exit(
        run_with_keeper(command, mode=mode, arms=named_arms(arm or ()), camera=chosen, desk=desk)
    )


def _set_code() -> None:
    from dobotkit.keeper import code  # noqa: PLC0415 - other commands do without it

    typer.echo("With this code you let real arms move and set up the desk, on the keeper's page.")
    code.set_code(typer.prompt("New code", hide_input=True, confirmation_prompt=True))
    typer.echo("The code is set. Only its hash is kept; if you forget it, set a new one.")


@app.command()
def configure(
    *,
    sys_prefix: Annotated[
        bool,
        typer.Option(
            "--sys-prefix", help="Write them into this Python environment, for all who use it."
        ),
    ] = False,
) -> None:
    """Give Jupyter the settings of the lab where others start the server, as on Binder.

    Address, password and folder of that server stay as they are. The lab
    itself does not need this. Without --sys-prefix, prints what it would write.
    """
    from dobotkit.lab import configure as settings  # noqa: PLC0415 - other commands do without it

    prefix = Path(sys.prefix)
    if sys_prefix:
        typer.echo(settings.write_into(prefix))
    else:
        typer.echo(settings.preview(prefix))
        raise LabError(
            "Nothing was written: these settings change Jupyter for all who use this Python.",
            "If that is what you want: dobotkit configure --sys-prefix",
        )


@app.command()
def doctor(
    *,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
    offline: Annotated[
        bool,
        typer.Option(
            "--offline", help="Use no network. It never does; this is for scripts that ask for it."
        ),
    ] = False,
    handshake: Annotated[
        str | None,
        typer.Option(
            metavar="PORT",
            help="Open this port, and ask what is there for its name. Nothing moves.",
            show_default=False,
        ),
    ] = None,
    look: Annotated[
        str | None,
        typer.Option(
            metavar="CAMERA",
            help="Open this camera, for example usb:0, and take one picture. It is not kept.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Look whether this computer is ready for a lesson, and say what to do if not.

    Moves no arm, and opens no serial port but that of --handshake, and no camera but
    that of --look. The report names neither you nor this computer, so that you can
    show it to others.
    Ends with status 1 if something is bad, else 0.
    """
    from dobotkit import doctor as room  # noqa: PLC0415 - other commands do without it

    del offline  # nothing here needs the network
    findings = room.examine(handshake=handshake, look=look)
    if json:
        typer.echo(room.as_json(findings))
    else:
        room.print_report(findings)
    raise typer.Exit(room.status(findings))


@app.command()
def guard(
    *,
    tier: Annotated[
        list[Tier] | None,
        typer.Option(
            help="Which guard to try: 0, 1 or 1+2. Repeatable.", show_default="all that work here"
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
    without_browser: Annotated[
        bool, typer.Option("--without-browser", help="Leave out what a page could do.")
    ] = False,
) -> None:
    """Try to get something out of a notebook, by all ways known, and show what arrived.

    Nothing leaves this computer: a receiver on it listens, and it alone says
    what got out. Takes about a minute. Ends with status 1 if something got out
    where nothing may.
    """
    from dobotkit.escapes.commands import run_guard  # noqa: PLC0415 - other commands do without it

    raise typer.Exit(run_guard(tier or (), json=json, browser=not without_browser))


@app.command()
def arms(
    *,
    lift: Annotated[
        str | None,
        typer.Option(
            metavar="PORT",
            help="Let the arm at this port lift itself by 5 mm and come back. Asks first.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Say which arms are plugged in, and which of them is which.

    Without --lift nothing moves and no port is opened. While a lab runs it holds its
    arms: there, a notebook lets one lift itself (docs/troubleshooting.md).
    """
    from dobotkit.arm import who  # noqa: PLC0415 - other commands do without it
    from dobotkit.arm.usb import arms_on_usb  # noqa: PLC0415 - other commands do without it

    if lift is None:
        typer.echo(who.listing(arms_on_usb()))
        return
    if not lift.casefold().startswith("dobotsim://"):
        typer.confirm(
            f"The arm at {lift} will lift itself by {who.LIFT:g} mm and come back. "
            "Is the space around it free?",
            abort=True,
        )
    who.lift(lift)
    typer.echo(f"The arm that has moved is {lift}.")


@app.command()
def decode(
    bytes_: Annotated[
        list[str],
        typer.Argument(
            metavar="HEX",
            help="Bytes such as: aa aa 02 0a 00 f6. Or - to read them, or what pydobot prints, "
            "from standard input.",
        ),
    ],
    *,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
) -> None:
    """Say what bytes on the cable to an arm mean, field by field.

    Ends with status 0 also where a checksum is wrong: that is an answer.
    """
    from dobotkit.wire.report import as_json, print_report  # noqa: PLC0415 - other commands do without it

    text = sys.stdin.read() if bytes_ == ["-"] else " ".join(bytes_)
    if json:
        typer.echo(as_json(text))
    else:
        print_report(text)


@app.command()
def bundle(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A folder that is new or empty.")],
    *,
    platform: Annotated[
        list[str] | None,
        typer.Option(
            help="Computers it is for: linux, linux-arm, windows, macos, macos-intel. Repeatable.",
            show_default="this one",
        ),
    ] = None,
    python: Annotated[
        list[str] | None,
        typer.Option(help="Pythons it is for, such as 3.11. Repeatable.", show_default="this one"),
    ] = None,
) -> None:
    """Make a folder from which the kit is installed on computers without internet.

    It holds the kit, all that it needs as wheels, and start.py. Only this
    computer has to be online.
    """
    from dobotkit import bundle as room  # noqa: PLC0415 - other commands do without it

    for option, words, known in (
        ("--platform", platform, tuple(room.PLATFORMS)),
        ("--python", python, room.PYTHONS),
    ):
        if unknown := set(words or ()) - set(known):
            message = f"{', '.join(sorted(unknown))}: choose from {', '.join(known)}."
            raise typer.BadParameter(message, param_hint=option)
    room.make_bundle(
        out,
        [
            room.Target(one, version)
            for one in dict.fromkeys(platform or [room.this_platform()])
            for version in dict.fromkeys(python or [".".join(map(str, sys.version_info[:2]))])
        ],
    )


@app.command()
def sim(
    *,
    pty: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="Serve on a pseudo-terminal (Linux, macOS); PATH becomes a link to it.",
            show_default=False,
        ),
    ] = None,
    tcp: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT",
            help="Serve on TCP. Without HOST: this computer alone. Port 0: a free one.",
            show_default=False,
        ),
    ] = None,
    pace: Annotated[
        str,
        typer.Option(
            metavar="real|instant|N",
            help="How fast the arm's time passes; N: so many times faster.",
        ),
    ] = "real",
    profile: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="What kind of firmware the arm has, where the sources disagree.",
            show_default="the usual one",
        ),
    ] = None,
    fault: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND[:NUMBER]…",
            help="Something that goes wrong, such as noise:0.01. Repeatable. "
            "'--fault list' shows what there is.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Decides what faults leave to chance.")] = 0,
    baud: Annotated[
        str | None,
        typer.Option(
            metavar="N",
            help="Every byte takes as long as on a cable of so many bits a second.",
            show_default="no time",
        ),
    ] = None,
    log: Annotated[bool, typer.Option("--log", help="Show every frame, one a line.")] = False,
) -> None:
    """Serve a simulated arm to any program, until Ctrl-C.

    Prints "ready ADDRESS" when a program can open it. Programs may come and
    go, one at a time; the arm stays, where it was left. No real arm can be
    reached through it.
    """
    from dobotkit.simulator import command  # noqa: PLC0415 - other commands do without it

    command.sim(
        typer.echo,
        lambda notice: typer.echo(notice, err=True),
        pty=pty,
        tcp=tcp,
        pace=pace,
        profile=profile,
        faults=fault or [],
        seed=seed,
        baud=baud,
        log=log,
    )


app.command()(audit)
add_print(app)
add_publish_check(app)
add_sweep(app)


def main() -> None:
    """Run the command line; what the kit refuses is said in two lines, with status 1."""
    for stream in (sys.stdout, sys.stderr):
        # A console that lacks a character shows "?" for it; it is no reason to stop.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="dobotkit")
    except DobotKitError as error:
        typer.secho(error.what, fg=typer.colors.RED, bold=True, err=True)
        typer.echo(error.advice, err=True)
        sys.exit(1)
