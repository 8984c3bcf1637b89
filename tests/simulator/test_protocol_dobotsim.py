"""The simulated arm as a serial port: what pySerial promises, and one arm a NAME."""

import itertools
import struct
import subprocess
import sys
import threading
import time

import pytest
import serial

from dobotkit.simulator.profiles import profile_named

from .host import MOVL_XYZ, QUEUE, READ, WRITE, frame

POSE = frame(10, READ)
_numbers = itertools.count()


@pytest.fixture(autouse=True)
def _handlers(monkeypatch):
    packages = [*serial.protocol_handler_packages, "dobotkit.simulator"]
    monkeypatch.setattr(serial, "protocol_handler_packages", packages)


@pytest.fixture
def address():
    """The address of an arm that nobody has used."""
    return f"dobotsim://test{next(_numbers)}?pace=instant"


@pytest.fixture
def port(address):
    with serial.serial_for_url(address, timeout=5) as port:
        yield port


def ask(port, number, layout):
    port.write(frame(number, READ))
    size = struct.calcsize("<" + layout)
    return struct.unpack("<" + layout, port.read(size + 6)[5:-1])


def move(port, x, y, z):
    port.write(frame(84, QUEUE, struct.pack("<B4f", MOVL_XYZ, x, y, z, 0)))
    return struct.unpack("<Q", port.read(14)[5:-1])[0]


def test_a_question_is_answered(port):
    assert port.write(POSE) == 6
    assert port.in_waiting == 38
    assert len(port.read(38)) == 38
    assert port.in_waiting == 0


def test_it_looks_like_a_port_of_pyserial(port, address):
    assert isinstance(port, serial.SerialBase)
    assert (port.name, port.port) == (address, address)
    assert port.is_open
    assert port.isOpen()
    port.timeout = 0.5
    port.baudrate = 115200
    port.dtr = port.rts = False
    assert (port.cts, port.dsr, port.cd, port.ri) == (True, True, True, False)
    port.flush()
    port.send_break(0)
    assert port.out_waiting == 0


def test_pieces_and_the_rest(port):
    port.write(bytearray(POSE[:4]))
    assert port.read_all() == b""
    port.write(list(POSE[4:]))
    head = port.read(5)
    assert head == b"\xaa\xaa\x22\x0a\x00"
    assert len(port.read_all()) == 33


def test_reset_forgets_what_has_arrived(port):
    port.write(POSE)
    port.reset_input_buffer()
    port.reset_output_buffer()
    assert port.in_waiting == 0


@pytest.mark.parametrize("timeout", [0, 0.05])
def test_a_read_ends_with_its_timeout(port, timeout):
    port.timeout = timeout
    port.write(POSE)
    begun = time.monotonic()
    assert len(port.read(50)) == 38
    assert time.monotonic() - begun >= timeout


def test_waiting_for_an_answer_uses_no_processor_time(port):
    port.timeout = 0.2
    begun = time.process_time()
    assert port.read(1) == b""
    assert time.process_time() - begun < 0.1


def read_in_thread(port):
    got = []

    def read():
        try:
            got.append(port.read(38))
        except serial.SerialException:  # it was closed before the read began
            got.append(b"")

    thread = threading.Thread(target=read)
    thread.start()
    return thread, got


def test_a_reader_is_woken_by_the_answer(port):
    port.timeout = None
    thread, got = read_in_thread(port)
    port.write(POSE)
    thread.join(10)
    assert len(got[0]) == 38


@pytest.mark.parametrize("wake", ["close", "cancel_read"])
def test_a_reader_is_woken_by_closing_and_cancelling(port, wake):
    port.timeout = None
    thread, got = read_in_thread(port)
    while thread.is_alive():
        getattr(port, wake)()
        thread.join(0.01)
    assert got == [b""]


def test_a_closed_port_refuses_everything(port):
    port.close()
    port.close()
    assert not port.is_open
    for use in (
        lambda: port.write(POSE),
        lambda: port.read(1),
        lambda: port.in_waiting,
        lambda: port.out_waiting,
        lambda: port.cts,
        port.flush,
        port.reset_input_buffer,
        port.reset_output_buffer,
    ):
        with pytest.raises(serial.SerialException, match="port that is not open"):
            use()


def test_threads_may_share_a_port(port):
    """Answers never get torn or lost, whoever asks."""
    questions = 300

    def chat():
        for _ in range(questions):
            port.write(POSE)

    threads = [threading.Thread(target=chat) for _ in range(4)]
    for thread in threads:
        thread.start()
    answers = [port.read(38) for _ in range(4 * questions)]
    for thread in threads:
        thread.join()
    assert set(answers) == {answers[0]}
    assert port.in_waiting == 0


def test_an_arm_belongs_to_its_name(port, address):
    index = move(port, 210, 40, 30)
    port.write(frame(62, QUEUE, b"\x01\x01"))
    port.close()
    with serial.serial_for_url(address, timeout=5) as again:
        assert ask(again, 246, "Q") == (index + 1,)
        assert ask(again, 10, "8f")[:4] == pytest.approx((210, 40, 30, 0))
        assert ask(again, 62, "2B") == (1, 1)
    with serial.serial_for_url(f"dobotsim://other{next(_numbers)}", timeout=5) as other:
        assert ask(other, 246, "Q") == (2**64 - 1,)


def test_a_port_can_be_opened_again(port):
    move(port, 210, 40, 30)
    port.close()
    port.open()
    assert ask(port, 10, "8f")[:4] == pytest.approx((210, 40, 30, 0))
    with pytest.raises(serial.SerialException, match="already open"):
        port.open()


def test_the_queue_goes_on_while_the_port_is_closed():
    name = f"dobotsim://test{next(_numbers)}"
    with serial.serial_for_url(f"{name}?pace=100", timeout=5) as port:
        move(port, 200, 0, 30)
        last = move(port, 200, 100, 30)
    time.sleep(0.05)  # five seconds of the arm
    with serial.serial_for_url(f"{name}?pace=0.001", timeout=5) as port:
        assert ask(port, 246, "Q") == (last,)


def test_whoever_opens_an_arm_sets_its_pace():
    name = f"dobotsim://test{next(_numbers)}"
    with serial.serial_for_url(f"{name}?pace=0.001", timeout=5) as port:
        index = move(port, 200, 0, 30)
        assert ask(port, 246, "Q") == (2**64 - 1,)
    with serial.serial_for_url(f"{name}?pace=instant", timeout=5) as port:
        assert ask(port, 246, "Q") == (index,)


def test_what_kind_of_arm_it_is_is_decided_once():
    name = f"dobotsim://test{next(_numbers)}"
    with serial.serial_for_url(f"{name}?profile=document") as port:
        assert port.arm.profile is profile_named("document")
    with serial.serial_for_url(name) as port:
        assert port.arm.profile is profile_named("document")
    with pytest.raises(serial.SerialException, match="another profile already"):
        serial.serial_for_url(f"{name}?profile=dobotlink")
    with pytest.raises(serial.SerialException, match="no profile 'nobody'; there are"):
        serial.serial_for_url(f"{name}?profile=nobody")


def test_an_arm_that_is_open_refuses_a_second_port(port, address):
    with pytest.raises(serial.SerialException, match="in use"):
        serial.serial_for_url(address)
    port.close()
    serial.serial_for_url(address).close()


def test_a_forgotten_port_gives_its_arm_back(address):
    serial.serial_for_url(address)
    serial.serial_for_url(address).close()


@pytest.mark.parametrize(
    "address",
    [
        "dobotsim://",
        "dobotsim://?pace=real",
        "dobotsim://desk/two",
        "dobotsim://desk?pace=fast",
        "dobotsim://desk?pace=0",
        "dobotsim://desk?pace=",
        "dobotsim://desk?speed=2",
        "dobotsim://desk?pace=real&colour=red",
    ],
)
def test_other_addresses_are_refused_with_the_form_that_is_expected(address):
    with pytest.raises(serial.SerialException, match=r"dobotsim://NAME\?pace=real"):
        serial.serial_for_url(address)


def test_a_port_needs_an_address():
    from dobotkit.simulator.protocol_dobotsim import Serial  # noqa: PLC0415 - not through a URL

    with pytest.raises(serial.SerialException, match="must be configured"):
        Serial().open()


def test_an_order_reaches_the_arm(port):
    port.write(frame(242, WRITE))
    assert port.read(6) == frame(242, WRITE)


def test_it_is_imported_where_unix_is_missing():
    """On Windows, too: nothing that is not there may be imported with the package."""
    code = """
import sys, serial  # pySerial itself knows where it is
for name in ("fcntl", "pty", "tty", "termios", "resource", "pwd"):
    sys.modules[name] = None
import dobotkit.simulator.protocol_dobotsim
from dobotkit.simulator.line import Line
from dobotkit.simulator.serve import PtyServer, TcpServer
from dobotkit.errors import SimulatorError
from dobotkit.simulator import Firmware
try:
    PtyServer(Line(Firmware()))
except SimulatorError as error:
    print(error.what)
with TcpServer(Line(Firmware())) as server:
    with serial.serial_for_url(server.address, timeout=5) as port:
        port.write(bytes.fromhex("aaaa020a00f6"))
        print(len(port.read(38)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    said = "This system has no pseudo-terminals.\n38\n"
    assert (done.stdout, done.stderr) == (said, "")
