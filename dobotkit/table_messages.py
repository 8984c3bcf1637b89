"""What a notebook and the keeper say to each other about the table of a simulated arm.

A table is numbers and words of closed lists; only the names of its things are texts. No
path and no file crosses: a scene is the name of one that is shipped, or data.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal

from pydantic import AfterValidator, Field, FiniteFloat

from dobotkit.long_numbers import says_a_number
from dobotkit.message_parts import Carries, Message, Name
from dobotkit.things import Belt, Printed, Sensor, TableNow, TableScene, Thing

__all__ = ["AskTable", "SetScene", "TableTold"]

_MOST_THINGS: Final = 40
_MOST_SENSORS: Final = 4
_PRINTED: Final = ("number", "layout", "fault")

Place = tuple[FiniteFloat, FiniteFloat, FiniteFloat]
Colour = Literal["red", "green", "blue", "yellow", "orange", "purple", "white", "grey", "black"]


def _without_number(text: str) -> str:
    if says_a_number(text):
        raise ValueError("a long number stands in it")
    return text


ThingName = Annotated[
    str,
    Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,23}$"),
    AfterValidator(_without_number),
    Carries("thing-name", "a program finds it by that"),
]
Under = Annotated[
    str,
    Field(pattern=r"^[a-z0-9_-]{0,24}$"),
    AfterValidator(_without_number),
    Carries("thing-name", "a program asks what stands where"),
]


class ThingTold(Message):
    """One thing; see :class:`~dobotkit.things.Thing`."""

    rows: ClassVar[tuple[str, ...]] = ("table-now",)
    name: ThingName
    kind: Literal["block", "cylinder", "card", "bin"]
    colour: Colour
    size: Place
    place: Place
    angle: FiniteFloat
    marker: Annotated[int, Field(ge=0, le=999)] | None
    held: bool
    on: Under

    @classmethod
    def of(cls, thing: Thing) -> ThingTold:
        """Say what a thing is like; not which specimen is printed on it."""
        return cls.model_validate({name: getattr(thing, name) for name in cls.model_fields})

    def thing(self) -> Thing:
        """Return the thing."""
        return Thing(**dict(self))


class PrintedLaid(Message):
    """Which specimen is printed on a card; see :class:`~dobotkit.things.Printed`."""

    rows: ClassVar[tuple[str, ...]] = ("scene",)
    number: Annotated[int, Field(ge=1, le=9999)]
    layout: Literal["student", "pupil", "residence", "permit", "passport"]
    fault: Annotated[
        str,
        Field(pattern=r"^[a-z ]{0,24}$"),
        Carries("scene", "looked up in a closed list"),
    ]


class ThingLaid(ThingTold):
    """A thing of a scene that a notebook lays: it may say which specimen a card is.

    It goes from the notebook to the keeper only. The way back,
    :class:`ThingTold`, has no such field.
    """

    rows: ClassVar[tuple[str, ...]] = ("scene",)
    specimen: PrintedLaid | None = None

    @classmethod
    def of(cls, thing: Thing) -> ThingLaid:
        """Say how a thing is to be laid."""
        told = {name: getattr(thing, name) for name in ThingTold.model_fields}
        printed = thing.specimen
        said = None if printed is None else {key: getattr(printed, key) for key in _PRINTED}
        return cls.model_validate({**told, "specimen": said})

    def thing(self) -> Thing:
        """Return the thing."""
        printed = self.specimen
        said = None if printed is None else Printed(**dict(printed))
        return Thing(**{**dict(self), "specimen": said})


class BeltTold(Message):
    """The conveyor belt; see :class:`~dobotkit.things.Belt`."""

    rows: ClassVar[tuple[str, ...]] = ("table-now",)
    place: Place
    size: Place
    angle: FiniteFloat
    speed: FiniteFloat
    motor: Annotated[int, Field(ge=0, le=1)]

    @classmethod
    def of(cls, belt: Belt | None) -> BeltTold | None:
        """Say what the belt is like."""
        if belt is None:
            return None
        return cls.model_validate({name: getattr(belt, name) for name in cls.model_fields})

    def belt(self) -> Belt:
        """Return the belt."""
        return Belt(**dict(self))


class SensorTold(Message):
    """One sensor; see :class:`~dobotkit.things.Sensor`."""

    rows: ClassVar[tuple[str, ...]] = ("table-now",)
    sensor: Literal["colour", "infrared"]
    port: Annotated[int, Field(ge=0, le=3)]
    place: Place

    @classmethod
    def of(cls, one: Sensor) -> SensorTold:
        """Say where a sensor is."""
        return cls.model_validate({"sensor": one.kind, "port": one.port, "place": one.place})

    def told(self) -> Sensor:
        """Return the sensor."""
        return Sensor(self.sensor, self.port, self.place)


class AskTable(Message):
    """Ask what is on the table of the notebook's own simulated arm."""

    rows: ClassVar[tuple[str, ...]] = ("table-now",)
    kind: Literal["ask_table"] = "ask_table"
    arm: Name


class TableTold(Message):
    """What is on it; see :class:`~dobotkit.things.TableNow`."""

    rows: ClassVar[tuple[str, ...]] = ("table-now",)
    kind: Literal["table_told"] = "table_told"
    height: FiniteFloat
    things: Annotated[tuple[ThingTold, ...], Field(max_length=_MOST_THINGS)]
    belt: BeltTold | None
    sensors: Annotated[tuple[SensorTold, ...], Field(max_length=_MOST_SENSORS)]
    gone: Annotated[tuple[ThingName, ...], Field(max_length=_MOST_THINGS)]
    moment: FiniteFloat
    edges: tuple[FiniteFloat, FiniteFloat, FiniteFloat, FiniteFloat]

    @classmethod
    def of(cls, table: TableNow) -> TableTold:
        """Say what a table is like."""
        return cls(
            height=table.height,
            things=tuple(ThingTold.of(thing) for thing in table.things),
            belt=BeltTold.of(table.belt),
            sensors=tuple(SensorTold.of(one) for one in table.sensors),
            gone=table.gone,
            moment=table.moment,
            edges=table.edges,
        )

    def table(self) -> TableNow:
        """Return the table."""
        return TableNow(
            height=self.height,
            things=tuple(thing.thing() for thing in self.things),
            belt=None if self.belt is None else self.belt.belt(),
            sensors=tuple(one.told() for one in self.sensors),
            gone=self.gone,
            moment=self.moment,
            edges=self.edges,
        )


class Laid(Message):
    """A scene as data; see :class:`~dobotkit.things.TableScene`."""

    rows: ClassVar[tuple[str, ...]] = ("scene",)
    title: Annotated[
        str,
        Field(max_length=80),
        AfterValidator(_without_number),
        Carries("scene", "it goes with the scene, and is shown to nobody else"),
    ]
    height: FiniteFloat
    edges: tuple[FiniteFloat, FiniteFloat, FiniteFloat, FiniteFloat]
    tool: Literal["cup", "gripper"]
    seed: Annotated[int, Field(ge=0, lt=2**32)]
    things: Annotated[tuple[ThingLaid, ...], Field(max_length=_MOST_THINGS)]
    belt: BeltTold | None
    sensors: Annotated[tuple[SensorTold, ...], Field(max_length=_MOST_SENSORS)]


class SetScene(Message):
    """Lay the table of the notebook's own simulated arm anew.

    Attributes
    ----------
    name:
        Of a scene that is shipped; empty where ``laid`` says it all.
    laid:
        The scene as data.
    """

    rows: ClassVar[tuple[str, ...]] = ("scene",)
    kind: Literal["set_scene"] = "set_scene"
    arm: Name
    name: Annotated[
        str,
        Field(pattern=r"^[a-z0-9_-]{0,24}$"),
        AfterValidator(_without_number),
        Carries("scene", "looked up in a closed list"),
    ] = ""
    laid: Laid | None = None

    @classmethod
    def to(cls, arm: str, scene: TableScene) -> SetScene:
        """Ask for a scene that is given as data."""
        laid = Laid(
            title=scene.title,
            height=scene.height,
            edges=scene.edges,
            tool=scene.tool,  # type: ignore[arg-type] # a scene that was checked
            seed=scene.seed,
            things=tuple(ThingLaid.of(thing) for thing in scene.things),
            belt=BeltTold.of(scene.belt),
            sensors=tuple(SensorTold.of(one) for one in scene.sensors),
        )
        return cls(arm=arm, laid=laid)

    def scene(self) -> str | TableScene:
        """Return the name, or the scene as data."""
        laid = self.laid
        if laid is None:
            return self.name
        return TableScene(
            title=laid.title,
            height=laid.height,
            edges=laid.edges,
            tool=laid.tool,
            seed=laid.seed,
            things=tuple(thing.thing() for thing in laid.things),
            belt=None if laid.belt is None else laid.belt.belt(),
            sensors=tuple(one.told() for one in laid.sensors),
        )
