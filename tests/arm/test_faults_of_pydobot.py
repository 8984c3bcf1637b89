"""Each fault of pydobot 1.3.2: shown in the stock driver, absent in ``Link``.

The numbers are those of the table in docs/pydobot.md. Faults 16 (its pin of
pyserial 3.4) and 18 (prints, no types, no port detection) are described
there; they cannot be shown by a program.
"""

import struct
import threading
import time

import pytest
from pydobot.message import Message

from dobotkit.arm import ports
from dobotkit.arm.arm import Arm
from dobotkit.arm.link import Link
from dobotkit.arm.wire import encode
from dobotkit.errors import (
    AlarmRaised,
    ArmGarbled,
    ArmSilent,
    ArmStalled,
)
from tests.arm.bench import Cable, EndlessWait, fresh_address, stock_pydobot, whole


def torn(answer):
    return [(0.0, answer[:7]), (0.01, answer[7:])]


def noisy(answer):
    return [(0.0, b"\x55\xaa" + answer)]


def one_behind():
    """A cable on which every answer is so late that the next question is out already."""
    held = []

    def damage(answer):
        held.append(answer)
        return [(0.0, held.pop(0))] if len(held) > 1 else []

    return damage


def move_past_the_client(cable, target):
    """Somebody else moves the arm."""
    cable.inner.write(encode(84, 3, struct.pack("<B4f", 2, *target)))
    cable.inner.read_all()


def lost(_answer):
    return []


class TestFault1Checksum:
    """Two of 256 sums get a wrong checksum; the arm drops the frame."""

    TARGET = (150, -130, 50, 0)

    def test_stock_loses_the_move(self, stock):
        before = stock.pose()
        stock.move_to(*self.TARGET, wait=False)
        assert stock.ser.sent[-1][-1] == 0x00  # the sum of its payload is 1
        assert stock.pose() == before

    def test_link_moves(self, link, cable):
        link.move_to(200, 0, 50, 0, wait=True)
        link.move_to(*self.TARGET, wait=True)
        [_, move] = [frame for frame in cable.sent if frame[3] == 84]
        assert move[-1] == 0xFF
        assert link.pose()[:4] == pytest.approx(self.TARGET, abs=1e-3)

    def test_every_checksum_of_link_is_right(self):
        for payload_sum in range(256):
            frame = encode(0, 0, bytes([payload_sum]))
            assert sum(frame[3:]) & 0xFF == 0


class TestFault2Naps:
    """Every command of the stock driver sleeps 0.2 s."""

    def test_stock_naps_twice_a_command(self, stock):
        stock.naps.clear()
        stock.pose()
        assert stock.naps == [0.1, 0.1]

    def test_link_does_not_nap(self, link, monkeypatch):
        def never(seconds):
            raise AssertionError(f"slept {seconds} s")

        monkeypatch.setattr(time, "sleep", never)
        link.ser.timeout = 0  # the cable itself waits by sleeping
        link.pose()


class TestFault3Framing:
    """Whatever bytes have come are taken for one reply."""

    def test_stock_breaks_on_a_torn_answer(self, stock):
        stock.ser.damage = lambda answer: [(0.0, answer[:7]), (1.0, answer[7:])]
        with pytest.raises((struct.error, IndexError)):
            stock.pose()

    def test_stock_takes_noise_for_a_pose(self, stock):
        true = stock.pose()
        stock.ser.damage = noisy
        wrong = stock.pose()
        assert wrong != true

    @pytest.mark.parametrize("damage", [torn, noisy])
    def test_link_reads_the_pose(self, link, cable, damage):
        true = link.pose()
        cable.damage = damage
        assert link.pose() == true

    def test_link_finds_an_answer_behind_what_looks_like_a_long_frame(self, link, cable):
        true = link.pose()
        cable.damage = lambda answer: [(0.0, b"\xaa\xaa\xf0" + answer)]
        assert link.pose() == true


class TestFault4LateAnswers:
    """After one late answer the stock driver is one answer behind for ever."""

    def test_stock_tells_the_previous_pose(self, stock):
        stock.move_to(200, 0, 50, 0, wait=True)
        stock.ser.damage = one_behind()
        with pytest.raises(AttributeError):
            stock.pose()
        move_past_the_client(stock.ser, (220, 40, 30, 0))
        assert stock.pose()[:3] == pytest.approx((200, 0, 50), abs=1e-3)

    def test_link_prefers_no_answer_to_a_wrong_one(self, link, cable):
        link.move_to(200, 0, 50, 0, wait=True)
        cable.damage = one_behind()
        move_past_the_client(cable, (220, 40, 30, 0))
        with pytest.raises(ArmSilent):
            link.pose()
        cable.damage = whole
        assert link.pose()[:3] == pytest.approx((220, 40, 30), abs=1e-3)

    def test_link_does_not_mix_up_answers(self, link, cable):
        link.move_to(220, 40, 30, 0, wait=True)
        there = link.pose()
        cable.damage = lambda answer: [(0.5, answer)]  # later than link waits
        with pytest.raises(ArmSilent):
            link.pose()
        cable.damage = whole
        link.move_to(200, 0, 50, 0, wait=True)
        assert link.pose()[:4] == pytest.approx((200, 0, 50, 0), abs=1e-3)
        assert link.pose() != there

    def test_one_late_answer_costs_nothing(self, link, cable):
        true = link.pose()
        pieces = iter([0.45])
        cable.damage = lambda answer: [(next(pieces, 0.0), answer)]
        assert link.pose() == true
        assert link.current_index() >= 0
        assert link.pose() == true


class TestFault5Lock:
    """An exception inside a command leaves the stock driver's lock taken."""

    def test_stock_stays_locked(self, stock):
        stock.ser.damage = lambda answer: [(0.0, answer[:2])]
        with pytest.raises(IndexError):
            stock.pose()
        assert stock.lock.locked()

    def test_link_goes_on(self, link, cable):
        true = link.pose()
        cable.damage = lambda answer: [(0.0, answer[:2])]
        with pytest.raises(ArmSilent):
            link.pose()
        cable.damage = whole
        from_elsewhere = []
        thread = threading.Thread(target=lambda: from_elsewhere.append(link.pose()))
        thread.start()
        thread.join(10)
        assert from_elsewhere == [true]


class TestFault6Waiting:
    """The stock driver waits for an exact index, which can pass unseen."""

    def test_stock_waits_for_ever(self, monkeypatch):
        stock = stock_pydobot(monkeypatch, naps=60)
        cable = stock.ser
        plain_write = cable.write

        def crowded(data):
            """Another thread's command slips in behind every move."""
            count = plain_write(data)
            if data[3] == 84:
                cable.inner.write(wait_frame(1))
                cable.inner.read_all()
            return count

        monkeypatch.setattr(cable, "write", crowded)
        with pytest.raises(EndlessWait):
            stock.move_to(200, 0, 50, 0, wait=True)
        cable.close()

    def test_link_sees_that_the_index_has_passed(self, link):
        tickets = [link.enqueue(110, struct.pack("<I", 1)) for _ in range(4)]
        link.wait_for(tickets[0])
        assert link.current_index() > tickets[0].place

    def test_link_gives_up_when_the_queue_stands_still(self, link):
        link.tell(241)
        ticket = link.enqueue(110, struct.pack("<I", 1))
        with pytest.raises(ArmStalled, match="has not moved"):
            link.wait_for(ticket, stall_s=0.1)


def wait_frame(ms):
    message = Message()
    message.id, message.ctrl, message.params = 110, 3, bytearray(struct.pack("<I", ms))
    return message.bytes()


class TestFault7NoAnswer:
    def test_stock_says_nothing_useful(self, stock):
        stock.ser.damage = lost
        with pytest.raises(AttributeError, match="params"):
            stock.pose()

    def test_link_says_what_to_do(self, link, cable):
        cable.damage = lost
        with pytest.raises(ArmSilent, match="Nothing answers") as caught:
            link.pose()
        assert "switched on" in caught.value.advice
        assert isinstance(caught.value, TimeoutError)


class TestFault8Alarms:
    """A move that the arm refuses looks like a success."""

    def test_stock_believes_it_moved(self, stock):
        stock.move_to(400, 0, 0, 0, wait=True)
        assert stock.pose()[0] < 330

    def test_link_raises(self, link):
        with pytest.raises(AlarmRaised, match="ran into a joint limit") as caught:
            link.move_to(400, 0, 0, 0, wait=True)
        assert caught.value.codes == (0x22,)
        assert link.alarms() == (0x22,)
        link.clear_alarms()
        assert link.alarms() == ()


def leave_a_move_in_a_stopped_queue(address):
    """What a program leaves that stopped the queue and went away."""
    port = Cable(address)
    earlier = Link(port)
    before = earlier.pose()
    earlier.tell(241)
    earlier.move_to(220, 60, 40, 0)
    port.close()
    return before


class TestFault9MotionOnConnect:
    """The stock driver starts the old queue before it clears it."""

    def test_stock_sets_the_arm_in_motion(self, monkeypatch):
        address = fresh_address("pace=real")
        before = leave_a_move_in_a_stopped_queue(address)
        stock = stock_pydobot(monkeypatch, Cable(address))
        numbers = stock.ser.numbers
        assert numbers.index(240) < numbers.index(245)
        time.sleep(0.3)
        assert stock.pose() != before
        stock.ser.close()

    @pytest.mark.parametrize("pace", ["real", "instant"])
    def test_link_does_not_move_it(self, pace):
        address = fresh_address(f"pace={pace}")
        before = leave_a_move_in_a_stopped_queue(address)
        cable = Cable(address)
        link = Link(cable)
        assert cable.numbers.index(242) < cable.numbers.index(245) < cable.numbers.index(240)
        time.sleep(0.1)
        assert link.pose() == before
        link.close()


class TestFault10Close:
    """The arm goes on with its queue after the stock driver has closed."""

    def test_stock_leaves_the_arm_running(self, monkeypatch):
        address = fresh_address("pace=real")
        stock = stock_pydobot(monkeypatch, Cable(address))
        stock.speed(20, 20)
        stock.move_to(220, 60, 40, 0)
        stock.close()
        assert pose_moves(address)

    def test_link_stops_it(self):
        address = fresh_address("pace=real")
        link = Link(Cable(address))
        link.speed(20, 20)
        link.move_to(220, 60, 40, 0)
        link.close()
        time.sleep(0.2)
        assert not pose_moves(address)


def pose_moves(address):
    """Whether the arm at this address moves, asked without disturbing it."""
    port = Cable(address)
    ask = Message()
    ask.id = 10
    poses = []
    for _ in range(2):
        port.write(ask.bytes())
        poses.append(port.read(40))
        time.sleep(0.2)
    port.close()
    return poses[0] != poses[1]


class TestFault11NotAThread:
    """The stock driver pretends to be a thread, which breaks every fork."""

    def test_stock_is_in_the_list_of_threads(self, stock):
        assert stock in threading._dangling

    def test_link_is_not(self, link):
        assert link not in threading._dangling


class TestFault12Speed:
    """The stock speed(50) is 25 mm/s, because it sets a ratio as well."""

    @staticmethod
    def seconds_for_200_mm(arm_or_link, port):
        """Time of a long straight move by the arm's own clock."""
        arm_or_link.move_to(200, -100, 50, 0, wait=True)
        start = port.arm.time
        arm_or_link.move_to(200, 100, 50, 0, wait=True)
        return port.arm.time - start

    # 200 mm at v with acceleration a take 200 / v + v / a seconds.

    def test_stock_and_link_are_slow_alike(self, stock, link, cable):
        stock.speed(50, 50)
        link.speed(50, 50)
        assert stock.ser.sent[-2:] == cable.sent[-2:]
        assert self.seconds_for_200_mm(link, cable.inner) == pytest.approx(200 / 25 + 25 / 25)

    def test_arm_keeps_the_speed_it_was_told(self):
        with Arm(fresh_address()) as arm:
            arm.speed(50, 50)
            assert self.seconds_for_200_mm(arm, arm._link.ser) == pytest.approx(200 / 50 + 50 / 50)


class TestFault13ContinuousPath:
    """The stock CP command lacks its last three bytes."""

    def test_stock_sends_14_bytes(self, stock):
        stock._set_cp_cmd(210, 10, 20)
        assert len(stock.ser.sent[-1]) - 6 == 14

    def test_link_sends_17_and_the_arm_moves(self, link, cable):
        link.move_to(200, 0, 20, 0, wait=True)
        link._set_cp_cmd(210, 10, 20)
        assert len(cable.sent[-1]) - 6 == 17
        assert link.pose()[:3] == pytest.approx((210, 10, 20), abs=1e-3)


class TestFault14Pump:
    """The stock suck(False) and grip(False) leave the pump running."""

    def test_stock_leaves_it_on(self, stock):
        stock.suck(False)
        assert stock.ser.sent[-1][5:-1] == b"\x01\x00"
        stock.grip(False)
        assert stock.ser.sent[-1][5:-1] == b"\x01\x00"

    def test_link_switches_it_off(self, link, cable):
        link.suck(True)
        assert cable.sent[-1][5:-1] == b"\x01\x01"
        link.suck(False)
        assert cable.sent[-1][5:-1] == b"\x00\x00"
        link.grip(True)
        link.grip(False)
        gripper = [frame[5:-1] for frame in cable.sent if frame[3] == 63]
        assert gripper == [b"\x01\x01", b"\x01\x00", b"\x00\x00"]


class TestFault15ShortAnswers:
    """The stock driver unpacks as many bytes as this system's C "long" has."""

    SHORT = staticmethod(lambda _answer: [(0.0, index_in_4_bytes())])

    def test_stock_depends_on_the_system(self, stock):
        stock.ser.damage = self.SHORT
        if struct.calcsize("L") == 8:
            with pytest.raises(struct.error):
                stock._get_queued_cmd_current_index()
        else:
            stock._get_queued_cmd_current_index()

    def test_link_says_what_it_got(self, link, cable):
        cable.damage = self.SHORT
        with pytest.raises(ArmGarbled, match="4 bytes instead of 8"):
            link.current_index()


def index_in_4_bytes():
    message = Message()
    message.id, message.ctrl, message.params = 246, 0, bytearray(4)
    return message.bytes()


class TestFault17Lines:
    """Opening with DTR and RTS raised can reset some arms into their bootloader."""

    def test_stock_says_nothing_about_them_and_waits_for_ever(self, stock):
        [settings] = stock.opened
        assert not {"dtr", "rts", "do_not_open", "timeout"} & settings.keys()

    def test_ports_are_opened_with_both_low_and_a_time_out(self):
        port = ports.open_port(fresh_address())
        assert port.dtr is False
        assert port.rts is False
        assert port.timeout is not None
        port.close()
