"""Tests of change: cycles (PDSA) with questions, predictions, data, tasks and field notes."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, relationship

from netdesk.models.base import RECORD_TABLES, Base


class Amendment(Base):
    __table__ = RECORD_TABLES["amendment"]


class Question(Base):
    __table__ = RECORD_TABLES["question"]
    amendments: Mapped[list[Amendment]] = relationship(
        primaryjoin="and_(Question.id == foreign(Amendment.question), Amendment.alive)",
        viewonly=True,
        order_by="Amendment.created_t",
    )


class DataItem(Base):
    __table__ = RECORD_TABLES["data_item"]


class Task(Base):
    __table__ = RECORD_TABLES["task"]


class FieldNote(Base):
    __table__ = RECORD_TABLES["field_note"]


class CyclePerson(Base):
    __table__ = RECORD_TABLES["cycle_person"]


class Cycle(Base):
    __table__ = RECORD_TABLES["cycle"]
    questions: Mapped[list[Question]] = relationship(
        primaryjoin="and_(Cycle.id == foreign(Question.cycle), Question.alive)", viewonly=True
    )
    data_items: Mapped[list[DataItem]] = relationship(
        primaryjoin="and_(Cycle.id == foreign(DataItem.cycle), DataItem.alive)", viewonly=True
    )
    tasks: Mapped[list[Task]] = relationship(
        primaryjoin="and_(Cycle.id == foreign(Task.cycle), Task.alive)", viewonly=True
    )
    field_notes: Mapped[list[FieldNote]] = relationship(
        primaryjoin="and_(Cycle.id == foreign(FieldNote.cycle), FieldNote.alive)",
        viewonly=True,
        order_by="[FieldNote.on, FieldNote.created_t]",
    )
