"""Why the team works, and who it is: team, people, charter, problem, aim."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, relationship

from netdesk.models.base import RECORD_TABLES, Base


class Team(Base):
    __table__ = RECORD_TABLES["team"]


class Person(Base):
    __table__ = RECORD_TABLES["person"]


class Charter(Base):
    __table__ = RECORD_TABLES["charter"]


class TriedBefore(Base):
    __table__ = RECORD_TABLES["tried_before"]


class Norm(Base):
    __table__ = RECORD_TABLES["norm"]


class WhyTogether(Base):
    __table__ = RECORD_TABLES["why_together"]


class Problem(Base):
    __table__ = RECORD_TABLES["problem"]


class AimVersion(Base):
    __table__ = RECORD_TABLES["aim_version"]


class Aim(Base):
    __table__ = RECORD_TABLES["aim"]
    versions: Mapped[list[AimVersion]] = relationship(
        primaryjoin="and_(Aim.id == foreign(AimVersion.aim), AimVersion.alive)",
        viewonly=True,
        order_by="[AimVersion.on, AimVersion.created_t]",
    )


class CalendarGap(Base):
    __table__ = RECORD_TABLES["calendar_gap"]
