"""The manual: plain pages that come with the program, one for each room and some by topic, read in a window beside."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QListWidget, QTextBrowser

from netdesk import paths
from netdesk.i18n import _, language
from netdesk.ui import theme
from netdesk.ui.recolour import keep_coloured
from netdesk.ui.widgets.basic import button, column, label, row

if TYPE_CHECKING:
    from netdesk.ui.main_window import MainWindow

#: The pages in the order of the contents. A room's page has the room's name.
TOPICS = (
    *("first-steps", "home", "purpose", "causes", "theory", "measures", "cycles", "table", "story", "sharing"),
    *("network", "files", "printing", "safety", "shortcuts"),
)
#: A link that does something instead of opening a page: the id of an action after it.
DO = "do:"
#: The size of a heading, by its level.
_SIZES = {1: 20, 2: 15, 3: 13}


def page_file(topic: str) -> Path:
    """The file of a help page in the language in use; the English one where it is not translated."""
    for lang in (language(), language().partition("_")[0]):
        found = paths.resource("help", lang, f"{topic}.md")
        if found.is_file():
            return found
    return paths.resource("help", "en", f"{topic}.md")


@lru_cache(maxsize=64)
def _headings(file: Path) -> tuple[str, ...]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(line.lstrip("#").strip() for line in lines if line.startswith("#"))


def title_of_page(topic: str) -> str:
    """A page's title."""
    return _headings(page_file(topic))[0]


def sections_of(topic: str) -> tuple[str, ...]:
    """The headings of a page's sections."""
    return _headings(page_file(topic))[1:]


def show_help(window: MainWindow, topic: str, section: str = "") -> Help:
    """Open the manual beside the window, at this page and section; it stays open while the person works."""
    found = window.findChild(Help, options=Qt.FindChildOption.FindDirectChildrenOnly)
    manual = found if isinstance(found, Help) else Help(window)
    manual.open_page(topic, section)
    manual.show()
    manual.activateWindow()
    return manual


class Help(QDialog):
    """Contents at the left, one page at the right; links lead from page to page, or do what they say."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.topic = ""
        self._before: list[str] = []
        self.setObjectName("help")
        self.setWindowTitle(_("Help"))
        self.contents = QListWidget()
        self.contents.setObjectName("help_contents")
        self.contents.setAccessibleName(_("Contents"))
        self.contents.addItems([title_of_page(topic) for topic in TOPICS])
        self.contents.setFixedWidth(theme.px(208))
        self.contents.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.contents.currentRowChanged.connect(lambda at: self.open_page(TOPICS[at]))
        self.browser = QTextBrowser()
        self.browser.setObjectName("help_page")
        self.browser.setProperty("role", "help")
        self.browser.setOpenLinks(False)
        self.browser.document().setDocumentMargin(theme.px(20))
        self.browser.anchorClicked.connect(self._follow)
        self._back = button(_("Back"), self.go_back, name="help_back", icon="chevron-left")
        done = button(_("Close"), self.close, name="help_close")
        between = row(spacing=12)
        left = column(label(_("Contents"), "head"), self.contents, spacing=8)
        between.addLayout(left)
        between.addWidget(self.browser, 1)
        whole = column(spacing=12, margins=(16, 16, 16, 12))
        whole.addLayout(between, 1)
        whole.addLayout(row(self._back, 1, done))
        self.setLayout(whole)
        self.resize(min(theme.px(880), window.width() - 40), min(theme.px(640), window.height() - 40))
        keep_coloured(self.browser, self._write_anew)

    def open_page(self, topic: str, section: str = "") -> None:
        """Show a page from its top, or from one of its sections on."""
        if topic != self.topic:
            if self.topic:
                self._before.append(self.topic)
            self.topic = topic
            self._show()
        if section:
            self._scroll_to(section)
        self.browser.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """To the page that was read before."""
        if self._before:
            before = self._before.pop()
            self.topic = ""  # going back is not a page more
            self.open_page(before)

    def _show(self) -> None:
        self.contents.blockSignals(True)
        self.contents.setCurrentRow(TOPICS.index(self.topic))
        self.contents.blockSignals(False)
        self._write()
        self.browser.moveCursor(QTextCursor.MoveOperation.Start)
        self.browser.setAccessibleName(title_of_page(self.topic))
        self._back.setEnabled(bool(self._before))

    def _write(self) -> None:
        self.browser.setMarkdown(page_file(self.topic).read_text(encoding="utf-8"))
        _set_type(self.browser.document())

    def _write_anew(self) -> None:
        """In other colours, at the place that is being read."""
        if self.topic:
            at = self.browser.verticalScrollBar().value()
            self._write()
            self.browser.verticalScrollBar().setValue(at)

    def _scroll_to(self, section: str) -> None:
        block = self.browser.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text() == section:
                self.browser.setTextCursor(QTextCursor(block))
                top = self.browser.document().documentLayout().blockBoundingRect(block).top()
                self.browser.verticalScrollBar().setValue(int(top) - theme.px(8))
                return
            block = block.next()

    def _follow(self, link: QUrl) -> None:
        words = link.toString()
        if words.startswith(DO):
            self._window.do(words.removeprefix(DO))
        else:
            self.open_page(Path(link.path()).stem)


def _set_type(document: QTextDocument) -> None:
    """Our sizes, leading and distances, which Markdown leaves to Qt."""
    document.setIndentWidth(theme.px(20))
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        level = block.blockFormat().headingLevel()
        layout = QTextBlockFormat()
        layout.setLineHeight(115 if not level else 100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        layout.setTopMargin(theme.px(18 if level > 1 else 0))
        layout.setBottomMargin(theme.px(4 if level > 1 or block.textList() else 10))
        cursor.mergeBlockFormat(layout)
        if level:
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            letters = QTextCharFormat()
            letters.setFont(theme.font(_SIZES[level], bold=True))
            cursor.setCharFormat(letters)
        block = block.next()
