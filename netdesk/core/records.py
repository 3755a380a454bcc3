"""The one table of records: every kind a workspace holds, with its fields, types, merge rules and share column.

Entities, the checks of ``apply``, ``dump``, the publish whitelist, forms and history labels all follow this
table; nothing lists fields a second time. Kinds, fields and choices are public through ``dump`` and ``apply``:
names are kept for ever, fields may be added. A field never changes its type or meaning.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from netdesk.i18n import N_

ID_PREFIX = "netdesk-id/1"
SEPARATOR = "\x1f"

#: Types whose values are JSON structures in a column; all others are text or bool.
STRUCTURED = frozenset({"list", "pos", "pair", "json"})
#: Types of free text: their values carry a random salt in the log, so that a purged short text cannot be guessed.
SALTED = frozenset({"text", "long", "list", "json"})

#: Names kept free for later kinds, under the same rules. They are relayed, not written.
RESERVED = frozenset(
    [
        "meeting",
        "agenda_item",
        "role_turn",
        "norm_check",
        "pulse",
        "visit",
        "consensus",
        "protocol_run",
        "story",
        "proof_point",
    ]
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``type`` as in the records page, ``choices`` for choice fields, ``to`` the kinds a ref may name."""

    name: str
    type: str
    choices: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    share: bool = False
    written_by_program: bool = False
    help: str = ""

    @property
    def attribute(self) -> str:
        """The entity's attribute: Python keywords end in an underscore there; the public name stays."""
        return self.name + "_" if self.name in {"from", "is", "in", "class", "global"} else self.name


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record. ``derived`` names the fields whose values make its id (empty: a random id)."""

    name: str
    label: str
    fields: MappingProxyType[str, Field]
    derived: tuple[str, ...] = ()
    shared: bool = True
    part_of: str = ""

    @property
    def shared_fields(self) -> tuple[str, ...]:
        """The fields that may be published, in the table's order; empty for a kind that is never published."""
        return tuple(f.name for f in self.fields.values() if f.share) if self.shared else ()


def _parse_field(text: str, private: frozenset[str], program: frozenset[str], help_: dict[str, str]) -> Field:
    name, _, rest = text.strip().partition(" ")
    type_, _, inner = (rest.strip() or "text").partition("(")
    parts = tuple(part.strip() for part in inner.rstrip(")").split(",")) if inner else ()
    return Field(
        name=name,
        type=type_,
        choices=parts if type_ == "choice" else (),
        to=() if parts == ("any",) or type_ != "ref" else parts,
        share=name not in private,
        written_by_program=name in program or type_ == "json",
        help=help_.get(name, ""),
    )


def _kind(
    name: str,
    label: str,
    fields: str,
    *,
    derived: str = "",
    shared: bool = True,
    private: str = "",
    program: str = "",
    part_of: str = "",
    **help_: str,
) -> Kind:
    parsed = (
        _parse_field(text, frozenset(private.split()), frozenset(program.split()), help_) for text in fields.split(";")
    )
    return Kind(name, label, MappingProxyType({f.name: f for f in parsed}), tuple(derived.split()), shared, part_of)


_CHART = "choice(run, i, mr, p, pp, u, up, c, g, t, xbar, s, iprime)"
_BETTER = "choice(up, down, neither)"
_MEASURE_TYPE = "choice(outcome, process, balancing, driver)"
_TIER = "choice(classroom, school, district, county, hub)"
_EVERY = "choice(day, week, 2 weeks, month, term)"
_UPTAKE = "choice(asked, contributed, taken up, mattered)"

_TABLE = (
    _kind("team", N_("team"), "name; school; district; network_name; context list"),
    _kind(
        "person",
        N_("person"),
        f"name; role_title; tier {_TIER}; active bool; agrees bool",
        private="active agrees",
        agrees="Only this person may say that the name and role may be published.",
    ),
    _kind(
        "charter",
        N_("charter"),
        "burning_question long; why_now long; boundaries long; who_is_affected long; who_is_missing long",
        derived="(team)",
    ),
    _kind("tried_before", N_("thing tried before"), "pos pos; what text; happened long", part_of="charter"),
    _kind("norm", N_("norm"), "pos pos; text", part_of="charter"),
    _kind(
        "why_together",
        N_("reason to work together"),
        "theory long; prediction long; review_on date; found long",
        derived="(team)",
    ),
    _kind("problem", N_("problem"), "statement long; evidence long; evidence_link ref(any); since date"),
    _kind(
        "aim",
        N_("aim"),
        "what; for_whom; measure ref(measure); from num; to num; by date; rationale long; parent ref(aim); active bool",
    ),
    _kind(
        "aim_version",
        N_("aim version"),
        "aim ref(aim); sentence long; because long; evidence_link ref(any); on date",
        part_of="aim",
    ),
    _kind("fishbone", N_("fishbone"), "effect text; problem ref(problem); preset choice(school, 6m, blank)"),
    _kind(
        "cause",
        N_("cause"),
        "fishbone ref(fishbone); pos pos; text; note long; category bool; "
        "status choice(open, supported, ruled_out); confidence choice(low, middle, high)",
        part_of="fishbone",
    ),
    _kind(
        "evidence",
        N_("piece of evidence"),
        "of ref(cause); side choice(for, against); text long; "
        "source_kind choice(data, observation, student voice, family voice, research, experience); link ref(any)",
    ),
    _kind(
        "cause_vote",
        N_("vote on a cause"),
        "cause ref(cause); person ref(person); weight num",
        derived="cause person",
        shared=False,
    ),
    _kind(
        "driver",
        N_("driver"),
        "aim ref(aim); level choice(primary, secondary, tertiary); name text; definition long; from_cause ref(cause)",
    ),
    _kind(
        "driver_link",
        N_("link between drivers"),
        "parent ref(aim, driver); child ref(driver, change_idea); strength choice(strong, weak); order key",
        derived="parent child",
    ),
    _kind("change_idea", N_("change idea"), "name text; description long; research long; origin ref(lineage)"),
    _kind(
        "theory_version",
        N_("version of the theory"),
        "name text; because long; on date; picture json",
        private="picture",
    ),
    _kind(
        "measure",
        N_("measure"),
        f"name; type {_MEASURE_TYPE}; of ref(aim, driver, change_idea); unit; better {_BETTER}; chart {_CHART}; "
        f"rules choice(anhoej, ihi, mdc, nelson, western-electric); every {_EVERY}; "
        "collector ref(person); minutes num; dictionary ref(dictionary_entry)",
        minutes="Minutes of work for one point.",
    ),
    _kind(
        "measure_definition",
        N_("definition of a measure"),
        "measure ref(measure); since date; text long; numerator; denominator; exclusions; source",
        part_of="measure",
    ),
    _kind("subgroup", N_("sub-group"), "measure ref(measure); pos pos; name", part_of="measure"),
    _kind(
        "observation",
        N_("observation"),
        "measure ref(measure); subgroup ref(subgroup); period date; ordinal num; value pair; note text",
        derived="measure subgroup period ordinal",
        part_of="measure",
        ordinal="0; more for several in one period.",
    ),
    _kind(
        "exclusion",
        N_("excluded point"),
        "observation ref(observation); reason long",
        derived="observation",
        part_of="measure",
    ),
    _kind(
        "phase",
        N_("phase"),
        "measure ref(measure); starts date; reason long; frozen_points num; because ref(cycle)",
        part_of="measure",
        starts="Empty: the first phase, for a frozen baseline without a split.",
    ),
    _kind(
        "judgement",
        N_("judgement of a point"),
        "observation ref(observation); astronomical bool; because long",
        derived="observation",
        part_of="measure",
    ),
    _kind("target_step", N_("target"), "measure ref(measure); from date; value num", part_of="measure"),
    _kind(
        "annotation",
        N_("annotation"),
        "measure ref(measure); on date; text; cycle ref(cycle)",
        part_of="measure",
    ),
    _kind("calendar_gap", N_("school break"), "name; from date; to date"),
    _kind(
        "cycle",
        N_("cycle"),
        "title; idea ref(change_idea); series ref(cycle); ramp num; purpose choice(learn, develop, test, implement); "
        f"depth choice(quick, guided, full); scope num; scope_unit text; tier {_TIER}; planned_start date; "
        "planned_end date; started date; ended date; stage choice(plan, do, study, act, closed); plan long; do long; "
        "study long; act long; decision choice(adopt, adapt, abandon, repeat, scale); decision_because long; "
        "next ref(cycle); people num",
        people="How many people were affected.",
    ),
    _kind(
        "question",
        N_("question"),
        "cycle ref(cycle); pos pos; text; prediction long; because long; locked_at when; observed long; "
        "matched choice(yes, partly, no, cannot tell); learned long",
        program="locked_at",
        part_of="cycle",
        locked_at="Set only by the step to Do; from then on a prediction changes by an amendment.",
    ),
    _kind(
        "amendment",
        N_("amendment"),
        "question ref(question); prediction long; because long; reason long",
        part_of="cycle",
    ),
    _kind(
        "data_item",
        N_("data to collect"),
        "cycle ref(cycle); pos pos; measure ref(measure); what text; who; when_text; where; minutes num",
        private="who",
        part_of="cycle",
    ),
    _kind(
        "task",
        N_("task"),
        "cycle ref(cycle); pos pos; what; who ref(person); where; due date; done bool",
        shared=False,
    ),
    _kind(
        "field_note",
        N_("field note"),
        "cycle ref(cycle); on when; text long; expected choice(as planned, not as planned, neither)",
    ),
    _kind(
        "cycle_person",
        N_("person in a cycle"),
        "cycle ref(cycle); person ref(person); role text",
        derived="cycle person",
        shared=False,
    ),
    _kind(
        "attachment", N_("attachment"), "of ref(any); name; caption; mime; size num; sha256", program="sha256 size mime"
    ),
    _kind("comment", N_("comment"), "of ref(any); text long", shared=False),
    _kind("insight", N_("insight"), "text long; from ref(any); changed long"),
    _kind(
        "lineage",
        N_("origin of an idea"),
        "of ref(change_idea, cycle); from_team text; from_id; keep long; change long; because long; by_team text",
        by_team="The team that took it up; filled in by the program where it is left out.",
    ),
    _kind(
        "pin",
        N_("item on the table"),
        "of ref(any); question long; wanted list; stage choice(0, 1, 2, 3); hold bool; "
        "audience choice(team, network); until date; frozen json; before ref(pin); by_team text",
        program="stage frozen",
        hold="Cool feedback is kept back until this is set to false.",
    ),
    _kind(
        "feedback",
        N_("feedback"),
        "pin ref(pin); kind choice(clarifying, probing, warm, cool); text long; evidence_seen long; spot num; "
        "by_team text",
    ),
    _kind("reply", N_("reply"), "feedback ref(feedback); text long; built_on ref(any)"),
    _kind(
        "stage_step",
        N_("agreement on feedback"),
        "to choice(0, 1, 2, 3); agreed_by list; on date; because long",
        shared=False,
    ),
    _kind(
        "contribution",
        N_("contribution"),
        f"what ref(any); asked_by; contributed_by; taken_up_by text; mattered long; minutes num; state {_UPTAKE}",
    ),
    _kind(
        "ask",
        N_("ask"),
        "to_person text; to_team text; text long; minutes num; state choice(asked, answered, declined)",
    ),
    _kind(
        "dictionary_entry",
        N_("entry of the measure dictionary"),
        f"name; type {_MEASURE_TYPE}; unit; better {_BETTER}; chart {_CHART}; text long; numerator; denominator; "
        "exclusions; source; version num; replaces ref(dictionary_entry)",
    ),
    _kind(
        "library_entry",
        N_("entry of the change library"),
        "idea ref(change_idea); name; description long; from_team text; found long",
    ),
    _kind(
        "notice",
        N_("notice"),
        "to_team text; about ref(any); type choice(uptake, thanks, note); lineage ref(lineage); text long",
    ),
    _kind("publication", N_("publication"), "of ref(any); on when", derived="of", shared=False, program="of on"),
)

#: kind name → Kind, in the order of the records page.
KINDS: MappingProxyType[str, Kind] = MappingProxyType({kind.name: kind for kind in _TABLE})

#: Kinds whose records hang in a tree by their ``pos``: kind → the field that names the tree.
TREES = MappingProxyType({"cause": "fishbone"})
#: The kind whose records are the edges of the driver graph.
LINK = "driver_link"
#: Stages of a cycle in their order; every stage after the first means that Do has begun.
STAGES = KINDS["cycle"].fields["stage"].choices
#: What a stage of feedback allows (records page, ``feedback``).
FEEDBACK_BY_STAGE = MappingProxyType(
    {
        "0": frozenset[str](),
        "1": frozenset({"warm"}),
        "2": frozenset({"warm", "clarifying", "probing"}),
        "3": frozenset({"warm", "clarifying", "probing", "cool"}),
    }
)


#: Parts that a published record takes along: kind → (kind of part, ref field of the part that names its owner).
#: A dotted path goes over a record in between: an exclusion names an observation, which names the measure.
PARTS: MappingProxyType[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "cycle": (("question", "cycle"), ("amendment", "question.cycle"), ("data_item", "cycle")),
        "measure": (
            ("measure_definition", "measure"),
            ("subgroup", "measure"),
            ("observation", "measure"),
            ("phase", "measure"),
            ("exclusion", "observation.measure"),
            ("judgement", "observation.measure"),
            ("target_step", "measure"),
            ("annotation", "measure"),
        ),
        "fishbone": (("cause", "fishbone"),),
        "charter": (("tried_before", ""), ("norm", "")),
        "aim": (("aim_version", "aim"),),
    }
)


#: What belongs to a record alone and is deleted and restored with it: kind → (kind of part, its field).
OWNED: MappingProxyType[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "cycle": tuple((part, "cycle") for part in ("question", "data_item", "task", "field_note", "cycle_person")),
        "question": (("amendment", "question"),),
        "measure": tuple(
            (part, "measure")
            for part in ("measure_definition", "subgroup", "observation", "phase", "target_step", "annotation")
        ),
        "observation": (("exclusion", "observation"), ("judgement", "observation")),
        "fishbone": (("cause", "fishbone"),),
        "cause": (("evidence", "of"), ("cause_vote", "cause")),
        "aim": (("aim_version", "aim"),),
        "driver": ((LINK, "parent"), (LINK, "child")),
        "change_idea": ((LINK, "child"),),
        "pin": (("feedback", "pin"),),
        "feedback": (("reply", "feedback"),),
    }
)
#: Kinds kept in a list of their own order: kind → the field that names the list (None: one list a workspace).
LISTS: MappingProxyType[str, str | None] = MappingProxyType(
    {
        "tried_before": None,
        "norm": None,
        "cause": "fishbone",
        "subgroup": "measure",
        "question": "cycle",
        "data_item": "cycle",
        "task": "cycle",
        LINK: "parent",
    }
)


def derive_id(kind: str, parts: Iterable[str | None]) -> str:
    """The id (32 hex) that everyone computes for the same thing: SHA-256 over prefix, kind and parts, cut."""
    text = SEPARATOR.join([ID_PREFIX, kind, *(part or "" for part in parts)])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def derived_parts(kind: Kind, values: dict[str, object], team: str) -> list[str | None]:
    """The id parts of a record of a derived kind, from its field values; "(team)" stands for the team record's id."""
    return [team if part == "(team)" else _text_or_none(values.get(part)) for part in kind.derived]


def _text_or_none(value: object) -> str | None:
    return None if value is None else str(value)


def is_id(text: object) -> bool:
    """Whether this is an id as records have it: 32 lower-case hex digits."""
    return isinstance(text, str) and len(text) == 32 and all(c in "0123456789abcdef" for c in text)
