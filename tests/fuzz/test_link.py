"""On a bad line ``Link`` and ``Arm`` do what they say, or say that they cannot."""

from collections import Counter

import pytest

from dobotkit.arm.link import Link
from dobotkit.arm.wire import Wire
from tests.fuzz.host import ALL_FAULTS, bad_line, power_cut, unplugging
from tests.fuzz.line import FAULTS
from tests.fuzz.pupil import pupil


@pytest.mark.parametrize("kind", ALL_FAULTS)
def test_one_kind_of_fault(kind):
    program = bad_line(7, 60, [kind], rate=0.4)
    assert program.line.faults[kind] > 10
    assert program.calls["right"] > 20


@pytest.mark.parametrize("seed", range(12))
def test_all_kinds_of_faults(seed):
    program = bad_line(seed, 60)
    assert program.line.faults


def test_a_good_line():
    program = bad_line(0, 100, ())
    assert not program.line.faults
    assert set(program.calls) <= {"right", "ArmStopped"}


@pytest.mark.parametrize("seed", range(12))
def test_the_cable_is_pulled(seed):
    unplugging(seed, 40)


@pytest.mark.parametrize("seed", range(6))
def test_the_arm_is_switched_off_and_on(seed):
    assert power_cut(seed, 60).line.faults["power off and on"]


@pytest.mark.parametrize("seed", range(8))
def test_a_pupil(seed):
    assert pupil(seed, 30)["done"] > 5


def test_the_same_seed_gives_the_same_run():
    assert bad_line(3, 60).calls == bad_line(3, 60).calls


class TestTheWatchSeesWhatIsWrong:
    """Broken links have to be found out, or the tests above mean nothing."""

    def test_an_answer_to_an_earlier_question(self, monkeypatch):
        monkeypatch.setattr(Wire, "_resynchronise", lambda wire: wire._owed.clear())
        with pytest.raises(AssertionError, match="is not what the arm answered"):
            self._watch("too late")

    def test_a_queued_command_that_is_sent_again(self, monkeypatch):
        monkeypatch.setattr(Wire, "once", Wire._repeat)
        with pytest.raises(AssertionError, match="sent twice"):
            self._watch("lost")

    def test_an_arm_that_hears_nothing_any_more(self, monkeypatch):
        monkeypatch.setattr("dobotkit.arm.wire._PADDING", b"\0")
        with pytest.raises(AssertionError):
            self._watch("request wrong")

    def test_a_checksum_that_is_not_looked_at(self, monkeypatch):
        def blind(data):
            # Received bytes are a bytearray; what is sent keeps its checksum.
            return 0 if isinstance(data, bytearray) else sum(data)

        monkeypatch.setattr("dobotkit.arm.wire.sum", blind, raising=False)
        with pytest.raises(AssertionError, match="is not what the arm answered"):
            self._watch("byte wrong")

    def test_a_wait_that_ends_too_early(self, monkeypatch):
        monkeypatch.setattr(Link, "wait_for", lambda _link, _ticket: None)
        with pytest.raises(AssertionError, match="wait: None"):
            self._watch("late")

    def test_an_error_of_another_kind(self, monkeypatch):
        monkeypatch.setattr(Link, "alarms", lambda _link: {}[0])
        with pytest.raises(KeyError):
            self._watch("late")

    def _watch(self, kind):
        for seed in range(20):
            bad_line(seed, 60, [kind], rate=0.4)


@pytest.mark.slow
def test_all_kinds_of_faults_for_long():
    outcomes, faults = Counter(), Counter()
    for seed in range(100, 250):
        for program in (bad_line(seed, 150), unplugging(seed, 60), power_cut(seed, 80)):
            outcomes += program.calls
            faults += program.line.faults
    assert outcomes["right"] > 20_000
    assert min(faults[kind] for kind in FAULTS) > 500


@pytest.mark.slow
def test_many_pupils():
    outcomes = sum((pupil(seed, 60) for seed in range(100, 180)), Counter())
    assert outcomes["done"] > 2_000
