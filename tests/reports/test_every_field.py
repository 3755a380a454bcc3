"""The printed cycle holds every field of its records, walked from the one table of records: a new field must be printed
or stand here with the reason why not."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from netdesk.core.records import KINDS, Field
from netdesk.i18n import N_
from netdesk.operations import cycles
from netdesk.reports import collect
from netdesk.reports.cycle import cycle_pdf
from netdesk.store.edit import Edit
from netdesk.store.workspace import Workspace

from .sheets import whole_sheet

PRINTED_ON = date(2026, 3, 3)
LABEL = N_("Fill the example")
#: The kinds a cycle's summary is made of.
PARTS = ("question", "amendment", "data_item", "task", "field_note", "cycle_person", "attachment", "lineage")
#: Fields that are not words on the page, each with its reason.
NOT_WORDS = {
    ("cycle", "series"): "says which ramp: the ramp's title and number are printed",
    ("cycle", "next"): "the next cycle's title is printed",
    ("question", "pos"): "the order on the page",
    ("data_item", "pos"): "the order on the page",
    ("task", "pos"): "the order on the page",
    ("lineage", "from_id"): "names the record for programs; the team's name is printed",
    ("lineage", "by_team"): "the team whose sheet this is: its name stands in the head",
    ("attachment", "mime"): "the picture's kind, for programs",
    ("attachment", "size"): "for programs",
    ("attachment", "sha256"): "for programs",
    ("attachment", "name"): "a caption takes its place",
}
#: What a choice is printed as; the first of a field's choices that is here is used.
CHOICES = {
    ("cycle", "purpose"): ("implement", "implement a change"), ("cycle", "depth"): ("full", "full form"),
    ("cycle", "tier"): ("district", "in a district"), ("cycle", "stage"): ("act", "Act"),
    ("cycle", "decision"): ("scale", "Scale"), ("question", "matched"): ("partly", "Partly as predicted"),
    ("field_note", "expected"): ("not as planned", "not as planned"),
}  # fmt: skip


class Filled:
    """Records with every field filled by words that are nowhere else, and those words."""

    def __init__(self, edit: Edit) -> None:
        self.edit = edit
        self.words: dict[tuple[str, str], str] = {}
        self._count = 0

    def add(self, kind: str, **given: Any) -> str:
        """A record of this kind; what is given has words of its own."""
        found = {name: self._value(kind, field) for name, field in KINDS[kind].fields.items() if name not in given}
        kept = {name: value for name, value in found.items() if value is not None}
        return self.edit.add(kind, {**kept, **given})

    def _value(self, kind: str, field: Field) -> Any:
        if (kind, field.name) in NOT_WORDS or field.written_by_program:
            return None
        self._count += 1
        place, key = self._count, (kind, field.name)
        if key in CHOICES:
            value, self.words[key] = CHOICES[key]
            return value
        if field.type in ("text", "long"):
            self.words[key] = f"{kind}{field.name}{place}".replace("_", "")
            return self.words[key]
        if field.type == "num":
            self.words[key] = str(700 + place)
            return self.words[key]
        if field.type in ("date", "when"):
            day = date(2015, 1, 1) + timedelta(days=40 * place)  # no two in one month
            self.words[key] = f"{day:%b} {day.day}"
            return day.isoformat() if field.type == "date" else f"{day.isoformat()}T12:00:00Z"
        if field.type == "bool":
            return True
        raise AssertionError(f"{kind}.{field.name} of type {field.type} has to be given")


@pytest.fixture
def printed(tmp_path: Path) -> Iterator[tuple[dict[tuple[str, str], str], str]]:
    """The words that were filled in and the words on paper, with all white space taken out of both."""
    with Workspace.create(tmp_path / "a.netdesk", team="Grade 7", school="Lincoln", person="Rosa Ortiz") as workspace:
        with workspace.edit(LABEL) as edit:
            filled = Filled(edit)
            idea = edit.add("change_idea", {"name": "theideaname"})
            measure = edit.add("measure", {"name": "themeasurename", "unit": "%"})
            person = edit.add("person", {"name": "thepersonname"})
            first = edit.add("cycle", {"title": "therampname"})
            after = edit.add("cycle", {"title": "thenexttitle"})
            cycle = filled.add("cycle", idea=idea, series=first, next=after)
            question = filled.add("question", cycle=cycle)
            filled.add("data_item", cycle=cycle, measure=measure)
            filled.add("task", cycle=cycle, who=person)
            filled.add("field_note", cycle=cycle)
            filled.add("cycle_person", cycle=cycle, person=person)
            filled.add("attachment", of=cycle)
            filled.add("lineage", of=cycle)
            cycles.start_do(edit, cycle, today=date(2026, 3, 1))
            edit.put("cycle", cycle, {"stage": "act"})
            filled.words["cycle", "started"] = ""
            filled.add("amendment", question=question)
        for key, words in {
            ("cycle", "idea"): "theideaname", ("cycle", "next"): "thenexttitle", ("cycle", "series"): "therampname",
            ("data_item", "measure"): "themeasurename", ("task", "who"): "thepersonname",
            ("cycle_person", "person"): "thepersonname", ("question", "locked_at"): "locked", ("task", "done"): "done",
        }.items():  # fmt: skip
            filled.words[key] = words
        pdf = cycle_pdf(collect.collect_cycle(workspace, cycle), printed_on=PRINTED_ON)
        yield filled.words, on_paper(pdf)


def on_paper(pdf: bytes) -> str:
    """All words of a PDF without white space, in plain letters."""
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", words))


def test_that_every_field_of_a_cycle_and_its_parts_is_printed(printed: tuple[dict[tuple[str, str], str], str]) -> None:
    words, paper = printed
    missing = {key: one for key, one in words.items() if one.replace(" ", "") not in paper}
    assert missing == {}


def test_that_no_field_of_the_table_is_left_out_of_this_test(printed: tuple[dict[tuple[str, str], str], str]) -> None:
    links = {("data_item", "cycle"), ("task", "cycle"), ("field_note", "cycle"), ("question", "cycle"),
             ("cycle_person", "cycle"), ("amendment", "question"), ("attachment", "of"), ("lineage", "of")}  # fmt: skip
    fields = {(kind, name) for kind in ("cycle", *PARTS) for name in KINDS[kind].fields}
    assert fields - set(printed[0]) - set(NOT_WORDS) - links == set()


NAMES = {
    "es": "Íñigo Núñez Añorga y María José Peña",
    "vi": "Nguyễn Thị Hồng Vân, Đặng Quỳnh Như",
    "hmn": "Paj Ntaub Lis, Txawj Vaj, Nkauj Hnub Xyooj",
    "en": "Zoë O’Brien-Smythe, D’Angelo & Łukasz",
}


@pytest.mark.parametrize("language", list(NAMES))
def test_that_names_are_printed_letter_by_letter(language: str) -> None:
    name = NAMES[language]
    sheet = replace(whole_sheet(), title=name, roles=((name, name),), team=name)
    paper = on_paper(cycle_pdf(sheet, printed_on=PRINTED_ON))
    assert paper.count(re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))) >= 4


def test_that_arabic_names_are_joined_and_run_from_right_to_left() -> None:
    name = "ليلى الحسن"
    paper = on_paper(cycle_pdf(replace(whole_sheet(), title=name, team=name), printed_on=PRINTED_ON))
    letters = name.replace(" ", "")
    assert letters in paper or letters[::-1] in paper
    assert name in unicodedata.normalize("NFKC", name)  # the letters compared are the plain ones
