"""summary.html: readable by anyone, made only from what the bundle carries, and harmless whatever was typed."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from netdesk.store.keys import verify
from netdesk.store.workspace import Workspace
from netdesk.sync.container import read_container

from .conftest import Network, add_measure

VOID = {"meta", "br"}
HOSTILE = "<script>alert('x')</script><img src=x onerror=y>\"'&\x1b"


class Page(HTMLParser):
    """What a browser would see: tags that are balanced, their attributes, the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(bundle: Path) -> tuple[str, Page]:
    text = read_container(bundle, verify).part("summary.html").decode()
    return text, Page(text)


@pytest.fixture
def ana(network: Network) -> Workspace:
    ana = network.team()
    measure = add_measure(ana, [(12 + n % 5, 20) for n in range(24)])
    with ana.edit("Work") as edit:
        edit.add("aim", {"what": "the share of pupils who attend", "measure": measure, "from": "70", "to": "90"})
        cycle = edit.add("cycle", {"title": "Call each family", "stage": "plan", "idea": None})
        edit.add("question", {"cycle": cycle, "text": "Does it help?", "prediction": "By five points"})
    return ana


def test_that_the_page_tells_aim_measures_and_cycles(network: Network, ana: Workspace) -> None:
    text, page = page_of(network.share(ana))
    for words in (
        "Lincoln Reading",
        "attend",
        "70",
        "90",
        "Attendance",
        "Call each family",
        "Does it help?",
        "By five points",
    ):
        assert words in page.text, words
    assert "<svg" in text and "median" in page.text.lower()


def test_that_it_loads_nothing_and_runs_nothing(network: Network, ana: Workspace) -> None:
    with ana.edit("Hostile") as edit:
        cycle = edit.add("cycle", {"title": HOSTILE, "stage": "plan", "plan": HOSTILE})
        edit.add("question", {"cycle": cycle, "text": HOSTILE})
        edit.add("measure", {"name": HOSTILE, "unit": HOSTILE})
        edit.put("team", ana.team_id, {"name": HOSTILE})
    text, page = page_of(network.share(ana))
    assert not page.tags & {"script", "img", "link", "iframe", "object", "a", "form"}
    assert not any(name.startswith("on") or name in ("src", "href", "xlink:href") for name, _value in page.attributes)
    assert "default-src 'none'" in text and "alert('x')" in page.text
    addresses = set(re.findall(r"https?://[^\s\"'<]+", text))
    assert addresses <= {"http://www.w3.org/2000/svg"}  # the name of a kind of XML, which nobody fetches
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


def test_that_several_charts_share_a_page_without_sharing_names(network: Network, ana: Workspace) -> None:
    add_measure(ana, [(n, 20) for n in range(12)])
    _text, page = page_of(network.share(ana))
    names = [value for name, value in page.attributes if name == "id"]
    assert len(names) >= 4 and len(names) == len(set(names))


def test_that_it_names_what_is_new_in_this_bundle(network: Network, ana: Workspace) -> None:
    ben = network.member(ana)
    network.receive(ana, network.share(ben))
    with ana.edit("Add cycle") as edit:
        edit.add("cycle", {"title": "Ask the pupils", "stage": "plan"})
    _text, page = page_of(network.share(ana))
    new = page.text[page.text.index("New in this bundle") :].split("Aim")[0]
    assert "Ask the pupils" in new and "Call each family" not in new
    assert "Call each family" not in page.text  # what is not inside is not shown
    _text, whole = page_of(network.share(ana, full=True))
    assert "Call each family" in whole.text


def test_that_an_acknowledgement_says_so(network: Network, ana: Workspace) -> None:
    ben = network.member(ana)
    network.receive(ana, network.share(ben))
    _text, page = page_of(network.share(ana, "Ben"))
    assert "Nothing new" in page.text


def test_that_the_hubs_copy_tells_only_what_was_published(network: Network, ana: Workspace) -> None:
    hub = network.team("Hana", name="River Network", hub=True)
    network.admit_hub(ana, hub)
    measure = ana.select("measure")[0]["id"]
    with ana.edit("Publish") as edit:
        edit.publish("measure", measure)
    text, page = page_of(network.share(ana, "hub"))
    assert "Attendance" in page.text and "<svg" in text
    for words in ("Call each family", "Does it help?", "Lincoln", "Ana", "the share of pupils"):
        assert words not in text


def test_that_a_long_series_is_listed_from_its_end(network: Network) -> None:
    ana = network.team()
    add_measure(ana, [(n % 20, 20) for n in range(300)])
    text, page = page_of(network.share(ana))
    assert "<svg" not in text and "newest 60 of 300" in page.text
