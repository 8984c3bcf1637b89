"""``RatesView``: rates over a threshold, with a slider for it."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from dobotkit.measured import Errors, Finding, Matching, Rate
from dobotkit.measured.finding import LOWEST, step_of
from dobotkit.monk import MONK
from dobotkit.widgets.at_once import deliver_at_once
from dobotkit.widgets.scripts import RATES

__all__ = ["FindingView", "MatchingView", "RatesView"]

_USUAL = 0.7


class RatesView(anywidget.AnyWidget):
    """Rates over a threshold: a chart, a slider, and the same in words.

    Without a browser, set ``threshold``, and look at the view's words.
    """

    _esm = RATES
    _css = Path(__file__).parent / "rates.css"

    title = traitlets.Unicode(help="What is measured.").tag(sync=True)
    threshold = traitlets.Float(_USUAL, help="Where the slider stands.").tag(sync=True)
    lowest = traitlets.Float(0.0, help="The lowest threshold.").tag(sync=True)
    wrong = traitlets.List(traitlets.Int(), help="False accepts at 0.00, 0.01 …").tag(sync=True)
    missed = traitlets.List(traitlets.Int(), help="False rejects at 0.00, 0.01 …").tag(sync=True)
    of = traitlets.List(traitlets.Int(), help="Pairs of different people, of the same.").tag(
        sync=True
    )
    tones = traitlets.List(traitlets.Dict(), help="Of each skin tone the faces found.").tag(
        sync=True
    )

    def __init__(self, **traits: object) -> None:
        super().__init__(**traits)
        deliver_at_once(self.comm)

    @traitlets.validate("threshold")
    def _in_steps(self, proposal: Any) -> float:  # noqa: ANN401 - traitlets says no type
        return step_of(proposal["value"], self.lowest) / 100

    @property
    def words(self) -> str:
        """What the chart shows at this threshold."""
        raise NotImplementedError  # each has its own

    def __repr__(self) -> str:
        return self.words

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:  # noqa: ANN401  # IPython's
        bundle = super()._repr_mimebundle_(**options)
        if bundle is None:
            return None
        data, metadata = bundle
        # What is seen where no page is connected, and what a notebook may save: words.
        words = html.escape(repr(self)).replace("\n", "<br>")
        return {**data, "text/html": f"<p>{words}</p>"}, metadata


class MatchingView(RatesView):
    """Both kinds of errors over the threshold; made by ``show(matching)``.

    Parameters
    ----------
    matching:
        What was measured.
    """

    def __init__(self, matching: Matching) -> None:
        self._matching = matching
        super().__init__(
            title=f"Is it the same person? {matching.people} drawn people",
            threshold=round(matching.equal_error_threshold, 2),
            wrong=list(matching.different),
            missed=[matching.same_pairs - one for one in matching.same],
            of=[matching.different_pairs, matching.same_pairs],
        )

    @property
    def errors(self) -> Errors:
        """The errors at this threshold."""
        return self._matching.at(self.threshold)

    @property
    def words(self) -> str:
        """The errors at this threshold, in words."""
        return self.errors.words


class FindingView(RatesView):
    """How often faces are found, for each skin tone; made by ``show(finding)``.

    Parameters
    ----------
    finding:
        What was measured.
    """

    def __init__(self, finding: Finding) -> None:
        self._finding = finding
        super().__init__(
            title="How often faces of each skin tone are found",
            lowest=LOWEST,
            tones=[
                {
                    "tone": one.tone,
                    "paint": MONK[one.tone - 1],
                    "of": one.pictures,
                    "counts": list(one.counts),
                }
                for one in finding.tones
            ],
        )

    @property
    def rates(self) -> dict[int, Rate]:
        """The rate of each tone at this threshold."""
        return self._finding.at(self.threshold)

    @property
    def words(self) -> str:
        """The rates at this threshold, in words."""
        each = ", ".join(
            f"tone {tone}: {rate.count} of {rate.of}" for tone, rate in self.rates.items()
        )
        return f"{self._finding.words_at(self.threshold)}\n{each.capitalize()}."
