"""What goes between people and teams: pins, feedback, contributions, the dictionary, the library, publications."""

from __future__ import annotations

from netdesk.models.base import RECORD_TABLES, Base


class Attachment(Base):
    __table__ = RECORD_TABLES["attachment"]


class Comment(Base):
    __table__ = RECORD_TABLES["comment"]


class Insight(Base):
    __table__ = RECORD_TABLES["insight"]


class Lineage(Base):
    __table__ = RECORD_TABLES["lineage"]


class Pin(Base):
    __table__ = RECORD_TABLES["pin"]


class Feedback(Base):
    __table__ = RECORD_TABLES["feedback"]


class Reply(Base):
    __table__ = RECORD_TABLES["reply"]


class StageStep(Base):
    __table__ = RECORD_TABLES["stage_step"]


class Contribution(Base):
    __table__ = RECORD_TABLES["contribution"]


class Ask(Base):
    __table__ = RECORD_TABLES["ask"]


class DictionaryEntry(Base):
    __table__ = RECORD_TABLES["dictionary_entry"]


class LibraryEntry(Base):
    __table__ = RECORD_TABLES["library_entry"]


class Notice(Base):
    __table__ = RECORD_TABLES["notice"]


class Publication(Base):
    __table__ = RECORD_TABLES["publication"]
