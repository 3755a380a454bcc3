"""Tables of the change log and what is derived from it: streams, changes, heads, conflicts; and local-only rows.

No UNIQUE but the primary keys and no enforced foreign keys: constraints make other people's records vanish on
arrival. Stream ids are integers, and the index by record leads with the record, because the planner once chose
the stream's prefix and edits fell from thousands to tens a second (a test asserts the query plans).
"""

from __future__ import annotations

from sqlalchemy import Column, Dialect, Index, Integer, LargeBinary, String, Table, Text, text

from netdesk.models.base import metadata


class Bytes(LargeBinary):
    """Bytes as they are. SQLAlchemy's own type wraps each value in a memoryview, which costs a fifth of a receive."""

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> None:
        return None


STREAM = Table(
    "log_stream",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("space", String(40), nullable=False),
    Column("device", String(16), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("chain", Bytes, nullable=False),
    Column("t", String(16), nullable=False),
    Column("x", Integer, nullable=False),
    Column("head_seq", Integer, nullable=False),
    Column("head_sig", Text),
)

CHANGE = Table(
    "log_change",
    metadata,
    Column("stream", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("record", String(32)),
    Column("x", Integer, nullable=False),
    Column("edit", Integer, nullable=False),
    Column("chain", Bytes, nullable=False),
    Column("body", Bytes, nullable=False),
    sqlite_with_rowid=False,
)
Index("log_change_record", CHANGE.c.record)
Index("log_change_edit", CHANGE.c.stream, CHANGE.c.x, CHANGE.c.seq, sqlite_where=text("edit = 1"))

HEAD = Table(
    "log_head",
    metadata,
    Column("record", String(32), primary_key=True),
    Column("field", String(64), primary_key=True),
    Column("stream", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

CONFLICT = Table(
    "log_conflict",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("space", String(40), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("record", String(32), nullable=False),
    Column("field", String(64)),
    Column("type", String(16), nullable=False),
    Column("versions", Text, nullable=False),
)
Index("log_conflict_record", CONFLICT.c.record)

CARD = Table(
    "card",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("device", String(16), nullable=False),
    Column("team", String(32), nullable=False),
    Column("body", Text, nullable=False),
)

Index("card_team", CARD.c.team)

#: What each peer acknowledged, in a signed bundle, to hold; and which bundles were taken in.
PEER = Table(
    "peer",
    metadata,
    Column("peer", String(16), primary_key=True),
    Column("space", String(40), primary_key=True),
    Column("device", String(16), primary_key=True),
    Column("seq", Integer, nullable=False),
)
PEER_HEARD = Table(
    "peer_heard",
    metadata,
    Column("peer", String(16), primary_key=True),
    Column("w", Integer, nullable=False),
)
BUNDLE = Table(
    "bundle",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("device", String(16), nullable=False),
    Column("w", Integer, nullable=False),
    Column("changes", Integer, nullable=False),
)

META = Table("meta", metadata, Column("key", String(64), primary_key=True), Column("value", Text))
SETTING = Table("setting", metadata, Column("name", String(128), primary_key=True), Column("value", Text))
DRAFT = Table(
    "draft",
    metadata,
    Column("record", String(32), primary_key=True),
    Column("field", String(64), primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("w", Integer, nullable=False),
)
