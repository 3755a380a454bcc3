"""Entities follow the table of records, and rows can be read through them."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy import select

from netdesk import models
from netdesk.core.records import KINDS, STRUCTURED
from netdesk.models import RECORD_COLUMNS, RECORD_TABLES, Cycle, Fishbone, Measure, metadata
from netdesk.store.workspace import Workspace


def entities() -> dict[str, type]:
    return {mapper.local_table.name: mapper.class_ for mapper in models.Base.registry.mappers}


def test_that_every_kind_has_an_entity_that_is_offered_by_name() -> None:
    assert set(entities()) == set(KINDS) == set(RECORD_TABLES)
    assert {one.__name__ for one in entities().values()} <= set(models.__all__)


@pytest.mark.parametrize("kind", KINDS)
def test_that_an_entity_has_every_field_of_its_kind(kind: str) -> None:
    table, entity = RECORD_TABLES[kind], entities()[kind]
    for field in KINDS[kind].fields.values():
        assert hasattr(entity, field.attribute)
        column = table.c[field.attribute]
        assert column.name == field.name
        assert column.nullable, "what another version left out must not be refused"
        assert isinstance(column.type, models.base.Json) == (field.type in STRUCTURED)
    assert set(RECORD_COLUMNS) <= {column.name for column in table.columns}


def test_that_no_constraint_can_make_someones_record_vanish() -> None:
    for table in metadata.tables.values():
        assert not table.foreign_keys, table.name
        for constraint in table.constraints:
            assert isinstance(constraint, sqlalchemy.PrimaryKeyConstraint), (table.name, constraint)
        assert not any(index.unique for index in table.indexes), table.name


def test_that_a_keyword_is_written_with_an_underscore_and_keeps_its_public_name() -> None:
    assert RECORD_TABLES["aim"].c["from_"].name == "from"


def test_that_relationships_lead_from_a_record_to_its_living_parts(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "ana.netdesk", team="Lincoln", person="Ana") as ana:
        with ana.edit("Fill") as edit:
            cycle = edit.add("cycle", {"title": "First"})
            edit.add("question", {"cycle": cycle, "text": "Will it?"})
            measure = edit.add("measure", {"name": "Absences"})
            edit.add("observation", {"measure": measure, "period": "2026-03-01", "value": {"n": 1, "d": 20}})
            bone = edit.add("fishbone", {"effect": "Absence"})
            edit.add("cause", {"fishbone": bone, "text": "Buses"})
        with ana.read() as session:
            names = {one.key for one in sqlalchemy.inspect(Cycle).relationships}
            assert [one.text for one in session.get_one(Cycle, cycle).questions] == ["Will it?"], names
            assert session.get_one(Measure, measure).observations[0].value == {"n": "1", "d": "20"}
            assert [one.text for one in session.scalars(select(Fishbone)).one().causes] == ["Buses"]
