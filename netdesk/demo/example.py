"""The example team of the first start: the demo's first story told to its end, as a dump.

``python -m netdesk.demo.example resources/templates/example.json`` writes it anew after a story sheet has changed.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from netdesk.demo.build import start_team
from netdesk.demo.school_year import school_weeks
from netdesk.demo.sheet import Story
from netdesk.demo.stories import STORIES
from netdesk.demo.tell_purpose import purpose_events
from netdesk.demo.tell_work import work_events
from netdesk.demo.telling import StoryClock, Telling, tell
from netdesk.store.dump import dump_text

#: The day on which the committed example's story ends.
STORY_ENDS = date(2026, 11, 20)
SEED = 1


def example_dump(story: Story = STORIES[0], *, today: date = STORY_ENDS, seed: int = SEED) -> str:
    """The canonical text of the team's dump; the same for the same story, day and seed."""
    weeks = school_weeks(today)
    telling = Telling(story, weeks, f"{seed}/{story.slug}")
    clock = StoryClock(weeks.moment(0, 0, -60))
    with (
        tempfile.TemporaryDirectory(prefix="netdesk-example-") as folder,
        start_team(telling, Path(folder) / "example.netdesk", clock) as workspace,
    ):
        for event in sorted((*purpose_events(story, weeks), *work_events(story, weeks)), key=lambda one: one.when):
            clock.at = event.when
            tell(telling, workspace, event)
        document = workspace.dump()
        document["records"].pop("publication", None)  # a new team has published nothing
        return dump_text(document)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(example_dump(), encoding="utf-8")
