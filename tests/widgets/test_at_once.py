"""A click reaches a notebook in which a cell is running."""

from __future__ import annotations

from ipykernel.comm.comm import BaseComm

from dobotkit.widgets.at_once import deliver_at_once


class AWidgetsComm(BaseComm):
    """The comm of a widget that the running cell has just shown."""

    def __init__(self):
        super().__init__(target_name="jupyter.widget", primary=False)
        self._reply_subshell_id = None


def test_a_message_goes_where_the_browser_sends_it():
    comm = AWidgetsComm()
    click = {"method": "custom", "content": {"do": "stop"}}
    # What ipykernel does by itself: to the cell's own subshell, which is busy.
    assert comm._reply_subshell_for(click, "for widgets") is None
    deliver_at_once(comm)
    assert comm._reply_subshell_for(click, "for widgets") == "for widgets"


def test_another_kind_of_comm_is_left_alone():
    comm = object()
    deliver_at_once(comm)
    assert not hasattr(comm, "_reply_subshell_for")
