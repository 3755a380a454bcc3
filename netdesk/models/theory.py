"""The theory of improvement: drivers, their links, change ideas, versions."""

from __future__ import annotations

from netdesk.models.base import RECORD_TABLES, Base


class Driver(Base):
    __table__ = RECORD_TABLES["driver"]


class DriverLink(Base):
    __table__ = RECORD_TABLES["driver_link"]


class ChangeIdea(Base):
    __table__ = RECORD_TABLES["change_idea"]


class TheoryVersion(Base):
    __table__ = RECORD_TABLES["theory_version"]
