"""What the team believes causes the problem: fishbone, causes, evidence, votes."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, relationship

from netdesk.models.base import RECORD_TABLES, Base


class Evidence(Base):
    __table__ = RECORD_TABLES["evidence"]


class CauseVote(Base):
    __table__ = RECORD_TABLES["cause_vote"]


class Cause(Base):
    __table__ = RECORD_TABLES["cause"]
    evidence: Mapped[list[Evidence]] = relationship(
        primaryjoin="and_(Cause.id == foreign(Evidence.of), Evidence.alive)",
        viewonly=True,
        order_by="Evidence.created_t",
    )


class Fishbone(Base):
    __table__ = RECORD_TABLES["fishbone"]
    causes: Mapped[list[Cause]] = relationship(
        primaryjoin="and_(Fishbone.id == foreign(Cause.fishbone), Cause.alive)", viewonly=True
    )
