"""What goes between the teams: agreements, work on the table and what is said of it, ideas taken up. Plain data."""

from __future__ import annotations

from dataclasses import dataclass

HUB = "hub"


@dataclass(frozen=True)
class Agreement:
    """A team agrees to a stage of feedback."""

    slug: str
    week: int
    to: str
    because: str


@dataclass(frozen=True)
class Pinned:
    """A team puts a part of its story on the network's table; ``about`` as in the sheets."""

    key: str
    slug: str
    week: int
    about: str
    question: str
    wanted: tuple[str, ...]
    weeks: int = 8
    hold: bool = False


@dataclass(frozen=True)
class Comment:
    """What a team or the hub says of a pin."""

    key: str
    slug: str
    week: int
    pin: str
    kind: str
    text: str
    seen: str
    spot: int | None = None


@dataclass(frozen=True)
class Answered:
    """A reply to a comment, with the part that was built on it ("" for none)."""

    slug: str
    week: int
    comment: str
    text: str
    built_on: str = ""


@dataclass(frozen=True)
class TakenOver:
    """A team takes up an idea of another and tests it; ``decision`` "" while the test runs."""

    key: str
    slug: str
    week: int
    origin: str
    idea: str
    keep: str
    change: str
    because: str
    test: str
    plan: str
    ends: int = 0
    decision: str = ""
    decision_because: str = ""


LINCOLN, ROOSEVELT, JEFFERSON = "lincoln-attendance", "roosevelt-course-failure", "jefferson-family-contact"
ALDER, TRANSITIONS, CEDAR = "alder-creek-reading", "jefferson-roosevelt-transitions", "cedar-writing"

#: Between these weeks what teams published travels to the hub, and what it has for them travels back.
ROUNDS = ((40, 41), (48, 49))

AGREEMENTS = (
    Agreement(LINCOLN, 18, "1", "We practised on two pieces of outside work and want to hear what works in ours."),
    Agreement(LINCOLN, 32, "2", "The strengths helped. Questions are next."),
    Agreement(LINCOLN, 46, "3", "Dana asked what we do not see. Everybody said yes; we look at it again in spring."),
    Agreement(JEFFERSON, 22, "1", "To begin with."),
    Agreement(JEFFERSON, 36, "2", "After the app: nobody had asked us anything."),
    Agreement(JEFFERSON, 45, "3", "We would rather hear it here than from families."),
    Agreement(ROOSEVELT, 25, "2", "We know each other for ten years; questions are fine."),
    Agreement(CEDAR, 30, "1", "Strengths only for now."),
    Agreement(CEDAR, 44, "2", "The slide raised questions we want to hear."),
    Agreement(ALDER, 35, "1", "The first step; the practice pieces were easier than we thought."),
    Agreement(TRANSITIONS, 38, "2", "Two schools at one table: questions from the start."),
    Agreement(HUB, 30, "3", "We give what the teams take."),
)

PINS = (
    Pinned(
        "lincoln_bone", LINCOLN, 39, "fishbone",
        "Which of these causes would you look at next, and what would you look for?", ("warm", "probing"), 10,
    ),
    Pinned(
        "lincoln_buddies", LINCOLN, 47, "cycle:buddies1",
        "Is six students too few to learn anything from?", ("warm", "clarifying", "probing", "cool"), 12,
    ),
    Pinned(
        "roosevelt_page", ROOSEVELT, 47, "cycle:page2",
        "What would you want to see before you believed that the page does it?", ("probing",), 12,
    ),
    Pinned(
        "cedar_slide", CEDAR, 47, "measure:evidence",
        "The line slides back. What do you see that we do not?", ("warm", "clarifying", "probing"), 12,
    ),
    Pinned(
        "alder_fluency", ALDER, 47, "measure:fluency", "What in this would help you in your rooms?", ("warm",), 12,
    ),
    Pinned(
        "jefferson_calls", JEFFERSON, 47, "measure:contact",
        "More calls, and no more families heard from. Where would you look?", ("probing", "cool"), 12, hold=True,
    ),
    Pinned(
        "lincoln_desk", LINCOLN, 54, "cycle:checkin4",
        "Three people hand over to one desk. What will break first?", ("warm", "probing", "cool"),
    ),
    Pinned(
        "jefferson_cards", JEFFERSON, 54, "cycle:cards2",
        "How would you know in two weeks whether the card is read?", ("clarifying", "probing", "cool"),
    ),
    Pinned(
        "cedar_monday", CEDAR, 54, "cycle:monday1", "Is ten minutes on a Monday enough to keep something alive?",
        ("warm", "probing"),
    ),
)  # fmt: skip

COMMENTS = (
    Comment("c1", HUB, 43, "lincoln_bone", "warm",
            "Under the late calls you wrote down who followed the list for a week. I could repeat that on Monday.",
            "The evidence beside the causes"),
    Comment("c2", JEFFERSON, 43, "lincoln_bone", "probing",
            "If families heard at 8:20 and still kept the child at home, which of these causes would you cross out?",
            "Families hear too late", 3),
    Comment("c3", ALDER, 44, "lincoln_bone", "warm",
            "You kept the cause that four families spoke against. We would have dropped it.", "Evidence against"),
    Comment("c4", JEFFERSON, 51, "lincoln_buddies", "cool",
            "Six new students and six buddies who like the idea: I could not see how you would notice a buddy who "
            "does nothing. Ours looked the same on paper.", "Plan, and the data to collect", 1),
    Comment("c5", HUB, 51, "lincoln_buddies", "warm",
            "The prediction has a number, so the answer will be one.", "Question 1"),
    Comment("c6", ROOSEVELT, 51, "lincoln_buddies", "clarifying", "Do the six share any class with their buddy?",
            "Plan", 1),
    Comment("c7", LINCOLN, 51, "roosevelt_page", "probing",
            "What would the page have to look like in a week in which nobody reads it?", "Plan", 1),
    Comment("c8", LINCOLN, 51, "cedar_slide", "clarifying", "Who scores the pieces now that the coach has left?",
            "The definition", 2),
    Comment("c9", HUB, 51, "cedar_slide", "warm",
            "You drew the points after the visits ended as one line with those before. Most of us would have stopped.",
            "The chart"),
    Comment("c10", TRANSITIONS, 51, "cedar_slide", "probing",
            "What did the five rooms do on the last day on which it still worked?", "The chart"),
    Comment("c11", CEDAR, 51, "alder_fluency", "warm",
            "The growth line is the same for every child, so a room can see itself. We will borrow that.",
            "The definition"),
    Comment("c12", LINCOLN, 51, "jefferson_calls", "cool",
            "Calls are counted when they are made. I could not find what a family would have to do to be heard from.",
            "The definition", 2),
    Comment("c13", ROOSEVELT, 51, "jefferson_calls", "probing",
            "Which families did you hear from in the months before there were calls?", "The points"),
)  # fmt: skip

ANSWERS = (
    Answered(LINCOLN, 50, "c2", "We asked the nine families again, with your question. Two causes are ruled out now.",
             "fishbone"),
    Answered(LINCOLN, 50, "c1", "Thank you. The sheet is in the file."),
    Answered(CEDAR, 55, "c8", "Two teachers, each the other's room. It is written down now.", "measure:evidence"),
)  # fmt: skip

TAKEN_OVER = (
    TakenOver(
        "jefferson_text", JEFFERSON, 42, LINCOLN, "checkin",
        "A text with a name on it first, a call only to those who do not answer.",
        "It goes out on good days too, and in the language that the card says.",
        "Our families take a call from school for bad news.",
        "A text before the good-news call, 14 families",
        "Two teachers send a text with their name the evening before they call.",
        46, "adapt", "11 of 14 answered the call. Three asked us to write only; they have a list of their own now.",
    ),
    TakenOver(
        "transitions_finish", TRANSITIONS, 50, ROOSEVELT, "finish_it",
        "The last hour on Friday, in the rooms of the teachers whose work it is.",
        "Eighth graders go, with a ninth grader from the lunch table.",
        "They have no room of their own in the high school yet.",
        "Finish-it Friday with 12 eighth graders",
        "Three Fridays; each brings one piece of work and leaves with it handed in.",
    ),
    TakenOver(
        "lincoln_news", LINCOLN, 50, JEFFERSON, "good_news",
        "Two calls a week with something good, by name.",
        "Only to families whose child came back after three days away.",
        "We know these names each morning, and nobody calls them then.",
        "Two good calls a week, homeroom 7B",
        "Mai calls two families on Thursday and writes down what they say.",
    ),
)  # fmt: skip

#: (slug, week, whose test it was, which, words)
THANKS = (
    (ALDER, 53, JEFFERSON, "app2",
     "Thank you for writing down that the app reached nobody. We had the same one on our list for spring."),
    (TRANSITIONS, 53, JEFFERSON, "app2", ""),
)  # fmt: skip

#: (slug, week, comment, words, minutes)
MATTERED = (
    (LINCOLN, 50, "c2", "Your question ruled out two causes in one evening of calls.", 20),
)  # fmt: skip

#: (slug, week, words, minutes): answers to what the hub asked of all in week 48.
ASK_ANSWERS = (
    (LINCOLN, 52, "Our clerk kept the 8:15 text after Mai left for a month. It is on the wall beside the phone.", 10),
)  # fmt: skip

#: (slug, week, entry of the dictionary, our measure or "" for a new one, level and spread of its weekly points)
COUNTED_BY = (
    (LINCOLN, 42, "Weekly attendance", "attendance", 0, 0),
    (ROOSEVELT, 42, "Failing one or more courses", "failing", 0, 0),
    (JEFFERSON, 42, "Families heard from", "contact", 0, 0),
    (LINCOLN, 43, "Families heard from", "reached", 0, 0),
    (CEDAR, 42, "Weekly attendance", "", 94, 2),
    (ALDER, 42, "Weekly attendance", "", 92, 3),
    (ROOSEVELT, 43, "Weekly attendance", "", 89, 3),
)

NETWORK_AIM = {
    "what": "More students in school, every day",
    "for_whom": "the students of our seven schools",
    "from": "91",
    "to": "95",
    "rationale": "A day in school is what every other aim of the network needs first.",
}
WHY_TOGETHER = {
    "theory": "Each of us sees one reason why students stay away; together we see which of them are the same.",
    "prediction": "By June at least three ideas are in use at a school that did not think of them.",
}
