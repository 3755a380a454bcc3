"""The aim: its sentence composed from the parts, the gentle lint, and its versions with what changed them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from netdesk.i18n import N_, _, format_date, format_number
from netdesk.operations.source import Record, Source, known_fields, must_get

if TYPE_CHECKING:
    from netdesk.store.edit import Edit

EDIT_AIM: Final = N_("Edit the aim")
CHANGE_AIM: Final = N_("Change our aim")
USE_AIM: Final = N_("Use another aim")
ADD_AIM: Final = N_("Add another aim")


@dataclass(frozen=True, slots=True)
class Lint:
    """A gentle note on an aim: ``field`` and ``span`` (start, end in the field's text) where it points at words."""

    code: str
    text: str
    field: str
    span: tuple[int, int] | None = None


#: Codes of the notes, in the order in which they are shown; an aim without any has them all ticked.
CODES: Final = ("no_number", "no_date", "no_group", "no_baseline", "solution", "no_measure")

#: A group that begins with one of these brings its own connecting word.
_OPENERS: Final = re.compile(
    r"(?:of|for|among|in|with|at|from|between|de|del|para|entre|en|con|por|a)\s", re.IGNORECASE
)
_SOLUTION_VERBS: Final = re.compile(
    r"\s*(?P<verb>implement|introduce|launch|roll|adopt|use|start|begin|provide|hold|train|buy|install|create|set|run|"
    r"deliver|offer|conduct|pilot|establish|expand|hire|teach|call|send|give|make|do|apply|develop|build|add|"
    r"implementar|introducir|lanzar|adoptar|usar|utilizar|iniciar|empezar|comenzar|ofrecer|dar|comprar|instalar|crear|"
    r"organizar|capacitar|contratar|enviar|llamar|aplicar|desarrollar|hacer)\b",
    re.IGNORECASE,
)
#: Nouns that end like a deed but are times, not means: "by spring" names no solution.
_TIMES: Final = "spring|morning|evening|thanksgiving|beginning|midwinter break"
_MEANS: Final = re.compile(
    rf"\b(?:by\s+(?!(?:the\s+)?(?:{_TIMES})\b)(?:\w+ly\s+)?[^\W\d]{{2,}}ing\b|through\b|via\b|using\b|"
    r"with\s+the\s+help\s+of\b|by\s+means\s+of\b|mediante\b|usando\b|utilizando\b|a\s+trav[eé]s\s+de\b|"
    r"por\s+medio\s+de\b|gracias\s+a\b).*",
    re.IGNORECASE | re.DOTALL,
)


def compose_sentence(aim: Mapping[str, Any], *, measure_name: str = "", unit: str = "") -> str:
    """The aim as one sentence of the parts that are there: "By …, … for … from … to …, measured by …."; "" without any.

    ``aim`` holds the aim's fields as a record shows them; ``measure_name`` and ``unit`` are those of its measure.
    """
    what = _words(aim.get("what"))
    group = _words(aim.get("for_whom"))
    if group and not _OPENERS.match(group):
        group = _("for {group}").format(group=group)
    core = " ".join(part for part in (what, group, _from_to(aim, unit)) if part)
    if not core:
        return ""
    if aim.get("by"):
        core = _("by {date}, {rest}").format(
            date=format_date(date.fromisoformat(aim["by"]), "long"), rest=_lower_first(core)
        )
    if measure_name.strip():
        core = _("{rest}, measured by {measure}").format(rest=core, measure=_lower_first(_words(measure_name)))
    return core[0].upper() + core[1:] + "."


def _words(value: object) -> str:
    return " ".join(str(value).split()).rstrip(".;,") if value else ""


def _lower_first(text: str) -> str:
    """A sentence's first letter inside another sentence; abbreviations (GPA, I-Ready) keep theirs."""
    first = text.split()[0] if text else ""
    return text if any(letter.isupper() for letter in first[1:]) or len(first) == 1 else text[:1].lower() + text[1:]


def _from_to(aim: Mapping[str, Any], unit: str) -> str:
    start, goal = (_amount(aim.get(name), unit) for name in ("from", "to"))
    if start and goal:
        return _("from {start} to {goal}").format(start=start, goal=goal)
    if goal:
        return _("to {goal}").format(goal=goal)
    return _("from {start}").format(start=start) if start else ""


def _amount(value: object, unit: str) -> str:
    if value is None or value == "":
        return ""
    number = format_number(Decimal(str(value)))
    sign = unit.strip()
    if sign in ("%", "percent", "per cent", "por ciento"):
        return number + "%"
    return f"{number} {sign}".rstrip()


def lint(aim: Mapping[str, Any]) -> list[Lint]:
    """Notes on the aim's parts, none of which blocks anything: codes of `CODES`, sentences, and the words they mean."""
    notes = []
    what = str(aim.get("what") or "")
    if aim.get("to") is None and not re.search(r"\d", what):
        notes.append(Lint("no_number", _("There is no number yet. How much would be enough?"), "to"))
    if not aim.get("by"):
        notes.append(Lint("no_date", _("There is no date yet. By when?"), "by"))
    if not str(aim.get("for_whom") or "").strip():
        notes.append(Lint("no_group", _("There is no group yet. For whom?"), "for_whom"))
    if aim.get("from") is None:
        notes.append(Lint("no_baseline", _("There is no baseline yet. Where are you now?"), "from"))
    span = solution_in(what)
    if span:
        notes.append(
            Lint(
                "solution",
                _("This aim names a solution. If it turns out not to help, the aim would still ask for it."),
                "what",
                span,
            )
        )
    if not aim.get("measure"):
        notes.append(Lint("no_measure", _("No measure is linked yet. How would you know?"), "measure"))
    return notes


def solution_in(what: str) -> tuple[int, int] | None:
    """Where the words name a means instead of an end ("by calling families", "Implement the programme"), or None."""
    found = _MEANS.search(what)
    if found:
        return found.start(), found.start() + len(found[0].rstrip())
    first = _SOLUTION_VERBS.match(what)
    return (first.start("verb"), len(what.rstrip())) if first else None


def sentence_of(source: Source, aim: Mapping[str, Any]) -> str:
    """The aim's sentence with the name and unit of its measure looked up."""
    measure = source.get("measure", aim["measure"]) if aim.get("measure") else None
    found = measure or {}
    return compose_sentence(aim, measure_name=found.get("name", ""), unit=found.get("unit", ""))


def aim_in_use(source: Source) -> Record | None:
    """The aim that the team works toward now: the active one, else the first; None where there is none."""
    found = source.select("aim")
    return next((one for one in found if one.get("active")), found[0] if found else None)


def add_aim(edit: Edit, fields: Mapping[str, Any]) -> str:
    """A new aim in use; its id."""
    return edit.add("aim", {"active": True, **known_fields("aim", dict(fields))})


def use_aim(edit: Edit, aim: str) -> None:
    """Make this the aim in use; the others stay as they are, out of use."""
    must_get(edit, "aim", aim)
    for one in edit.select("aim"):
        if bool(one.get("active")) != (one["id"] == aim):
            edit.put("aim", one["id"], {"active": one["id"] == aim})


def add_another_aim(edit: Edit, fields: Mapping[str, Any] | None = None) -> str:
    """A further aim, in use from now on instead of the one before; its id."""
    made = add_aim(edit, fields or {})
    use_aim(edit, made)
    return made


def change_aim(
    edit: Edit,
    aim: str,
    fields: Mapping[str, Any],
    *,
    on: date,
    because: str | None = None,
    evidence_link: str | None = None,
) -> str:
    """Put these fields and keep the sentence as it now reads as a version, with why and what evidence; its id."""
    if fields:
        edit.put("aim", aim, dict(fields))
    sentence = sentence_of(edit, must_get(edit, "aim", aim))
    return edit.add(
        "aim_version",
        known_fields(
            "aim_version",
            {
                "aim": aim,
                "sentence": sentence or None,
                "because": because or None,
                "evidence_link": evidence_link,
                "on": on.isoformat(),
            },
        ),
    )


def move_solution_to_ideas(edit: Edit, aim: str) -> str | None:
    """Take the words that name a solution out of the aim and keep them as a change idea; the idea's id, or None."""
    what = str(must_get(edit, "aim", aim).get("what") or "")
    span = solution_in(what)
    if not span:
        return None
    words = what[span[0] : span[1]]
    kept = " ".join((what[: span[0]] + what[span[1] :]).split()) or None
    edit.put("aim", aim, {"what": kept})
    name = re.sub(r"^(?:by|through|via|mediante)\s+", "", words, flags=re.IGNORECASE).strip()
    return edit.add("change_idea", {"name": name[:1].upper() + name[1:]})
