"""The six story sheets, one team each: plain data, no code that runs. They know nothing of workspaces or files."""

from __future__ import annotations

from netdesk.demo.sheet import Story
from netdesk.demo.stories.attendance import STORY as ATTENDANCE
from netdesk.demo.stories.course_failure import STORY as COURSE_FAILURE
from netdesk.demo.stories.family_contact import STORY as FAMILY_CONTACT
from netdesk.demo.stories.reading import STORY as READING
from netdesk.demo.stories.transitions import STORY as TRANSITIONS
from netdesk.demo.stories.writing import STORY as WRITING

#: In the order in which the demo makes them; the first is the one whose window opens.
STORIES: tuple[Story, ...] = (ATTENDANCE, READING, COURSE_FAILURE, FAMILY_CONTACT, TRANSITIONS, WRITING)
