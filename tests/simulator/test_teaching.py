"""The button on the forearm, on its own and at the wire."""

import pytest

from dobotkit.simulator.teaching import TeachingButton

from .host import frame


def on(mode=0):
    button = TeachingButton(0.5)
    button.enabled, button.mode = 1, mode
    return button


def test_letting_go_triggers_once():
    button = on()
    assert not button.take_trigger(0.0)
    button.press(1.0)
    assert button.held
    assert not button.take_trigger(5.0)
    button.release(6.0)
    assert not button.held
    assert button.take_trigger(9.0)
    assert not button.take_trigger(9.0)


def test_pressing_twice_is_pressing_once():
    button = on()
    button.release(0.0)
    assert not button.take_trigger(0.0)
    button.press(1.0)
    button.press(2.0)
    button.release(3.0)
    button.release(4.0)
    assert button.take_trigger(4.0)
    assert not button.take_trigger(4.0)


def test_in_periodic_mode_it_triggers_while_it_is_held():
    button = on(mode=1)
    button.press(0.0)
    assert not button.take_trigger(0.4)
    assert button.take_trigger(0.5)
    assert not button.take_trigger(0.9)
    assert button.take_trigger(1.0)
    assert not button.take_trigger(1.0)
    button.release(1.2)
    assert not button.take_trigger(1.2)
    assert not button.take_trigger(9.0)


def test_in_periodic_mode_the_last_trigger_waits_to_be_read():
    button = on(mode=1)
    button.press(0.0)
    button.release(3.0)
    assert button.take_trigger(9.0)
    assert not button.take_trigger(9.0)


def test_without_being_enabled_it_does_not_trigger():
    button = on()
    button.enabled = 0
    button.press(0.0)
    button.release(1.0)
    button.enabled = 1
    assert not button.take_trigger(1.0)


def test_a_trigger_is_not_told_when_it_is_switched_off_before_it_is_read():
    button = on()
    button.press(0.0)
    button.release(1.0)
    button.enabled = 0
    assert not button.take_trigger(1.0)


def test_at_the_wire(host):
    """Clients ask in a tight loop and count one point for each press [C]."""
    assert host.ask(40, "B") == host.ask(41, "B") == host.ask(42, "B") == (0,)
    host.write(41, b"\1")
    assert host.ask(41, "B") == (1,)
    counted = 0
    for _ in range(3):
        host.arm.world.press_button()
        host.wait(1)
        counted += sum(host.ask(42, "B")[0] for _ in range(10))
        host.arm.world.release_button()
        counted += sum(host.ask(42, "B")[0] for _ in range(10))
    assert counted == 3


def test_periodic_mode_at_the_wire(host):
    host.write(40, b"\1")
    host.write(41, b"\1")
    assert host.ask(40, "B") == (1,)
    host.arm.world.press_button()
    counted = 0
    for _ in range(20):
        host.wait(0.05)
        counted += host.ask(42, "B")[0]
    assert 9 <= counted <= 10


def test_pydobotplus_enables_it_with_the_queue_bit_alone(host):
    """And waits for the answer for ever [C]."""
    assert host.arm.receive(frame(41, 2, b"\1"))
    assert host.ask(41, "B") == (1,)


def test_it_goes_where_a_hand_leads_it_while_the_button_is_down(host):
    world = host.arm.world
    with pytest.raises(ValueError, match="until the button is pressed"):
        world.lead(200, 50, 30)
    world.press_button()
    world.lead(200, 50, 30, 10)
    world.release_button()
    assert host.arm.pose()[:4] == pytest.approx((200, 50, 30, 10))
    world.press_button()
    with pytest.raises(ValueError, match="links do not reach"):
        world.lead(600, 0, 0)
    assert host.arm.pose()[:4] == pytest.approx((200, 50, 30, 10))
