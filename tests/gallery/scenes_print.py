"""The reports on paper: the cycle summary on one and on two pages, and the ramp."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from netdesk.reports.cycle import cycle_pdf
from netdesk.reports.ramp import ramp_pdf
from netdesk.reports.sheet import CycleSheet, RampSheet, RampStep
from tests.gallery.scene import Sheet
from tests.reports.sheets import chart, whole_sheet

PRINTED = date(2026, 3, 3)


def long_sheet() -> CycleSheet:
    """A cycle with more words than one page holds."""
    sheet = whole_sheet()
    return replace(sheet, study=" ".join([sheet.study] * 60), plan=" ".join([sheet.plan] * 20))


def bare_sheet() -> CycleSheet:
    """A quick cycle: four fields and nothing else."""
    sheet = whole_sheet()
    first = replace(sheet.questions[0], observed="", matched="", learned="", amendments=(), because="", locked_at=None)
    return CycleSheet(
        title=sheet.title, team=sheet.team, depth="quick", stage="plan", questions=(first,),
        planned_start=sheet.planned_start, planned_end=sheet.planned_end,
    )  # fmt: skip


def three_step_ramp() -> RampSheet:
    """A ramp of three tests, the last of them running."""
    done, next_ = (date(2025, 12, 1), date(2025, 12, 12)), (date(2026, 1, 5), date(2026, 1, 30))
    learned = "The call works once it is answered; the number on the screen is in the way."
    return RampSheet(
        title="First-day calls to families",
        team="Grade 7 attendance team",
        school="Lincoln Middle School",
        idea="Call the family on the first morning",
        aim="By May 29, 2026, raise weekly attendance from 89% to 93%.",
        trail=("the driver “Reach a family by 9:30”",),
        steps=(
            RampStep(1, "Three families, one week", Decimal(3), "families", date(2025, 11, 3), date(2025, 11, 7),
                     False, "closed", "adapt", "Mornings work."),
            RampStep(2, "Twelve families, two weeks", Decimal(12), "families", *done, False, "closed", "adapt",
                     learned),
            RampStep(3, "Text first, whole grade", Decimal(148), "students", *next_, True, "do"),
        ),
        charts=(chart(),),
    )  # fmt: skip


def names_sheet() -> CycleSheet:
    """Names and words in the scripts that families write in."""
    sheet = whole_sheet()
    names = ("ليلى الحسن", "نور الدين ٧", "שירה כהן", "Nguyễn Thị Hồng", "Paj Ntaub Vaj", "Íñigo Núñez")
    words = "اتصلت ليلى بالعائلة صباحًا (9:30)، ثم أرسلت رسالة text message إلى Rosa."
    return replace(
        sheet, title="ليلى الحسن: مكالمة في الصباح الأول", do=words,
        study="Niam txiv tau txais lus. Họ trả lời lúc 9:30.",
        roles=tuple((name, "caller") for name in names),
    )  # fmt: skip


def cycle(sheet: CycleSheet, paper: str, lang: str) -> bytes:
    """The summary of one cycle."""
    return cycle_pdf(sheet, paper=paper, lang=lang, printed_on=PRINTED)


SHEETS: tuple[Sheet, ...] = (
    Sheet("print-cycle", lambda paper, lang: cycle(whole_sheet(), paper, lang)),
    Sheet("print-cycle-long", lambda paper, lang: cycle(long_sheet(), paper, lang)),
    Sheet("print-cycle-quick", lambda paper, lang: cycle(bare_sheet(), paper, lang)),
    Sheet("print-cycle-names", lambda paper, lang: cycle(names_sheet(), paper, lang)),
    Sheet("print-ramp", lambda paper, lang: ramp_pdf(three_step_ramp(), paper=paper, lang=lang, printed_on=PRINTED)),
)
