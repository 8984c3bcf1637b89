"""PERM: one list of permissions, no sound, no sensors of the computer, no unknown field."""

from __future__ import annotations

import importlib
import re

import pytest
from pydantic import BaseModel, ValidationError

from dobotkit.keeper.people import gate
from dobotkit.messages import ArmAnswered
from dobotkit.people_messages import PERMISSIONS
from dobotkit.policy.inventory import inventory
from dobotkit.policy.notice import notice
from tests.keeper.marks import all_messages, rows_of
from tests.requirements.promises import ROOT
from tests.requirements.sources import imported, pinned, sources

FOR_SOUND = re.compile(
    r".*(audio|alsa|speech|whisper|portaudio|pulsectl|midi).*|sounddevice|soundfile|soundcard|"
    r"librosa|pydub|playsound\d?|vosk|webrtcvad|pyttsx3|simpleaudio|streamlit-webrtc|aiortc|av"
)
SOUND_MODULES = {"winsound", "ossaudiodev", "audioop", "wave", "aifc", "sndhdr"}
SOUND_ON_A_PAGE = re.compile(r"getUserMedia|AudioContext|SpeechRecognition|mediaDevices|<audio")
COMPUTERS_SENSORS = re.compile(r"sensors_(temperatures|fans|battery)|/sys/bus/iio|/sys/class/hwmon")
SENSORS_ON_A_PAGE = re.compile(r"DeviceMotion|DeviceOrientation|Accelerometer|Gyroscope|getBattery")


def texts_of_pages():
    for kind in ("*.js", "*.html"):
        for path in sorted((ROOT / "dobotkit").rglob(kind)):
            yield path.read_text(encoding="utf-8")


def notice_says():
    """The permissions that the notice lists: those that are asked for, and those never given."""
    text = notice(inventory(), "Version 0")
    parts = {}
    for title in ("What you are asked for before it is used", "What is never used"):
        part = text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
        parts[title] = set(re.findall(r"^- \*\*(.+?)\*\*", part, re.MULTILINE))
    return tuple(parts.values())


def test_perm_02_the_list_the_keepers_checks_and_the_notice_are_one():
    known = inventory().permissions
    given = {one.id for one in known.values() if not one.never}
    checked = {name for message in all_messages() for name in gate.needed(message)}
    # What is asked for guards something, and nothing is guarded that nobody can ask for.
    assert checked == given
    assert {"camera", "class-table"} <= given
    assert set(PERMISSIONS) == set(known)
    asked, never = notice_says()
    assert asked == {known[name].words for name in given}
    assert never == {known[name].words for name in set(known) - given}
    # A row says it to people where the keeper checks it.
    text = notice(inventory(), "Version 0")
    rows = [one for one in inventory().rows.values() if one.permission]
    assert {one.permission for one in rows} == given
    assert text.count("- Only if you run a cell that asks for it") == len(rows)


def test_perm_03_no_package_for_sound():
    packages = pinned()
    assert "opencv-python" in packages
    assert [one for one in packages if FOR_SOUND.fullmatch(one)] == []
    assert FOR_SOUND.fullmatch("pyaudio")
    assert FOR_SOUND.fullmatch("speechrecognition")


def test_perm_03_no_code_for_sound():
    assert {path for path, names in imported().items() if names & SOUND_MODULES} == set()
    # On Windows OpenCV could read a microphone.
    assert [path for path, text in sources().items() if "CAP_PROP_AUDIO" in text] == []
    assert [text for text in texts_of_pages() if SOUND_ON_A_PAGE.search(text)] == []


def test_perm_07_what_an_arm_senses_is_about_the_machine():
    """An arm's answers cross in one field, and nothing else brings what it senses."""
    assert "arm-answers" in rows_of(ArmAnswered)
    row = inventory().row("arm-answers")
    assert (row.grade, row.kept, row.retention) == ("C0", "memory", "arm")
    assert "sensors" in row.words


def test_perm_07_sensors_of_the_computer_are_not_read():
    assert [path for path, text in sources().items() if COMPUTERS_SENSORS.search(text)] == []
    assert [text for text in texts_of_pages() if SENSORS_ON_A_PAGE.search(text)] == []
    assert COMPUTERS_SENSORS.search("psutil.sensors_battery()")


def strict_models():
    """Everything of the kit that pydantic reads."""
    for path, text in sources().items():
        if re.search(r"^class \w+\((BaseModel|Message|_?Strict|_Data|_Form)\)", text, re.MULTILINE):
            importlib.import_module(path.removesuffix(".py").replace("/", "."))
    found, waiting = set(), [BaseModel]
    while waiting:
        for one in waiting.pop().__subclasses__():
            if one not in found and one.__module__.startswith("dobotkit."):
                found.add(one)
                waiting.append(one)
    return sorted(found, key=lambda one: one.__qualname__)


# As somebody might add one who wants to know a little more.
ADDED = ("landing_page_url", "name", "email", "extra", "custom_1", "x" * 300, " kind", "Rows")


def test_perm_08_a_field_that_is_not_known_is_refused():
    models = strict_models()
    names = {one.__name__ for one in models}
    assert {"OpenSession", "CopyFile", "Row", "DeskForm", "Complain"} <= names
    assert len(names) > 60
    for model in models:
        if model.__module__ == "dobotkit.lab.work.plain":
            # Of a notebook from elsewhere, what is not known is left behind, and not refused.
            assert model.model_config["extra"] == "ignore"
            continue
        for name in set(ADDED) - set(model.model_fields):
            with pytest.raises(ValidationError) as refused:
                model.model_validate({name: "something"})
            wrong = {(one["type"], one["loc"]) for one in refused.value.errors(include_url=False)}
            assert ("extra_forbidden", (name,)) in wrong, model
