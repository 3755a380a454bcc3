"""report and analyse."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

CYCLE, OTHER = "3" * 32, "5" * 32
Edits = Callable[..., Path]


@pytest.fixture
def worked(run: Any, lincoln: Path, edits: Edits) -> Path:
    """A workspace with one finished cycle and one that is planned."""
    lines: list[dict[str, Any]] = [
        {"do": "add", "kind": "cycle", "id": CYCLE, "fields": {"title": "Llamar a casa", "stage": "plan"}},
        {"do": "add", "kind": "question", "fields": {"cycle": CYCLE, "text": "Who answers?", "prediction": "7 of 10"}},
        {"do": "set", "kind": "cycle", "id": CYCLE, "fields": {"stage": "do", "started": "2026-01-05"}},
        {"do": "set", "kind": "cycle", "id": CYCLE, "fields": {"stage": "closed", "decision": "adapt"}},
        {"do": "add", "kind": "cycle", "id": OTHER, "fields": {"title": "Later", "stage": "plan"}},
    ]
    run("apply", lincoln, edits(*lines)).good()
    return lincoln


@pytest.mark.parametrize(("paper", "size"), [((), (612, 792)), (("--paper", "a4"), (595, 842))])
def test_that_a_cycle_is_printed_on_the_paper_asked_for(
    run: Any, worked: Path, tmp_path: Path, paper: tuple[str, ...], size: tuple[int, int]
) -> None:
    import pypdf

    out = tmp_path / "cycle.pdf"
    assert run("report", worked, "cycle", CYCLE, "--out", out, *paper).good().out == ""
    pages = pypdf.PdfReader(out).pages
    assert (round(float(pages[0].mediabox.width)), round(float(pages[0].mediabox.height))) == size
    text = "".join(page.extract_text() for page in pages)
    assert "Llamar a casa" in text
    assert "7 of 10" in text


def test_that_every_finished_cycle_is_printed_into_a_folder(run: Any, worked: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cycles"
    ran = run("report", worked, "--all", "--out", folder).good()
    assert [one.name for one in folder.iterdir()] == ["2026-01-05-llamar-a-casa.pdf"]
    assert ran.out == f"{folder / '2026-01-05-llamar-a-casa.pdf'}\n"


def test_that_a_ramp_is_printed_and_both_have_an_html_twin(run: Any, worked: Path, tmp_path: Path) -> None:
    import pypdf

    out, html = tmp_path / "ramp.pdf", tmp_path / "ramp.html"
    run("report", worked, "ramp", CYCLE, "--out", out, "--html", html).good()
    assert "Llamar a casa" in pypdf.PdfReader(out).pages[0].extract_text()
    assert "Llamar a casa</h1>" in html.read_text(encoding="utf-8")
    only = tmp_path / "cycle.html"
    run("report", worked, "cycle", CYCLE, "--html", only).good()
    assert "7 of 10" in only.read_text(encoding="utf-8")
    run("report", worked, "cycle", CYCLE).sentence(2)
    run("report", worked, "--all", "--out", tmp_path / "all", "--html", only).sentence(2)


@pytest.mark.parametrize(
    ("paper", "size"), [((), (612, 792)), (("--poster", "a3"), (1191, 842)), (("--poster", "tabloid"), (1224, 792))]
)
def test_that_work_on_the_table_is_printed_with_numbered_lines_and_a_place_for_what_is_agreed_to_only(
    run: Any, worked: Path, tmp_path: Path, edits: Edits, paper: tuple[str, ...], size: tuple[int, int]
) -> None:
    import pypdf

    pin = "6" * 32
    run("apply", worked, edits(
        {"do": "add", "kind": "stage_step", "fields": {"to": "2", "agreed_by": ["Ana"], "on": "2026-01-02"}},
        {"do": "add", "kind": "pin", "id": pin, "fields": {"of": CYCLE, "question": "Too early?", "wanted": ["warm"]}},
    )).good()  # fmt: skip
    out, html = tmp_path / "pin.pdf", tmp_path / "pin.html"
    run("report", worked, "pin", pin, "--out", out, "--html", html, *paper).good()
    pages = pypdf.PdfReader(out).pages
    assert (round(float(pages[0].mediabox.width)), round(float(pages[0].mediabox.height))) == size
    for text in ("".join(page.extract_text() for page in pages), html.read_text(encoding="utf-8")):
        assert "Too early?" in text and "Llamar a casa" in text and "7 of 10" in text
    assert "Strength" in pages[0].extract_text() and "Probing question" in pages[0].extract_text()
    assert "Cool comment" not in "".join(page.extract_text() for page in pages)
    run("report", worked, "pin", "9" * 32, "--out", out).sentence(1)
    run("report", worked, "cycle", CYCLE, "--out", tmp_path / "x.pdf", "--poster", "a3").sentence(2)


def test_that_what_report_cannot_print_is_said(run: Any, worked: Path, tmp_path: Path) -> None:
    for what in ("team", "forms"):
        assert "not built yet" in run("report", worked, what, CYCLE, "--out", tmp_path / "x.pdf").sentence(2)
    for end in ("svg", "png", "txt"):
        assert "not built yet" in run("report", worked, "cycle", CYCLE, "--out", tmp_path / f"x.{end}").sentence(2)
    run("report", worked, "cycle", "9" * 32, "--out", tmp_path / "x.pdf").sentence(1)
    run("report", worked, "cycle", "the first", "--out", tmp_path / "x.pdf").sentence(1)
    run("report", worked, "cycle", CYCLE, "--out", tmp_path / "no" / "x.pdf").sentence(1)
    run("report", worked, "cycle", CYCLE, "--out", worked).sentence(1)
    assert not list(tmp_path.glob("x.*"))


MEASURE, AIM, GROUP = "7" * 32, "8" * 32, "6" * 32


@pytest.fixture
def measured(run: Any, lincoln: Path, edits: Edits) -> Path:
    """A workspace with a measure of twelve weeks, a sub-group, and the aim that it measures."""
    lines: list[dict[str, Any]] = [
        {"do": "add", "kind": "measure", "id": MEASURE, "fields": {"name": "Attendance", "unit": "%", "better": "up"}},
        {"do": "add", "kind": "aim", "id": AIM, "fields": {"what": "attend", "measure": MEASURE, "to": "93"}},
        {"do": "add", "kind": "subgroup", "id": GROUP, "fields": {"measure": MEASURE, "name": "English learners"}},
    ]
    for week in range(12):
        fields = {"measure": MEASURE, "period": f"2026-{1 + week // 4:02d}-{1 + 7 * (week % 4):02d}"}
        lines.append({"do": "add", "kind": "observation",
                      "fields": {**fields, "value": {"n": str(650 + week), "d": "740"}}})
        lines.append({"do": "add", "kind": "observation",
                      "fields": {**fields, "subgroup": GROUP, "value": {"n": str(40 + week % 3), "d": "50"}}})
    run("apply", lincoln, edits(*lines)).good()
    return lincoln


@pytest.mark.parametrize("form", ["pdf", "svg", "png", "txt"])
@pytest.mark.parametrize("what", [MEASURE, AIM])
def test_that_a_chart_and_a_causal_line_are_printed_in_each_form(
    run: Any, measured: Path, tmp_path: Path, form: str, what: str
) -> None:
    import pypdf

    out, html = tmp_path / f"chart.{form}", tmp_path / "chart.html"
    run("report", measured, "chart", what, "--out", out, "--html", html).good()
    data = out.read_bytes()
    if form == "pdf":
        words = "".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    elif form == "png":
        assert data.startswith(b"\x89PNG")
        return
    else:
        words = data.decode()
    assert "Attendance" in words
    assert "89.3%" in words or "median" in words
    assert "Attendance" in html.read_text(encoding="utf-8")


def test_that_a_chart_is_looked_up_and_its_form_checked_before_it_is_drawn(
    run: Any, measured: Path, tmp_path: Path
) -> None:
    assert "no measure" in run("report", measured, "chart", "9" * 32, "--out", tmp_path / "x.pdf").sentence(1)
    assert ".svg" in run("report", measured, "chart", MEASURE, "--out", tmp_path / "x.jpg").sentence(2)
    run("report", measured, "chart", "the first", "--out", tmp_path / "x.pdf").sentence(1)
    run("report", measured, "chart", MEASURE).sentence(2)
    assert not list(tmp_path.glob("x.*"))


# analyse


def csv_of(tmp_path: Path, text: str, name: str = "data.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def rows(*values: object) -> str:
    return "period,value\n" + "".join(f"2026-01-{n:02d},{value}\n" for n, value in enumerate(values, start=1))


def test_that_analyse_answers_as_the_scripting_door(run: Any, tmp_path: Path) -> None:
    from netdesk import analyse

    values = [3, 5, 4, 6, None, 12, 13, 12, 14, 13, 12, 15, 13, 14]
    file = csv_of(tmp_path, rows(*("" if one is None else one for one in values)))
    answer = run("analyse", file, "--chart", "run", "--rules", "ihi", "--better", "up", "--json").good().json
    assert answer == json.loads(json.dumps(analyse(values, rules="ihi", better="up").to_dict()))
    assert any(point["signals"] for point in answer["points"])


def test_that_words_are_printed_for_people(run: Any, tmp_path: Path) -> None:
    file = csv_of(tmp_path, rows(*[3, 5, 4, 6, 3, 12, 13, 12, 14, 13, 12, 15, 13, 14]))
    text = run("analyse", file, "--chart", "run").good().out
    assert "median" in text


def test_that_columns_are_found_by_name_or_place(run: Any, tmp_path: Path) -> None:
    def values(text: str) -> list[float | None]:
        ran = run("analyse", csv_of(tmp_path, text), "--chart", "run", "--json").good()
        return [point["value"] for point in ran.json["points"]]

    expected = [0.5, None, 0.25]
    assert values("period,value,denominator\na,10,20\nb,,20\nc,5,20\n") == expected
    assert values("\ufeffdenominator;note;VALUE;Period\r\n20;x;10;a\r\n20;;NA;b\r\n20;;5;c\r\n") == expected
    assert values("a\t10\t20\nb\t\t20\n\nc\t5\t20") == expected
    assert values('period,value\na,"1,234.5"\n') == [1234.5]


def test_that_options_reach_the_analysis(run: Any, tmp_path: Path) -> None:
    file = csv_of(tmp_path, rows(*range(1, 13)))
    ran = run(
        "analyse", file, "--chart", "run", "--split-at", "6", "--exclude", "0", "7", "--freeze", "4", "--target", "9",
        "--json",
    )  # fmt: skip
    answer = ran.good().json
    assert [phase["start"] for phase in answer["phases"]] == [0, 6]
    assert [point["index"] for point in answer["points"] if point["excluded"]] == [0, 7]


def test_that_a_chart_is_drawn_as_svg(run: Any, tmp_path: Path) -> None:
    file = csv_of(tmp_path, rows(*range(1, 13)), "Days < late.csv")
    out = tmp_path / "chart.svg"
    run("analyse", file, "--chart", "run", "--out", out).good()
    root = ElementTree.fromstring(out.read_text(encoding="utf-8"))
    assert root.tag.endswith("svg")
    assert "Days < late" in "".join(root.itertext())
    for form, start in (("pdf", b"%PDF"), ("png", b"\x89PNG"), ("txt", b"Days < late")):
        drawn = tmp_path / f"chart.{form}"
        run("analyse", file, "--chart", "run", "--out", drawn).good()
        assert drawn.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("", 1, "no rows"),
        ("period,value\n", 1, "no rows"),
        ("one\ntwo\n", 1, "one column"),
        ("period,value\na,ten\n", 1, "Line 2"),
        ("period,value\na,1\nb,1,2,3\nc,x\n", 1, "Line 4"),
        ("a\0b,1\n", 1, "not text"),
        ('period,value\na,"' + "x" * 200_000 + '"\n', 1, "CSV"),
    ],
)
def test_that_data_that_cannot_be_read_is_said(run: Any, tmp_path: Path, text: str, status: int, words: str) -> None:
    assert words in run("analyse", csv_of(tmp_path, text), "--chart", "run", "--json").sentence(status)


@pytest.mark.parametrize("rules", ["anhoej", "ihi", "mdc", "nelson", "western-electric"])
@pytest.mark.parametrize("chart", ["run", "i", "mr", "p", "pp", "u", "up", "c", "g", "t", "xbar", "s", "iprime"])
def test_that_analyse_knows_every_chart_and_rule_set(run: Any, tmp_path: Path, chart: str, rules: str) -> None:
    if chart in ("p", "pp", "u", "up", "iprime"):
        lines = [f"week {n},{n % 7},{40 + n}" for n in range(14)]
    elif chart in ("xbar", "s"):
        lines = [f"week {n // 3},{n % 7}" for n in range(42)]
    else:
        lines = [f"week {n},{n % 7 + 1}" for n in range(14)]
    file = csv_of(tmp_path, "\n".join(["period,value,denominator" if "," in lines[0][8:] else "period,value", *lines]))
    told = json.loads(run("analyse", file, "--chart", chart, "--rules", rules, "--json").out)
    assert (told["chart"], told["rules"], len(told["points"])) == (chart, rules, 14)
    assert (told["points"][1]["ucl"] is None) == (chart == "run")
    assert "limits" in run("analyse", file, "--chart", chart, "--rules", rules).out or chart == "run"


def test_that_what_analyse_cannot_do_is_wrong_usage(run: Any, tmp_path: Path) -> None:
    file = csv_of(tmp_path, rows(*range(1, 13)))
    for more in (
        ("--exclude", "99"),
        ("--split-at", "0"),
        ("--freeze", "0"),
        ("--freeze", "-1"),
        ("--target", "much"),
        ("--out", "x"),
    ):
        run("analyse", file, "--chart", "run", *more).sentence(2)
    run("analyse", file, "--chart", "pie").sentence(2)
    assert ".svg" in run("analyse", file, "--chart", "run", "--out", tmp_path / "x.jpg").sentence(2)
    assert not list(tmp_path.glob("x.*"))
    run("analyse", file, "--chart", "run", "--rules", "gut").sentence(2)
    assert "denominator" in run("analyse", file, "--chart", "p").sentence(1)
    (tmp_path / "latin.csv").write_bytes("período,value\n".encode("latin-1"))
    assert "UTF-8" in run("analyse", tmp_path / "latin.csv", "--chart", "run").sentence(1)
