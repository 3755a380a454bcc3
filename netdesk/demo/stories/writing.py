"""Writing with evidence, Grades 4 and 5: a clear rise that slid back when the routine lost its owner."""

from __future__ import annotations

from netdesk.demo.sheet import (
    AimVersion,
    Annotation,
    Cause,
    Definition,
    Driver,
    Idea,
    Link,
    Measure,
    Person,
    Phase,
    Problem,
    Publishing,
    Story,
    TheoryVersion,
    Window,
    against,
    for_,
)
from netdesk.demo.stories.writing_cycles import CYCLES, REMARKS

PEOPLE = (
    Person("carmen", "Carmen Duarte", "Grade 5 teacher", agrees=True),
    Person("hal", "Hal Lindqvist", "Grade 4 teacher"),
    Person("mee", "Mee Moua", "Grade 4 teacher", agrees=True),
    Person("priya", "Priya Raman", "Instructional coach", "district", agrees=True),
    Person("terry", "Terry Boone", "Grade 5 teacher"),
)

CAUSES = (
    Cause(
        "people",
        "People",
        causes=(
            Cause(
                "own_words",
                "Students think that writing is their opinion",
                "supported",
                "middle",
                evidence=(for_("student voice", "“You just say what you think.” 13 of 18 said so."),),
                votes=(("carmen", 2),),
            ),
            Cause("tired", "They are tired by 2 p.m.", "open", "low", votes=(("terry", 3), ("hal", 1))),
        ),
    ),
    Cause(
        "process",
        "Process",
        causes=(
            Cause(
                "no_talk",
                "They write before they have talked",
                "supported",
                "high",
                evidence=(
                    for_("observation", "In 12 lessons a median of two students spoke about the text before writing."),
                    for_("research", "Discussion of a text before writing is widely advised for this age."),
                ),
                votes=(("mee", 2), ("priya", 1)),
                causes=(
                    Cause("quiet_rule", "Writing time is silent time", "supported", "middle"),
                    Cause("pace", "The program's pace leaves four minutes", "open", "middle"),
                ),
            ),
            Cause(
                "no_revision",
                "Nothing is written twice",
                "supported",
                "high",
                evidence=(for_("data", "In 40 folders, 3 pieces had a second version."),),
                votes=(("priya", 2),),
            ),
            Cause(
                "feedback_late",
                "Comments come a week later",
                "supported",
                "middle",
                evidence=(
                    for_("data", "From hand-in to comment: a median of 6 school days."),
                    against("observation", "Terry's come the next day, and the pieces look alike.", 12),
                ),
            ),
        ),
    ),
    Cause(
        "materials",
        "Materials",
        causes=(
            Cause(
                "texts",
                "Prompts can be answered without the text",
                "supported",
                "high",
                evidence=(for_("data", "We answered 9 of 14 prompts without reading."),),
            ),
            Cause(
                "spelling",
                "They cannot spell",
                "ruled_out",
                "middle",
                evidence=(against("data", "Pieces with and without evidence have as many spelling errors."),),
                votes=(("hal", 2),),
            ),
        ),
    ),
    Cause(
        "policy",
        "Policy",
        causes=(Cause("test_only", "Only the spring test counts writing", "open", "low"),),
    ),
    Cause(
        "place",
        "Place",
        causes=(
            Cause(
                "rows",
                "Rooms are in rows",
                "ruled_out",
                "low",
                evidence=(against("observation", "Mee's room has been in groups for a year: same pieces."),),
            ),
        ),
    ),
)

DRIVERS = (
    Driver(
        "think",
        "primary",
        "They know what they think and where it comes from",
        "Before writing, each has said a claim and pointed to a line.",
        (Link("aim"),),
        "no_talk",
    ),
    Driver(
        "twice",
        "primary",
        "What matters is written twice",
        "Each piece that is scored has a first version with a comment.",
        (Link("aim"),),
        "no_revision",
    ),
    Driver(
        "prompts",
        "primary",
        "Prompts that need the text",
        "Nobody can answer without having read.",
        (Link("aim", "weak"),),
        "texts",
    ),
    Driver(
        "talk",
        "secondary",
        "Talk with the text open",
        "Eight minutes in pairs, finger on the line.",
        (Link("think"), Link("twice", "weak")),
        "no_talk",
    ),
    Driver(
        "same_day",
        "secondary",
        "A comment on the same day",
        "One sentence, by a teacher or a classmate, before the next lesson.",
        (Link("twice"), Link("think")),
        "feedback_late",
    ),
    Driver(
        "keeper",
        "secondary",
        "Somebody keeps the routine",
        "A named person looks at the plan each Monday.",
        (Link("think"), Link("twice")),
        week=46,
    ),
)

IDEAS = (
    Idea(
        "point",
        "Point to the line",
        "Pairs say a claim and put a finger on the line that makes them think so. Then they write.",
        "From classroom talk practices in many programs.",
        (Link("talk"), Link("prompts", "weak")),
    ),
    Idea(
        "one_sentence",
        "One sentence the same day",
        "The teacher writes one question on each first version before going home.",
        "Prompt, specific feedback is well supported; how prompt is not settled.",
        (Link("same_day"),),
        week=16,
    ),
    Idea(
        "swap",
        "Swap and ask",
        "A classmate asks one question of the first version.",
        "Mee does it in reading.",
        (Link("same_day"), Link("talk", "weak")),
        week=28,
    ),
    Idea(
        "frames",
        "Sentence frames",
        "“I think … because on page … it says …”",
        "Common in programs for learners of English.",
        (Link("think"),),
    ),
    Idea(
        "monday",
        "The Monday look",
        "One person looks on Monday whether the routine is in all five plans.",
        "From what we lost.",
        (Link("keeper"),),
        week=46,
    ),
)

MEASURES = (
    Measure(
        "evidence",
        "Pieces with a claim and evidence",
        "outcome",
        "aim",
        "%",
        "up",
        "2 weeks",
        "priya",
        50,
        (
            Definition(
                "Of 50 pieces drawn by lot from five rooms, the share that two scorers both give 3 or 4 of 4 for "
                "a claim "
                "with evidence from the text.",
                "Pieces with 3 or 4 from both",
                "Pieces drawn",
                "Pieces dictated to an adult",
                "Draw of every second Friday",
            ),
        ),
        levels=((0, 0.37), (20, 0.60), (40, 0.41)),
        noise=0.045,
        out_of=50,
        turn=20,
        shape="shift",
        phases=(Phase("Before any room pointed to the line", frozen_points=8),),
        targets=((16, 0.50), (28, 0.65)),
        annotations=(
            Annotation(20, "Point to the line: five rooms", "point3"),
            Annotation(40, "New pacing guide; Priya moves to another school for a semester"),
        ),
    ),
    Measure(
        "talk_minutes",
        "Minutes of talk before writing",
        "process",
        "talk",
        "minutes a lesson",
        "up",
        "week",
        "mee",
        4,
        (
            Definition(
                "Minutes of pair talk with the text open, mean of the rooms that wrote.", source="Plans, Fridays"
            ),
        ),
        levels=((6, 2.0), (20, 8.2), (40, 3.4)),
        noise=0.6,
        places=1,
        start=6,
        turn=20,
        annotations=(Annotation(41, "The pacing guide leaves four minutes"),),
        phases=(Phase("Before all five rooms talked", frozen_points=12),),
    ),
    Measure(
        "second",
        "Pieces with a second version",
        "process",
        "twice",
        "pieces of 50",
        "up",
        "2 weeks",
        "hal",
        10,
        (Definition("Of the 50 drawn pieces, how many have a second version in the folder.", source="Folders"),),
        levels=((12, 14),),
        noise=3.0,
        start=12,
        turn=24,
        shape="steady",
        missing=((32, 35),),
        annotations=(
            Annotation(24, "One sentence the same day: three rooms", "sentence1"),
            Annotation(36, "No count for a month: the folders went home."),
        ),
    ),
    Measure(
        "scoring",
        "Teachers' minutes for scoring",
        "balancing",
        "one_sentence",
        "minutes a week, each",
        "down",
        "month",
        "terry",
        3,
        (
            Definition(
                "Minutes for reading and scoring writing, mean of five teachers.", source="A mark on the calendar"
            ),
        ),
        levels=((0, 74),),
        noise=6.0,
    ),
)

STORY = Story(
    slug="cedar-writing",
    team="Writing with evidence",
    school="Cedar Street Elementary",
    district="Alder Valley Unified",
    context=("380 students", "Grades K–5", "English, Spanish, Hmong"),
    lead="carmen",
    people=PEOPLE,
    burning_question="Why do children who argue so well at recess write without a reason?",
    why_now="Fourth grade is the first year in which every subject asks for a written reason.",
    boundaries="Writing about texts in Grades 4 and 5. Not spelling, not stories.",
    who_is_affected="118 students in five rooms.",
    who_is_missing="The students' own judgment of their pieces; Grade 6 teachers who get them next.",
    tried_before=(
        ("A writing program", "Good lessons, four minutes of talk, nothing written twice."),
        ("A contest", "Three children wrote a lot."),
    ),
    norms=("A piece of writing lies on the table at each meeting.", "Warm before cool.", "We end with who does what."),
    together_theory="Rooms differ less than we think. If a change works with five teachers it is a change.",
    together_prediction="Another school will try Point to the line and tell us what it changed.",
    together_found="Not yet. We have asked twice.",
    problems=(
        Problem(0, "Our students do not write well.", "Spring test: 35 in 100 at or above standard."),
        Problem(
            16,
            "Most of our fourth and fifth graders write a claim with no evidence from the text.",
            "Eight draws of fifty pieces: a median of {evidence_baseline} have both.",
        ),
        Problem(
            46,
            "We can teach it and we cannot keep it.",
            "From {evidence_c3} to {evidence_c4} within a semester.",
        ),
    ),
    aim_measure="evidence",
    aims=(
        AimVersion(
            3,
            "write a claim with evidence from the text",
            "fourth and fifth graders of Cedar Street",
            0.35,
            0.50,
            "First aim, from the spring test.",
        ),
        AimVersion(
            30,
            "write a claim with evidence from the text",
            "fourth and fifth graders of Cedar Street",
            None,
            0.65,
            "Half was passed in six weeks. From our own baseline of {evidence_baseline} we aim at two in three.",
        ),
    ),
    effect="Most pieces have a claim and no evidence",
    preset="school",
    causes=CAUSES,
    drivers=DRIVERS,
    ideas=IDEAS,
    theory=(
        TheoryVersion(9, "Think, then write, then write again", "From three supported causes."),
        TheoryVersion(
            47, "Somebody keeps it", "Cycle 4: the pieces went from {evidence_c3} to {evidence_c4} without visits."
        ),
    ),
    measures=MEASURES,
    cycles=CYCLES,
    remarks=REMARKS,
    publishing=(
        Publishing(19, ("team", "charter", "aim", "fishbone", "cycle:frames1", "idea:frames", "person:priya")),
        Publishing(34, ("measure:evidence", "idea:point", "cycle:point2", "cycle:point3", "theory", "person:carmen")),
        Publishing(
            51, ("measure:talk_minutes", "cycle:point4", "idea:one_sentence", "cycle:sentence1", "insights", "asks")
        ),
    ),
    windows=(
        Window("scoring_31", "scoring", 0, 31),
        Window("evidence_c3", "evidence", 20, 31),
        Window("evidence_c4", "evidence", 40, 45),
        Window("talk_minutes_c3", "talk_minutes", 20, 31),
        Window("talk_minutes_c4", "talk_minutes", 40, 45),
        Window("second_c1", "second", 24, 27),
    ),
)
