"""From 8 to 9: two schools, one small team. A known face helps newcomers; faster records did not."""

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
from netdesk.demo.stories.transitions_cycles import CYCLES, REMARKS

PEOPLE = (
    Person("ines", "Inés Carrasco", "Transition counselor, both schools", "district", agrees=True),
    Person("dou", "Dou Chang", "Grade 8 teacher, Jefferson"),
    Person("kelly", "Kelly O'Rourke", "Grade 9 dean, Roosevelt", "school", agrees=True),
    Person("an", "Phạm Văn An", "Grade 9 teacher, Roosevelt"),
)

CAUSES = (
    Cause(
        "people",
        "People",
        causes=(
            Cause(
                "no_face",
                "Nobody at Roosevelt knows them yet",
                "supported",
                "high",
                evidence=(
                    for_(
                        "student voice",
                        "Of 24 ninth graders, 15 said the first adult to use their name did so in October.",
                    ),
                    for_("data", "Fewer than four in ten can name an adult they would go to: {known_first4}."),
                ),
                votes=(("ines", 2), ("kelly", 1)),
                causes=(
                    Cause(
                        "six_rooms",
                        "They see six teachers a day, for 50 minutes each",
                        "supported",
                        "middle",
                        evidence=(for_("observation", "A ninth grader's Monday: six rooms, 171 classmates.", 9),),
                    ),
                    Cause("advisory", "Homeroom lasts seven minutes"),
                ),
            ),
            Cause("friends", "Friends are split over ten homerooms", "open", "middle", votes=(("dou", 2),)),
        ),
    ),
    Cause(
        "process",
        "Process",
        causes=(
            Cause(
                "records",
                "Records come late",
                "ruled_out",
                "middle",
                note="Our favorite at the start.",
                evidence=(
                    for_("data", "A median of {records_first} days in our first count.", 4),
                    against("observation", "Of nine Grade 9 teachers, one had opened a record before October.", 24),
                    against("data", "We cut the days in records1; what newcomers say did not change.", 28),
                ),
                votes=(("an", 2), ("kelly", 2), ("dou", 1)),
            ),
            Cause(
                "one_visit",
                "There is one visit, in May, for 300",
                "supported",
                "middle",
                evidence=(
                    for_("observation", "In the 90 minutes nobody from Grade 8 spoke with a teacher of Grade 9."),
                ),
            ),
        ),
    ),
    Cause(
        "place",
        "Place",
        causes=(
            Cause(
                "lost",
                "They get lost",
                "ruled_out",
                "high",
                evidence=(against("student voice", "“Two days.” All of 24."),),
            ),
            Cause(
                "lunch", "They eat alone", "supported", "low", evidence=(for_("observation", "Eleven in one lunch."),)
            ),
        ),
    ),
    Cause(
        "policy",
        "Policy",
        causes=(
            Cause("schedule", "Schedules change until the third week", "open", "middle"),
            Cause("ieps", "Plans for support start over in Grade 9", "open", "middle"),
        ),
    ),
    Cause(
        "materials",
        "Materials",
        causes=(Cause("planner", "A planner nobody uses"), Cause("pictures", "No list of faces for either side")),
    ),
)

DRIVERS = (
    Driver(
        "known",
        "primary",
        "An adult who knows you before you come",
        "Each eighth grader has talked with one Roosevelt adult by name.",
        (Link("aim"),),
        "no_face",
    ),
    Driver(
        "belong", "primary", "A place at the table", "Nobody eats alone who does not want to.", (Link("aim"),), "lunch"
    ),
    Driver(
        "handover",
        "primary",
        "Teachers know what helps",
        "A page that a teacher reads in a minute, before the first day.",
        (Link("aim", "weak"),),
        "records",
    ),
    Driver(
        "meet",
        "secondary",
        "Small meetings through the year",
        "Six at a time, not 300.",
        (Link("known"), Link("belong")),
        "one_visit",
    ),
    Driver(
        "voice",
        "secondary",
        "The student tells it",
        "What helps me, in the student's words.",
        (Link("handover"), Link("known", "weak")),
        week=30,
    ),
)

IDEAS = (
    Idea(
        "lunch_six",
        "Lunch for six",
        "A Roosevelt adult eats with the same six students every second week.",
        "Small standing groups are common in advisory programs.",
        (Link("meet"), Link("belong")),
    ),
    Idea(
        "records_fast",
        "Records in five days",
        "One person sends and one receives; a shared list shows what is open.",
        "From the district's service standard.",
        (Link("handover"),),
    ),
    Idea(
        "letter",
        "A letter from me",
        "Each eighth grader writes half a page: what helps me, what does not.",
        "From a teacher in our hub's first meeting.",
        (Link("voice"), Link("known", "weak")),
        week=30,
    ),
    Idea(
        "shadow",
        "Shadow day",
        "An eighth grader follows a ninth grader for a day.",
        "Done in many districts; we found no study with a comparison.",
        (Link("meet"),),
        week=14,
    ),
)

MEASURES = (
    Measure(
        "known",
        "“An adult here knows me”",
        "outcome",
        "aim",
        "%",
        "up",
        "2 weeks",
        "kelly",
        20,
        (
            Definition(
                "Forty ninth graders drawn by lot write down an adult they would go to; the share who name one.",
                "Slips with a name",
                "Slips",
                "Absent that day",
                "Exit slip, no student's name on it",
            ),
        ),
        levels=((0, 0.38), (32, 0.56)),
        noise=0.05,
        out_of=40,
        turn=32,
        shape="shift",
        phases=(Phase("Before Lunch for six", frozen_points=10),),
        targets=((12, 0.60),),
        annotations=(Annotation(31, "Lunch for six: 25 groups", "lunch3"),),
    ),
    Measure(
        "records",
        "Days until a record is complete",
        "process",
        "records_fast",
        "days, median of the month",
        "down",
        "month",
        "dou",
        15,
        (Definition("Median of the days from a student's first day to a complete record.", source="Shared list"),),
        levels=((0, 17.0), (20, 6.0)),
        noise=1.5,
        places=0,
        turn=20,
        missing=((40, 44),),
        annotations=(Annotation(45, "One month without a count: the list was moved."),),
        phases=(Phase("Before the shared list", frozen_points=5),),
    ),
    Measure(
        "alone",
        "Students who eat alone",
        "driver",
        "belong",
        "students, one lunch",
        "down",
        "2 weeks",
        "an",
        8,
        (Definition("Students alone at a table in second lunch, counted at 12:15, never by name.", source="One walk"),),
        levels=((10, 11),),
        noise=2.2,
        start=10,
        turn=24,
        shape="steady",
        annotations=(Annotation(24, "Records in five days", "records1"), Annotation(31, "Lunch for six: 25 groups")),
    ),
    Measure(
        "prep",
        "Lunches an adult gives",
        "balancing",
        "lunch_six",
        "lunches a month, all adults",
        "down",
        "month",
        "ines",
        5,
        (Definition("Lunch hours given by adults of both schools.", source="Sign-up sheet"),),
        levels=((0, 2), (14, 8), (31, 46)),
        noise=1.6,
    ),
)

STORY = Story(
    slug="jefferson-roosevelt-transitions",
    team="From 8 to 9",
    school="Jefferson K–8 and Roosevelt High",
    district="Alder Valley Unified",
    context=("2 schools", "Grades 8–9", "English, Spanish, Hmong, Vietnamese"),
    lead="ines",
    people=PEOPLE,
    burning_question="Who waits for a ninth grader on the first day?",
    why_now="What we lose between June and October we spend three years looking for.",
    boundaries="From the winter of Grade 8 to the winter of Grade 9.",
    who_is_affected="150 newcomers to Roosevelt a year.",
    who_is_missing="Students who come from other districts; families; the second lunch's cooks, who see everything.",
    tried_before=(
        ("A visit in May for 300", "90 minutes, one microphone."),
        ("A planner for each ninth grader", "We found 200 in August, new."),
        ("Link leaders", "Went well for a year; then the teacher moved."),
    ),
    norms=("Two schools, one table.", "Students' words first.", "We say what it costs."),
    together_theory="A transition belongs to nobody; only together does it belong to someone.",
    together_prediction="The on-track team will use what we learn about the first ten weeks.",
    together_found="They took the exit slip.",
    problems=(
        Problem(0, "Records come late and students get lost.", "What the two schools said of each other."),
        Problem(
            12,
            "Six in ten of our newcomers cannot name an adult at Roosevelt whom they would go to.",
            "Six slips of forty students: a median of {known_first6} name one.",
        ),
    ),
    aim_measure="known",
    aims=(
        AimVersion(
            4,
            "have more newcomers say that an adult here knows them",
            "the ninth graders of Roosevelt",
            0.4,
            0.80,
            "First aim, from two slips.",
        ),
        AimVersion(
            22,
            "have more newcomers say that an adult here knows them",
            "the ninth graders of Roosevelt",
            None,
            0.60,
            "Ten slips: {known_baseline}, and the two schools that do this longest stand at six in ten.",
        ),
    ),
    effect="Newcomers to Grade 9 know no adult they would go to",
    preset="school",
    causes=CAUSES,
    drivers=DRIVERS,
    ideas=IDEAS,
    theory=(
        TheoryVersion(10, "Hand over and welcome", "Half from votes, half from slips. We were not sure."),
        TheoryVersion(
            29, "A face before a file", "Records got fast and nothing else moved: {known_r1} beside {known_baseline}."
        ),
    ),
    measures=MEASURES,
    cycles=CYCLES,
    remarks=REMARKS,
    publishing=(
        Publishing(24, ("team", "aim", "measure:known", "person:ines")),
        Publishing(33, ("idea:records_fast", "cycle:records1", "idea:shadow", "cycle:shadow1", "theory", "fishbone")),
        Publishing(50, ("idea:lunch_six", "cycle:lunch1", "cycle:lunch2", "cycle:lunch3", "insights", "contributions")),
    ),
    windows=(
        Window("known_46", "known", 32, 46),
        Window("known_46_slips", "known", 32, 46, "count"),
        Window("records_27", "records", 20, 27),
        Window("known_first4", "known", 0, 6),
        Window("known_first6", "known", 0, 11),
        Window("known_r1", "known", 20, 27),
        Window("records_first", "records", 0, 5),
        Window("alone_c3", "alone", 31, 46),
    ),
)
