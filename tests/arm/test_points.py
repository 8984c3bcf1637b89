"""Taught points and tracks: plain data that comes back as it was."""

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dobotkit import Pose
from dobotkit.arm.points import Points, Taught, points_of
from dobotkit.arm.track import Track
from dobotkit.errors import UnknownName, WrongValue

numbers = st.floats(-1000, 1000)
places = st.tuples(numbers, numbers, numbers, numbers)
names = st.text(string.ascii_letters + "äß 0123456789-", min_size=1, max_size=40)
acts = st.sampled_from(["", "suck", "let go", "grip", "open"])


class TestPoints:
    @given(st.dictionaries(names, places))
    @settings(deadline=None)
    def test_they_come_back_from_their_text(self, known):
        points = Points(known)
        again = Points()
        again.add_json(points.to_json())
        assert dict(again) == known

    def test_a_pose_a_place_and_a_turned_place(self):
        points = Points()
        points["pose"] = Pose(200.0, 10.0, 20.0, 5.0, 1.0, 2.0, 3.0, 4.0)
        points["place"] = (200, 10, 20)
        points["turned"] = [200, 10, 20, 5]
        assert points["pose"] == points["turned"] == Taught(200.0, 10.0, 20.0, 5.0)
        assert points["place"].r == 0
        assert len(points) == 3
        del points["place"]
        assert "place" not in points

    def test_a_misspelt_name_is_told_apart(self):
        points = Points({"tray": (200, 0, 0), "gate": (200, 0, 0)})
        with pytest.raises(UnknownName, match="no taught point called 'trey'") as caught:
            points["trey"]
        assert caught.value.advice == 'Did you mean "tray"?'
        with pytest.raises(UnknownName) as caught:
            points["xylophone"]
        assert '"tray", "gate"' in caught.value.advice
        assert points.get("xylophone") is None

    @pytest.mark.parametrize(
        "place", [None, 5, "tray", (1,), (1, 2), (1, 2, 3, 4, 5), (1, 2, float("nan")), ("a", 2, 3)]
    )
    def test_what_is_no_place_is_refused(self, place):
        points = Points({"tray": (200, 0, 0)})
        with pytest.raises(WrongValue):
            points["tray"] = place
        assert points["tray"].x == 200

    @pytest.mark.parametrize("name", ["", "x" * 41, "two\nlines", 7, None])
    def test_what_is_no_name_is_refused(self, name):
        with pytest.raises(WrongValue, match="name is a text"):
            Points()[name] = (200, 0, 0)

    @pytest.mark.parametrize(
        "text",
        [
            *(None, b"{}", "", "{", "[]", "{}", '{"points": []}', '{"points": {"a": [1, 2]}}'),
            *('{"points": {"a": "home"}}', '{"points": {"": [1, 2, 3, 4]}}', '{"track": []}'),
            '{"points": {"b": [1, 2, 3, 4], "a": [1, 2, NaN, 4]}}',
        ],
    )
    def test_of_a_bad_text_nothing_is_taken(self, text):
        points = Points({"tray": (200, 0, 0)})
        with pytest.raises(WrongValue):
            points.add_json(text)
        assert list(points) == ["tray"]

    def test_they_belong_to_the_address(self):
        points_of("dobotsim://mine?pace=instant")["tray"] = (200, 0, 0)
        assert "tray" in points_of("DOBOTSIM://mine")
        assert "tray" not in points_of("dobotsim://yours")

    def test_they_are_shown_one_a_line(self):
        assert repr(Points()) == "Points: none yet"
        points = Points({"tray": (200, 0.04, -60, 5)})
        assert repr(points) == "Points:\n  tray: x=200.0 y=0.0 z=-60.0 mm r=5.0°"


class TestTrack:
    @given(st.lists(st.tuples(places, acts)))
    @settings(deadline=None)
    def test_it_comes_back_from_its_text(self, steps):
        track = Track()
        for place, act in steps:
            track.add(place, act)
        assert list(Track.from_json(track.to_json())) == list(track) == steps

    @pytest.mark.parametrize(
        "track",
        [
            *({}, [{}], [[]], [1], [["suck"]], [[1, 2, 3, 4, "jump"]], [[1, 2, 3, 4, None]]),
            *([[1, 2, 3, 4]], [[1, 2, None, 4, ""]], "abc"),
        ],
    )
    def test_a_text_that_is_none_is_refused(self, track):
        with pytest.raises(WrongValue):
            Track.from_json(json.dumps({"track": track}))

    def test_it_has_an_end(self):
        track = Track()
        for _ in range(10_000):
            track.add((200, 0, 0))
        with pytest.raises(WrongValue, match="takes no more"):
            track.add((200, 0, 0))
