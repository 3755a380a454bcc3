"""report fishbone and report drivers: every form of file, posters, and what cannot be printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

BONE, CAUSE, FISHBONE, AIM, DRIVER = (f"{n}" * 32 for n in (1, 2, 3, 4, 5))


@pytest.fixture
def thought(run: Any, lincoln: Path, edits: Callable[..., Path]) -> Path:
    """A workspace with a small fishbone and a small theory."""
    of = {"fishbone": FISHBONE}
    lines: list[dict[str, Any]] = [
        {"do": "add", "kind": "fishbone", "id": FISHBONE, "fields": {"effect": "Muchas ausencias"}},
        {"do": "add", "kind": "cause", "id": BONE, "fields": {**of, "text": "People", "category": True}},
        {"do": "add", "kind": "cause", "id": CAUSE, "fields": {**of, "text": "Calls come late"}},
        {"do": "move", "kind": "cause", "id": CAUSE, "parent": BONE, "after": None},
        {"do": "add", "kind": "aim", "id": AIM, "fields": {"what": "Raise attendance", "to": 93, "active": True}},
        {"do": "add", "kind": "driver", "id": DRIVER, "fields": {"aim": AIM, "name": "Families know"}},
        {"do": "add", "kind": "driver_link", "fields": {"parent": AIM, "child": DRIVER, "strength": "strong"}},
    ]
    run("apply", lincoln, edits(*lines)).good()
    return lincoln


@pytest.mark.parametrize(
    ("what", "id_", "words"), [("fishbone", FISHBONE, "Calls come late"), ("drivers", AIM, "Families know")]
)
def test_that_a_diagram_is_written_in_every_form(
    run: Any, thought: Path, tmp_path: Path, what: str, id_: str, words: str
) -> None:
    for form in ("pdf", "svg", "png", "txt"):
        out = tmp_path / f"diagram.{form}"
        assert run("report", thought, what, "--out", out).good().out == ""
        with_id = tmp_path / f"with-id.{form}"
        run("report", thought, what, id_, "--out", with_id).good()
        assert out.read_bytes() == with_id.read_bytes(), "the newest fishbone, the aim in use"
    assert words in pypdf.PdfReader(tmp_path / "diagram.pdf").pages[0].extract_text().replace("\n", " ")
    assert words in (tmp_path / "diagram.txt").read_text(encoding="utf-8")
    assert words in (tmp_path / "diagram.svg").read_text(encoding="utf-8")
    html = tmp_path / "diagram.html"
    run("report", thought, what, "--html", html).good()
    assert words in html.read_text(encoding="utf-8")


def test_that_a_poster_says_how_its_sheets_are_glued(run: Any, thought: Path, tmp_path: Path) -> None:
    out = tmp_path / "poster.pdf"
    ran = run("report", thought, "drivers", "--out", out, "--poster", "tabloid").good()
    assert "2 sheets" in ran.err
    assert len(pypdf.PdfReader(out).pages) == 2
    ran = run("report", thought, "drivers", "--out", out, "--poster", "a3", "--one-sheet").good()
    assert len(pypdf.PdfReader(out).pages) == 1


def test_that_what_cannot_be_printed_is_said(run: Any, lincoln: Path, thought: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    run("report", thought, "fishbone").sentence(2)
    run("report", thought, "fishbone", "--out", tmp_path / "x.docx").sentence(2)
    run("report", thought, "fishbone", "--out", tmp_path / "x.svg", "--poster", "a3").sentence(2)
    run("report", thought, "fishbone", "--out", out, "--one-sheet").sentence(2)
    run("report", thought, "cycle", CAUSE, "--out", out, "--poster", "a3").sentence(2)
    run("report", thought, "fishbone", "mine", "--out", out).sentence(1)
    run("report", thought, "fishbone", AIM, "--out", out).sentence(1)
    run("report", thought, "drivers", FISHBONE, "--out", out).sentence(1)
    assert not list(tmp_path.glob("x.*"))


def test_that_a_team_without_diagrams_is_told_where_to_begin(run: Any, lincoln: Path, tmp_path: Path) -> None:
    assert "under Causes" in run("report", lincoln, "fishbone", "--out", tmp_path / "x.pdf").sentence(1)
    assert "Write the aim first" in run("report", lincoln, "drivers", "--out", tmp_path / "x.pdf").sentence(1)
