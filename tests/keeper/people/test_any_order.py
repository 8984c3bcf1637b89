"""Whatever notebooks do in whatever order, nothing stays on and nothing is kept too long."""

from __future__ import annotations

import contextlib

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    precondition,
    rule,
)

from dobotkit.errors import NeverAllowed, NotYours, PermissionNotActive, PermissionWithdrawn
from dobotkit.keeper.people.people import People
from dobotkit.keeper.people.sessions import LASTS_S
from dobotkit.keeper.people.tokens import key_of
from dobotkit.memory_search import search
from dobotkit.people_messages import (
    PERMISSIONS,
    AskHeld,
    AskSession,
    ComeBack,
    DeleteMine,
    EndSession,
    GivePermission,
    KeepSession,
    OpenSession,
    ReleasePermission,
    TakePermission,
    WithdrawPermission,
)

NEVER = {"microphone", "location", "contacts"}


class Clock:
    now = 0.0


class Notebook:
    """What one notebook may believe: it is checked against what the keeper does."""

    def __init__(self):
        self.alive = True
        self.session = None
        self.on = {}


class Known:
    """What is known of one session."""

    def __init__(self, opened, until):
        self.token, self.pseudonym = opened.token, opened.pseudonym
        self.until = until
        self.kept = False
        self.over = False
        self.withdrawn = set()


class Lab(RuleBasedStateMachine):
    notebooks = Bundle("notebooks")
    sessions = Bundle("sessions")

    def __init__(self):
        super().__init__()
        # By itself: the search follows functions into what they have enclosed.
        self.clock = clock = Clock()
        self.people = People(lambda: clock.now)
        self.everybody = []
        self.all_sessions = []

    # What a model of it says.

    def _leave(self, notebook, but=None):
        if notebook.session is but:
            return
        left, notebook.session, notebook.on = notebook.session, None, {}
        if left and not left.kept and not any(one.session is left for one in self.everybody):
            self._over(left)

    def _over(self, session):
        session.over = True
        for notebook in self.everybody:
            if notebook.session is session:
                notebook.session, notebook.on = None, {}

    def _ask(self, notebook, session, ask):
        """Ask; return whether the session was there."""
        try:
            self.people.answer(notebook, ask)
        except NotYours as refused:
            # Who has used old tokens too often has to wait, also with a good one.
            if refused.rule != "guessing" and not session.over:
                raise
            return False
        assert not session.over
        self._leave(notebook, but=session)
        notebook.session = session
        return True

    def _never(self, notebook, session, ask):
        with contextlib.suppress(NeverAllowed):
            assert not self._ask(notebook, session, ask)
            return
        self._leave(notebook, but=session)
        notebook.session = session

    # What happens.

    @rule(target=notebooks)
    def a_notebook_comes(self):
        notebook = Notebook()
        self.everybody.append(notebook)
        return notebook

    @rule(notebook=consumes(notebooks))
    def a_notebook_dies(self, notebook):
        self.people.gone(notebook)
        notebook.alive = False
        self._leave(notebook)
        self.everybody.remove(notebook)

    @precondition(lambda self: len(self.all_sessions) < 90)
    @rule(target=sessions, notebook=notebooks)
    def opens(self, notebook):
        opened = self.people.answer(notebook, OpenSession())
        self._leave(notebook)
        session = Known(opened, self.clock.now + LASTS_S)
        notebook.session = session
        self.all_sessions.append(session)
        return multiple(session)

    @rule(notebook=notebooks, session=sessions, kind=st.sampled_from([ComeBack, AskHeld]))
    def asks(self, notebook, session, kind):
        self._ask(notebook, session, kind(token=session.token))

    @rule(notebook=notebooks, session=sessions)
    def keeps(self, notebook, session):
        if self._ask(notebook, session, KeepSession(token=session.token)):
            session.kept = True

    @rule(notebook=notebooks, session=sessions, kind=st.sampled_from([EndSession, DeleteMine]))
    def ends(self, notebook, session, kind):
        if self._ask(notebook, session, kind(token=session.token)):
            self._over(session)

    @rule(notebook=notebooks, session=sessions, name=st.sampled_from(PERMISSIONS))
    def takes(self, notebook, session, name):
        ask = TakePermission(token=session.token, permission=name)
        try:
            if self._ask(notebook, session, ask):
                assert name not in NEVER
                assert name not in session.withdrawn
                notebook.on[name] = notebook.on.get(name, 0) + 1
        except NeverAllowed:
            assert name in NEVER
            self._leave(notebook, but=session)
            notebook.session = session
        except PermissionWithdrawn:
            assert name in session.withdrawn
            self._leave(notebook, but=session)
            notebook.session = session

    @rule(notebook=notebooks, session=sessions, name=st.sampled_from(PERMISSIONS))
    def releases(self, notebook, session, name):
        if self._ask(
            notebook, session, ReleasePermission(token=session.token, permission=name)
        ) and notebook.on.get(name):
            notebook.on[name] -= 1

    @rule(notebook=notebooks, session=sessions, name=st.sampled_from(PERMISSIONS))
    def withdraws(self, notebook, session, name):
        ask = WithdrawPermission(token=session.token, permission=name)
        if self._ask(notebook, session, ask):
            session.withdrawn.add(name)
            for one in self.everybody:
                if one.session is session:
                    one.on.pop(name, None)

    @rule(notebook=notebooks, session=sessions, name=st.sampled_from(PERMISSIONS))
    def gives(self, notebook, session, name):
        ask = GivePermission(token=session.token, permission=name)
        if name in NEVER:
            self._never(notebook, session, ask)
        elif self._ask(notebook, session, ask):
            session.withdrawn.discard(name)

    @rule(seconds=st.sampled_from([1.0, 299.0, 1800.0, LASTS_S]))
    def time_goes_by(self, seconds):
        self.clock.now += seconds
        for session in self.all_sessions:
            if self.clock.now >= session.until and not session.over:
                self._over(session)
        self.people.sweep()

    # What is always true.

    @invariant()
    def what_is_on_is_what_somebody_has_asked_for(self):
        on = {name for one in self.everybody for name, times in one.on.items() if times}
        assert set(self.people.on) == on
        for notebook in self.everybody:
            for name in PERMISSIONS:
                with contextlib.suppress(PermissionNotActive):
                    self.people._permissions.check(notebook, name)
                    assert notebook.on.get(name), f"{name} is on, and nobody asked for it"
                    continue
                assert not notebook.on.get(name), f"{name} was asked for, and is not on"

    @invariant()
    def nothing_is_held_of_a_session_that_is_over(self):
        needles = [
            needle
            for session in self.all_sessions
            if session.over
            for needle in (session.token, key_of(session.token))
        ]
        assert not needles or search([self.people], needles)[1] == []
        there = sum(not session.over for session in self.all_sessions)
        assert len(self.people._sessions) == there

    def teardown(self):
        for notebook in tuple(self.everybody):
            self.people.gone(notebook)
        assert self.people.on == ()
        self.clock.now += 2 * LASTS_S
        self.people.sweep()
        needles = [
            needle
            for session in self.all_sessions
            for needle in (session.token, session.pseudonym, key_of(session.token))
        ]
        if needles:
            assert search([self.people], needles)[1] == []
        for session in self.all_sessions:
            with contextlib.suppress(NotYours):
                self.people.answer(self, AskSession(token=session.token))
                raise AssertionError("a session is still there")


TestAnyOrder = Lab.TestCase
TestAnyOrder.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, report_multiple_bugs=False
)
