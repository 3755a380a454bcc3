"""Reading fluency in Grade 2: rereading with a partner helps, half-way to the goal; the theater was fun and no more."""

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
from netdesk.demo.stories.reading_cycles import CYCLES, REMARKS

PEOPLE = (
    Person("grace", "Grace Okafor", "Reading specialist", "school", agrees=True),
    Person("thuy", "Nguyễn Thị Thúy", "Grade 2 teacher", agrees=True),
    Person("ben", "Ben Castellano", "Grade 2 teacher"),
    Person("pa", "Pa Houa Xiong", "Para-educator"),
)

CAUSES = (
    Cause(
        "method",
        "Method",
        causes=(
            Cause(
                "few_words",
                "Children read few words aloud a day",
                "supported",
                "high",
                evidence=(
                    for_("observation", "Pa counted in three rooms: {count_before} minutes of reading aloud a child."),
                    for_("research", "Reviews of guided repeated oral reading find gains in fluency at this age."),
                ),
                votes=(("grace", 2), ("pa", 1)),
                causes=(
                    Cause(
                        "turns",
                        "One child reads while 24 wait",
                        "supported",
                        "high",
                        evidence=(for_("observation", "In a round of 25, each child read for under a minute."),),
                    ),
                ),
            ),
            Cause(
                "new_text",
                "Every day has a new text",
                "supported",
                "middle",
                evidence=(for_("data", "In four weeks of plans, 2 of 20 texts came back a second day."),),
            ),
        ),
    ),
    Cause(
        "material",
        "Material",
        causes=(
            Cause(
                "too_hard",
                "Shared texts are too hard for a third of the class",
                "supported",
                "middle",
                evidence=(
                    for_("data", "19 of 61 read the shared text with more than one error in ten words."),
                    against("observation", "Four of them read it well on the second day.", 12),
                ),
                votes=(("thuy", 2),),
            ),
            Cause(
                "no_books",
                "No books at home",
                "ruled_out",
                "middle",
                evidence=(
                    against("family voice", "52 of 61 families have a library card in use; we asked at the door."),
                ),
                votes=(("ben", 3), ("thuy", 1)),
            ),
        ),
    ),
    Cause(
        "measurement",
        "Measurement",
        causes=(
            Cause(
                "three_times",
                "We look three times a year",
                "supported",
                "high",
                evidence=(for_("data", "The winter report came to us on the day the spring test began."),),
            ),
        ),
    ),
    Cause(
        "people",
        "People",
        causes=(
            Cause(
                "para_pulled",
                "Pa is pulled out to cover classes",
                "open",
                "middle",
                causes=(Cause("no_subs", "There are three substitutes for the whole district"),),
            ),
            Cause("sub_phonics", "Some vowel teams were never taught in the year online", "open", "low"),
        ),
    ),
    Cause(
        "place",
        "Surroundings",
        causes=(
            Cause("noise", "Two rooms share a folding wall"),
            Cause("corner", "The reading corner holds four", "ruled_out", "low"),
        ),
    ),
)

DRIVERS = (
    Driver(
        "practice",
        "primary",
        "Every child reads aloud a lot, every day",
        "Twelve minutes of a child's own voice, in text that child can read.",
        (Link("aim"),),
        "few_words",
    ),
    Driver(
        "fit",
        "primary",
        "Text that fits, read more than once",
        "No more than one error in ten words on the second reading.",
        (Link("aim"),),
        "too_hard",
    ),
    Driver(
        "partners",
        "secondary",
        "A partner who listens and helps",
        "Pairs are made by the teacher and changed every three weeks.",
        (Link("practice"), Link("fit", "weak")),
        "turns",
    ),
    Driver(
        "again",
        "secondary",
        "The same text three days",
        "Monday new, Tuesday again, Wednesday for a listener.",
        (Link("fit"), Link("practice")),
        "new_text",
    ),
)

IDEAS = (
    Idea(
        "partner",
        "Partner rereading",
        "Two children read the same page three times, swap, and graph their own words.",
        "Paired repeated reading is among the better-tested fluency practices.",
        (Link("partners"), Link("again")),
    ),
    Idea(
        "theater",
        "Reader's theater on Fridays",
        "A play of two pages, read for the class next door.",
        "Small studies report gains in expression.",
        (Link("again"), Link("practice", "weak")),
        week=20,
    ),
    Idea(
        "bags",
        "Book bags that go home",
        "Three books the child can already read, home on Monday and back on Friday.",
        "From the family contact team's supper.",
        (Link("practice", "weak"),),
        week=20,
    ),
    Idea(
        "timer",
        "Timed one-minute races",
        "The whole class reads against the clock each morning.",
        "Came with the workbook.",
        (Link("practice"),),
        week=9,
    ),
    Idea(
        "para",
        "Ten minutes with Pa, three times a week",
        "Pairs who stay under their line read with Pa.",
        "Small groups with one text are common in reading support.",
        (Link("partners"),),
        week=44,
    ),
)

MEASURES = (
    Measure(
        "fluency",
        "On or above the growth line, Grade 2",
        "outcome",
        "aim",
        "%",
        "up",
        "2 weeks",
        "grace",
        25,
        (
            Definition(
                "Share of the second graders whose words correct in one minute, mean of two cold texts, are on "
                "or above "
                "the line from their own fall score to the spring benchmark.",
                "Children on or above their own line",
                "Children who read that week",
                "Children in their first month of English",
                "One-minute readings, every second week",
            ),
        ),
        levels=((0, 0.41), (26, 0.52)),
        noise=0.035,
        out_of=61,
        turn=26,
        shape="shift",
        rules="ihi",
        phases=(Phase("Before partner rereading reached three rooms", frozen_points=12),),
        targets=((14, 0.60),),
        annotations=(Annotation(24, "Partner rereading in all three rooms", "partner3"),),
    ),
    Measure(
        "aloud",
        "Minutes of own voice a day",
        "process",
        "practice",
        "minutes a child",
        "up",
        "week",
        "pa",
        10,
        (
            Definition(
                "Minutes in which a child reads aloud in connected text; four children watched for a whole day.",
                source="Pa's tally, Tuesdays",
            ),
        ),
        levels=((4, 5.5), (15, 8.0), (24, 13.0)),
        noise=1.0,
        places=1,
        start=4,
        turn=24,
        missing=((31, 34),),
        annotations=(Annotation(35, "No tally for four weeks: Pa covered a Grade 5 class."),),
        phases=(Phase("Before partner rereading in a whole room", frozen_points=11),),
    ),
    Measure(
        "expression",
        "Expression, 1 to 4",
        "driver",
        "again",
        "mean score",
        "up",
        "2 weeks",
        "ben",
        15,
        (
            Definition(
                "Mean of the expression scale, 1 to 4, for ten children drawn by lot, two listeners.",
                source="Recordings, every second week",
            ),
        ),
        levels=((8, 2.3),),
        noise=0.16,
        places=1,
        start=8,
        turn=30,
        shape="steady",
        annotations=(Annotation(30, "Reader's theater in two rooms", "theater1"),),
    ),
    Measure(
        "science",
        "Minutes of science a week",
        "balancing",
        "aim",
        "minutes",
        "up",
        "week",
        "thuy",
        2,
        (Definition("Minutes of science or social studies taught in the week, mean of three rooms.", source="Plans"),),
        levels=((10, 128),),
        noise=9.0,
        start=10,
    ),
)

STORY = Story(
    slug="alder-creek-reading",
    team="Reading fluency, Grade 2",
    school="Alder Creek Elementary",
    district="Alder Valley Unified",
    context=("410 students", "Grades K–5", "English, Vietnamese, Hmong", "edge of town"),
    lead="grace",
    people=PEOPLE,
    burning_question="Why do children who know their letters still not read like they talk?",
    why_now="Grade 3 has words in every subject. Six in ten of our second graders are under their line.",
    boundaries="Reading aloud in Grade 2. Not the phonics program, not the library.",
    who_is_affected="61 second graders in three rooms.",
    who_is_missing="The Grade 1 teachers, and families who work in the evening.",
    tried_before=(
        ("A computer program for twenty minutes a day", "Children clicked. Nobody heard them read."),
        ("Volunteers on Wednesdays", "Four came in September, one in January."),
    ),
    norms=(
        "Bring a child's reading, not an opinion about it.",
        "Say what you predicted before you say what you saw.",
        "Ten minutes for joy at each meeting.",
    ),
    together_theory="Three rooms with one page of questions see what one room cannot.",
    together_prediction="Within a year a team outside our school will use partner rereading.",
    together_found="One school asked for the pair cards. None has told us yet what came of it.",
    problems=(
        Problem(0, "Our second graders read slowly.", "Spring benchmark last year: 44 in 100 met it."),
        Problem(
            14,
            "Six in ten of our second graders read too little aloud to stay on their own line.",
            "Seven readings: a median of {fluency_first7} on their line, and {aloud_early} minutes of own voice a day.",
        ),
    ),
    aim_measure="fluency",
    aims=(
        AimVersion(
            2,
            "bring children onto their own growth line in reading aloud",
            "the second graders of Alder Creek",
            0.44,
            0.75,
            "First aim, from the spring benchmark.",
            rationale="A child on the line in Grade 2 reads to learn in Grade 3.",
        ),
        AimVersion(
            25,
            "bring children onto their own growth line in reading aloud",
            "the second graders of Alder Creek",
            None,
            0.60,
            "Twelve readings of our own show {fluency_baseline}. The benchmark counted other children and "
            "another text; "
            "75% was a wish.",
        ),
    ),
    effect="Six in ten second graders are under their own line in reading aloud",
    preset="6m",
    causes=CAUSES,
    drivers=DRIVERS,
    ideas=IDEAS,
    theory=(
        TheoryVersion(9, "More reading aloud", "Supported by the tally: few words a day."),
        TheoryVersion(
            22, "More reading of what fits", "Cycle 2 of the pairs: repeating a page that is too hard helps nobody."
        ),
    ),
    measures=MEASURES,
    cycles=CYCLES,
    remarks=REMARKS,
    publishing=(
        Publishing(23, ("team", "aim", "measure:fluency", "cycle:timer1", "idea:timer", "person:grace")),
        Publishing(34, ("idea:partner", "cycle:partner2", "cycle:partner3", "theory", "measure:aloud")),
        Publishing(49, ("cycle:theater1", "cycle:theater2", "idea:theater", "cycle:bags1", "idea:bags", "insights")),
    ),
    windows=(
        Window("count_before", "aloud", 4, 6),
        Window("aloud_early", "aloud", 4, 13),
        Window("fluency_first7", "fluency", 0, 13),
        Window("aloud_c3", "aloud", 24, 29),
        Window("fluency_c3", "fluency", 24, 29),
        Window("expression_c1", "expression", 30, 33),
        Window("expression_c2", "expression", 36, 40),
        Window("science_c2", "science", 17, 19),
    ),
)
