"""MOD: nobody types a nickname."""

from __future__ import annotations

import re

import pytest

from tests.requirements.promises import ROOT

WIDGETS = ROOT / "dobotkit" / "widgets"
# Lists to choose from are none: what they offer is the kit's own.
TO_WRITE_IN = re.compile(
    r"<(?:input|textarea)\b|[\"'](?:input|textarea)[\"']|contenteditable|\bprompt\(|"
    r"role[\"']?\s*[:=]\s*[\"'](?:textbox|combobox|searchbox)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("script", ["session.js", "rights.js"])
def test_mod_01_the_panels_have_no_field_to_write_in(script):
    text = (WIDGETS / script).read_text(encoding="utf-8")
    assert "button" in text
    assert TO_WRITE_IN.findall(text) == []
    # It would find one: the console has a field for the name of a place.
    assert TO_WRITE_IN.search((WIDGETS / "console.js").read_text(encoding="utf-8"))
