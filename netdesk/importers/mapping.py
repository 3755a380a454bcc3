"""Which column of a sheet is what: guessed, shown, changed by a person, remembered, or given by --map."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from netdesk.errors import NetDeskError
from netdesk.i18n import _

ORDERS: Final = ("mdy", "dmy")
#: "" stands for not known: numbers that need it are told, row by row.
DECIMALS: Final = (".", ",", "")


@dataclass(frozen=True, slots=True)
class Mapping:
    """Columns are 0-based; None where there is none. Either ``value`` or both ``n`` and ``d`` are set.

    ``heads`` are the words above the columns: a remembered mapping holds for a sheet with the same. ``first_row`` is
    the number of the first row of data as the spreadsheet shows it. ``turned`` says that periods stand in columns.
    ``fraction`` says that 0.85 stands for 85 in a measure counted in per cent.
    """

    sheet: str = ""
    heads: tuple[str, ...] = ()
    first_row: int = 1
    turned: bool = False
    period: int | None = None
    value: int | None = None
    n: int | None = None
    d: int | None = None
    group: int | None = None
    note: int | None = None
    order: str = "mdy"
    decimal: str = "."
    serials: bool = False
    fraction: bool = False

    @property
    def whole(self) -> bool:
        """Whether enough is said to read points."""
        return self.period is not None and (self.value is not None or (self.n is not None and self.d is not None))

    def with_column(self, role: str, column: int | None) -> Mapping:
        """The mapping with another column for a role; a value takes the place of n and d, and the other way round."""
        changed: dict[str, Any] = {role: column}
        made = replace(self, **changed)
        if column is not None and role == "value":
            return replace(made, n=None, d=None)
        if column is not None and role in ("n", "d"):
            return replace(made, value=None)
        return made


def to_json(mapping: Mapping) -> dict[str, Any]:
    """The JSON form: what --json prints and --map reads."""
    return {**asdict(mapping), "heads": list(mapping.heads)}


def from_json(document: Any) -> Mapping:
    """A mapping from its JSON form; what is left out keeps its default. NetDeskError says which part is wrong."""
    if not isinstance(document, dict):
        raise NetDeskError(_('A map is a JSON object such as {"period": 0, "n": 1, "d": 2}.'))
    known = {field.name: field for field in fields(Mapping)}
    for name, value in document.items():
        if name not in known:
            raise NetDeskError(
                _('A map knows no "{name}". It knows: {known}.').format(name=name, known=", ".join(sorted(known)))
            )
        if not _fits(name, value):
            raise NetDeskError(_('"{name}" of the map cannot be {value}.').format(name=name, value=json.dumps(value)))
    made = Mapping(**{**document, "heads": tuple(document.get("heads", ()))})
    if not made.whole:
        raise NetDeskError(_('A map needs "period", and either "value" or both "n" and "d", as columns from 0.'))
    return made


def _fits(name: str, value: Any) -> bool:
    if name in ("turned", "serials", "fraction"):
        return isinstance(value, bool)
    if name == "heads":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if name == "sheet":
        return isinstance(value, str)
    if name == "order":
        return value in ORDERS
    if name == "decimal":
        return value in DECIMALS
    whole = isinstance(value, int) and not isinstance(value, bool)
    if name == "first_row":
        return whole and value >= 1
    return value is None or (whole and 0 <= value < 1_000)
