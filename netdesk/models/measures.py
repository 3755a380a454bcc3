"""What the data say: measures with their definitions, observations, phases, targets and annotations."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, relationship

from netdesk.models.base import RECORD_TABLES, Base


class MeasureDefinition(Base):
    __table__ = RECORD_TABLES["measure_definition"]


class Subgroup(Base):
    __table__ = RECORD_TABLES["subgroup"]


class Exclusion(Base):
    __table__ = RECORD_TABLES["exclusion"]


class Judgement(Base):
    __table__ = RECORD_TABLES["judgement"]


class Observation(Base):
    __table__ = RECORD_TABLES["observation"]
    exclusion: Mapped[Exclusion | None] = relationship(
        primaryjoin="and_(Observation.id == foreign(Exclusion.observation), Exclusion.alive)",
        viewonly=True,
        uselist=False,
    )


class Phase(Base):
    __table__ = RECORD_TABLES["phase"]


class TargetStep(Base):
    __table__ = RECORD_TABLES["target_step"]


class Annotation(Base):
    __table__ = RECORD_TABLES["annotation"]


class Measure(Base):
    __table__ = RECORD_TABLES["measure"]
    observations: Mapped[list[Observation]] = relationship(
        primaryjoin="and_(Measure.id == foreign(Observation.measure), Observation.alive)",
        viewonly=True,
        order_by="[Observation.period, Observation.ordinal]",
    )
    definitions: Mapped[list[MeasureDefinition]] = relationship(
        primaryjoin="and_(Measure.id == foreign(MeasureDefinition.measure), MeasureDefinition.alive)",
        viewonly=True,
        order_by="[MeasureDefinition.since, MeasureDefinition.created_t]",
    )
    phases: Mapped[list[Phase]] = relationship(
        primaryjoin="and_(Measure.id == foreign(Phase.measure), Phase.alive)",
        viewonly=True,
        order_by="[Phase.starts, Phase.created_t]",
    )
    targets: Mapped[list[TargetStep]] = relationship(
        primaryjoin="and_(Measure.id == foreign(TargetStep.measure), TargetStep.alive)",
        viewonly=True,
        order_by="TargetStep.from_",
    )
    annotations: Mapped[list[Annotation]] = relationship(
        primaryjoin="and_(Measure.id == foreign(Annotation.measure), Annotation.alive)",
        viewonly=True,
        order_by="[Annotation.on, Annotation.created_t]",
    )
    subgroups: Mapped[list[Subgroup]] = relationship(
        primaryjoin="and_(Measure.id == foreign(Subgroup.measure), Subgroup.alive)", viewonly=True
    )
