"""Permissions in the keeper: on while asked for, for one notebook, and off after everything."""

from __future__ import annotations

import pytest

from dobotkit.errors import NeverAllowed, NotYours, PermissionNotActive, PermissionWithdrawn
from dobotkit.keeper.people import gate
from dobotkit.keeper.people.people import People
from dobotkit.messages import AskArms, Ping
from dobotkit.people_messages import (
    PERMISSIONS,
    AskLedger,
    AskSession,
    ComeBack,
    EndSession,
    GivePermission,
    KeepSession,
    OpenSession,
    ReleasePermission,
    TakePermission,
    WithdrawPermission,
)
from dobotkit.policy.inventory import inventory
from tests.keeper.marks import all_messages
from tests.keeper.people.planted import planted_row

NEVER = ("microphone", "location", "contacts")
GIVEN = ("camera", "same-visitor", "read-card", "class-table")


class Notebook:
    """Stands for a connection; the keeper only asks whether it is the same."""

    def __init__(self, people, token=None):
        self.people = people
        self.token = token or people.answer(self, OpenSession()).token

    def say(self, kind, permission):
        return self.people.answer(self, kind(token=self.token, permission=permission))

    @property
    def now(self):
        return self.people.answer(self, AskSession(token=self.token))

    @property
    def events(self):
        lines = self.people.answer(self, AskLedger(token=self.token)).lines
        return [(line.event, line.what, line.times) for line in lines]


@pytest.fixture
def people():
    return People(lambda: 0.0)


@pytest.fixture
def anna(people):
    return Notebook(people)


@pytest.fixture
def camera_for_arms():
    """A row of the inventory that lets nobody ask for arms without the camera."""
    with planted_row("message:AskArms", permission="camera"):
        yield


needs_the_camera = pytest.mark.usefixtures("camera_for_arms")


def is_allowed(people, notebook, ask=None):
    try:
        people.allow(notebook, ask or AskArms())
    except PermissionNotActive as refused:
        return not (refused.rule == "permission" and "camera" in refused.used)
    return True


def test_the_words_of_messages_are_those_of_the_inventory():
    assert set(PERMISSIONS) == set(inventory().permissions) == {*NEVER, *GIVEN}


@pytest.mark.parametrize("name", NEVER)
def test_never_is_never(anna, name):
    with pytest.raises(NeverAllowed) as refused:
        anna.say(TakePermission, name)
    assert refused.value.rule == "never"
    assert inventory().permissions[name].never in str(refused.value)
    assert anna.now.on == ()
    assert anna.events[-1] == ("permission-refused", name, 1)
    # It cannot be given either, not even back.
    for _ in range(2):
        for kind in (GivePermission, TakePermission):
            with pytest.raises(NeverAllowed):
                anna.say(kind, name)
        anna.say(WithdrawPermission, name)
        anna.say(ReleasePermission, name)
    assert anna.now.on == ()


def test_without_a_row_that_needs_one_nothing_needs_one(people, anna):
    assert is_allowed(people, anna)
    assert gate.needed(AskArms) == ()


@needs_the_camera
def test_what_needs_a_permission_is_refused_without_it(people, anna):
    assert not is_allowed(people, anna)
    assert is_allowed(people, anna, Ping())
    anna.say(TakePermission, "class-table")
    assert not is_allowed(people, anna)
    anna.say(TakePermission, "camera")
    assert is_allowed(people, anna)
    anna.say(ReleasePermission, "camera")
    assert not is_allowed(people, anna)


@needs_the_camera
def test_another_notebook_does_not_profit(people, anna):
    ben = Notebook(people)
    same_session = Notebook(people, token=anna.token)
    anna.say(TakePermission, "camera")
    assert not is_allowed(people, ben)
    # Not even one of the same session: what is on is on for the lines of one cell.
    assert same_session.now.on == ("camera",)
    assert not is_allowed(people, same_session)


@needs_the_camera
def test_nested_it_stays_on_until_the_last_is_over(people, anna):
    for _ in range(3):
        anna.say(TakePermission, "camera")
    for _ in range(2):
        anna.say(ReleasePermission, "camera")
        assert is_allowed(people, anna)
    anna.say(ReleasePermission, "camera")
    assert not is_allowed(people, anna)
    # One release too many is no debt.
    anna.say(ReleasePermission, "camera")
    anna.say(TakePermission, "camera")
    assert is_allowed(people, anna)
    assert anna.events == [
        ("session-opened", "", 1),
        ("permission-on", "camera", 4),
        ("permission-off", "camera", 3),
    ]


@needs_the_camera
def test_another_notebook_of_the_session_cannot_release_it(people, anna):
    other = Notebook(people, token=anna.token)
    anna.say(TakePermission, "camera")
    other.say(ReleasePermission, "camera")
    assert is_allowed(people, anna)


@needs_the_camera
def test_withdrawn_while_on_it_is_off_everywhere(people, anna):
    other = Notebook(people, token=anna.token)
    anna.say(TakePermission, "camera")
    anna.say(TakePermission, "camera")
    other.say(TakePermission, "camera")
    other.say(WithdrawPermission, "camera")
    assert not is_allowed(people, anna)
    assert not is_allowed(people, other)
    assert anna.now.on == ()
    assert anna.now.withdrawn == ("camera",)
    with pytest.raises(PermissionWithdrawn) as refused:
        anna.say(TakePermission, "camera")
    assert refused.value.rule == "withdrawn"
    # The end of the with in which it was on releases nothing that was given later.
    anna.say(GivePermission, "camera")
    assert not is_allowed(people, anna)
    anna.say(ReleasePermission, "camera")
    anna.say(TakePermission, "camera")
    assert is_allowed(people, anna)


@needs_the_camera
def test_a_withdrawal_is_of_one_session(people, anna):
    ben = Notebook(people)
    ben.say(WithdrawPermission, "camera")
    anna.say(TakePermission, "camera")
    assert is_allowed(people, anna)
    assert anna.now.withdrawn == ()


@needs_the_camera
def test_a_notebook_that_dies_has_nothing_on(people, anna):
    other = Notebook(people, token=anna.token)
    anna.say(TakePermission, "camera")
    other.say(TakePermission, "camera")
    people.gone(anna)
    assert not is_allowed(people, anna)
    assert is_allowed(people, other)
    assert other.now.on == ("camera",)
    assert other.events[-1] == ("permission-off", "camera", 1)
    people.gone(other)
    assert people.on == ()


@needs_the_camera
def test_it_does_not_come_back_with_its_notebook(people, anna):
    people.answer(anna, KeepSession(token=anna.token))
    anna.say(TakePermission, "camera")
    people.gone(anna)
    people.answer(anna, ComeBack(token=anna.token))
    assert not is_allowed(people, anna)


@needs_the_camera
def test_it_ends_with_its_session(people, anna):
    anna.say(TakePermission, "camera")
    people.answer(anna, EndSession(token=anna.token))
    assert not is_allowed(people, anna)
    with pytest.raises(NotYours):
        anna.say(ReleasePermission, "camera")


def test_what_a_row_needs_is_read_from_every_row_that_names_the_message(people, anna):
    with (
        planted_row("message:AskArms", permission="camera"),
        planted_row("message:AskArms", permission="class-table", name="planted-too"),
    ):
        assert gate.needed(AskArms) == ("camera", "class-table")
        anna.say(TakePermission, "camera")
        with pytest.raises(PermissionNotActive, match="class-table"):
            people.allow(anna, AskArms())


def requests_that_need_one():
    """From the inventory: each request, and the permission that its row needs."""
    kinds = {kind.__name__: kind for kind in all_messages()}
    return [
        (kinds[code.removeprefix("message:")], row.permission)
        for row in inventory().rows.values()
        if row.permission
        for code in row.code
        if code.startswith("message:")
    ]


def test_the_kit_has_a_request_that_needs_a_permission():
    assert requests_that_need_one()


@pytest.mark.parametrize(
    ("kind", "name"), requests_that_need_one(), ids=lambda one: getattr(one, "__name__", one)
)
def test_each_of_them_is_refused_without_it(people, anna, kind, name):
    # The gate looks at the kind of a message and at nothing that stands in it.
    ask = kind.model_construct()
    with pytest.raises(PermissionNotActive):
        people.allow(anna, ask)
    # Some need two: all but this one are not enough.
    for other in set(GIVEN) - {name}:
        anna.say(TakePermission, other)
    with pytest.raises(PermissionNotActive, match=name):
        people.allow(anna, ask)
    anna.say(TakePermission, name)
    people.allow(anna, ask)
    anna.say(ReleasePermission, name)
    with pytest.raises(PermissionNotActive, match=name):
        people.allow(anna, ask)
