"""The pseudo-language: every sentence of the program, longer and in accents, still does what its English does."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from netdesk import i18n

PACKAGE = Path(i18n.__file__).parent


def sentences() -> list[str]:
    """Every sentence that the program marks for translation, read from its source."""
    found: set[str] = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "N_", "ngettext"):
                words = node.args[:2] if node.func.id == "ngettext" else node.args[:1]  # type: ignore[attr-defined]
                found.update(one.value for one in words if isinstance(one, ast.Constant) and one.value)
    return sorted(found)


def places(text: str) -> list[tuple[str, str | None, str | None]]:
    """What `format` fills in: name, format and conversion of every place."""
    return sorted(
        (name, form, convert) for _words, name, form, convert in string.Formatter().parse(text) if name is not None
    )


def test_that_every_place_to_fill_in_survives() -> None:
    found = sentences()
    assert len(found) > 500
    with_places = [one for one in found if "{" in one]
    assert len(with_places) > 100
    assert [one for one in with_places if places(i18n.pseudo(one)) != places(one)] == []


def test_that_menu_keys_tags_and_file_patterns_survive() -> None:
    assert i18n.pseudo("&Undo: {deed}").count("&U") == 1
    assert "(*.netdesk)" in i18n.pseudo("Workspaces (*.netdesk)")
    assert "<b>" in i18n.pseudo("<b>Now</b>") and "</b>" in i18n.pseudo("<b>Now</b>")
    assert i18n.pseudo("One\n\nTwo").count("\n") == 2


@pytest.mark.parametrize("text", ["Save", "What will you try?", "Print every finished test", "1:1 %"])
def test_that_a_sentence_is_longer_by_two_fifths(text: str) -> None:
    assert i18n.LONGER * len(text) <= len(i18n.pseudo(text)) + 1 <= i18n.LONGER * len(text) + 3
    assert i18n.pseudo(text).startswith("[") and i18n.pseudo(text).endswith("]")


def test_that_it_is_chosen_like_a_language_and_writes_dates_and_numbers_as_english_does() -> None:
    i18n.set_language(i18n.PSEUDO)
    assert i18n._("Save") == "[Šávé]" and i18n._("") == ""
    assert i18n.ngettext("{n} point", "{n} points", 3).format(n=3) == "[3 póííñtš]"
    assert i18n.format_number(1234.5) == "1,234.5"
    spoken = i18n.language()
    i18n.set_language("en")
    assert i18n._("Save") == "Save"
    i18n.set_language(spoken)  # as a report does when it goes back to the language before
    assert i18n._("Save") == "[Šávé]"
