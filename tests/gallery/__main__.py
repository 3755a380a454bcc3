"""`python -m tests.gallery [FOLDER] [SCENE …]` renders the scenes, by default all into build/gallery.

Each screen in light and dark, English and the pseudo-language, 100 % and 150 %, on a full and an empty workspace; each
report on letter and A4. SCENE is a name or its beginning (`home`, `cycles`, `dialog`, `print`); --mode, --lang, --size
and --team narrow the looks.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pypdfium2

from netdesk.i18n import PSEUDO
from tests.gallery.catalogue import SCENES, SHEETS, chosen
from tests.gallery.scene import EMPTY, FULL, HUB, LARGE_HUB, NEW_HUB, Scene, Sheet
from tests.gallery.stage import staged

MODES = ("light", "dark")
LANGUAGES = ("en", PSEUDO)
SIZES = (100, 150)
#: Points to pixels: 110 dots an inch, on which 9-point words can be read.
PAPER_SCALE = 110 / 72


def screens(scenes: Sequence[Scene], looks: argparse.Namespace, folder: Path) -> int:
    """Write a picture of every scene in every look; gives how many."""
    count = 0
    with staged() as stage:
        for language, size, mode in product(looks.lang, looks.size, looks.mode):
            stage.look(language, size, mode)
            for scene in scenes:
                for team in (one for one in looks.team if one in scene.teams):
                    with stage.shown(scene, team) as widget:
                        widget.grab().save(str(folder / f"{scene.name}-{team}-{mode}-{language}-{size}.png"))
                    count += 1
    return count


def papers(sheets: Sequence[Sheet], looks: argparse.Namespace, folder: Path) -> int:
    """Write a picture of every page of every report on both papers; gives how many."""
    count = 0
    for sheet, paper, language in product(sheets, ("letter", "a4"), looks.lang):
        document = pypdfium2.PdfDocument(sheet.make(paper, language))
        for number, page in enumerate(document, start=1):
            picture = page.render(scale=PAPER_SCALE)
            picture.to_pil().save(folder / f"{sheet.name}-{paper}-{language}-{number}.png")
            count += 1
        document.close()
    return count


def main() -> int:
    """Render what the words ask for; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build/gallery"))
    parser.add_argument("scenes", nargs="*")
    parser.add_argument("--mode", nargs="+", default=MODES, choices=(*MODES, "contrast"))
    parser.add_argument("--lang", nargs="+", default=LANGUAGES)
    parser.add_argument("--size", nargs="+", type=int, default=SIZES)
    parser.add_argument("--team", nargs="+", default=(FULL, EMPTY, HUB, LARGE_HUB, NEW_HUB))
    asked = parser.parse_args()
    found, sheets = chosen(SCENES, asked.scenes), chosen(SHEETS, asked.scenes)
    if not found and not sheets:
        names = ", ".join(one.name for one in (*SCENES, *SHEETS))
        parser.error(f"there is no such scene; the scenes are {names}")
    asked.folder.mkdir(parents=True, exist_ok=True)
    count = screens(found, asked, asked.folder) if found else 0
    count += papers(sheets, asked, asked.folder)
    print(f"{count} pictures in {asked.folder}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
