"""The style sheet, as a function of the tokens and the text scale.

Widgets name what they are by the dynamic properties ``role`` (labels, buttons, frames) and ``quiet`` (fields without an
edge until they are touched); no widget sets colours of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Template

_SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 18, 20, 24, 26, 28, 32, 34)

_SHEET = Template("""
QWidget { font-size: ${px13}px; color: $text; }
QMainWindow, QDialog, QWidget[role="page"], QWidget[role="ground"] { background: $ground; }
QScrollArea, QScrollArea > QWidget > QWidget[role="scrolled"] { background: transparent; border: none; }
QToolTip { background: $surface; color: $text; border: 1px solid $border; padding: ${px4}px; }

QFrame[role="card"] { background: $surface; border: 1px solid $border; border-radius: 6px; }
QFrame[role="card"][holds="chart"] { background: $chart_ground; }
QFrame[role="rule"] { background: $border; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="rule_down"] { background: $border; border: none; max-width: 1px; min-width: 1px; }
QFrame[role="sentence"] { background: $accent_tint; border: none; border-left: 3px solid $accent;
    border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QFrame[role="next"] { background: $accent_tint; border: 1px solid $accent; border-radius: 6px; }
QFrame[role="session"] { background: $accent_tint; border: none; border-bottom: 1px solid $accent; }
QFrame[role="hint"] { background: $hint; border: 1px solid $hint_edge; border-radius: 6px; }
QFrame[role="tinted"] { background: $accent_tint; border: none; border-radius: 4px; }
QFrame[role="header"] { background: $ground; border: none; border-bottom: 1px solid $border; }
QFrame[role="rail"] { background: $sunken; border: none; border-right: 1px solid $border; }
QFrame[role="status"] { background: $sunken; border: none; border-top: 1px solid $border; }
QFrame[role="banner"] { background: $hint; border: none; border-bottom: 1px solid $hint_edge; }
QFrame[role="outline"] { background: $ground; border: none; border-right: 1px solid $border; }
QFrame[role="inspector"] { background: $surface; border: none; border-left: 1px solid $border; }

QLabel { background: transparent; border: none; }
QLabel[role="number"] { font-size: ${px28}px; font-weight: 700; }
QLabel[role="title"] { font-size: ${px20}px; font-weight: 700; }
QLabel[role="section"] { font-size: ${px15}px; font-weight: 700; }
QLabel[role="step"] { font-size: ${px15}px; font-weight: 700; color: $accent; }
QLabel[role="sentence"], QLabel[role="aim"] { font-size: ${px16}px; }
QLabel[role="strong"] { font-weight: 700; }
QLabel[role="head"] { font-size: ${px12}px; font-weight: 700; color: $second; }
QLabel[role="label"] { font-size: ${px12}px; color: $second; }
QLabel[role="second"] { font-size: ${px12}px; color: $second; }
QLabel[role="says"] { font-size: ${px12}px; }
QLabel[role="quiet"] { font-size: ${px12}px; color: $quiet; }
QLabel[role="accent"] { font-size: ${px12}px; font-weight: 700; color: $accent; }
QLabel[role="accent_strong"] { font-weight: 700; color: $accent; }
QLabel[role="problem"] { font-size: ${px12}px; color: $text; background: $hint; border: 1px solid $hint_edge;
    border-radius: 4px; padding: 2px 6px; }
QLabel[role="tag"] { font-size: ${px11}px; font-weight: 700; border-radius: 4px; padding: 1px 5px;
    border: 1px solid $common; color: $text; }
QLabel[role="tag_improvement"] { font-size: ${px11}px; font-weight: 700; border-radius: 4px; padding: 2px 6px;
    background: $improvement; color: $chart_ground; }
QLabel[role="tag_concern"] { font-size: ${px11}px; font-weight: 700; border-radius: 4px; padding: 1px 5px;
    border: 2px solid $concern; color: $text; }
QLabel[role="tag_neutral"] { font-size: ${px11}px; font-weight: 700; border-radius: 4px; padding: 2px 6px;
    background: $neutral; color: $chart_ground; }
QLabel[letter="true"] { padding: 0 ${px2}px; }
QLabel[role="badge"] { font-size: ${px11}px; font-weight: 700; border: 1px solid $control; border-radius: 8px;
    background: $surface; padding: 0 ${px5}px; }
QLabel[role="spot"] { font-size: ${px11}px; font-weight: 700; border: 1px solid $control; border-radius: ${px10}px;
    padding: 0 ${px4}px; }
QLabel[role="hint_mark"] { font-size: ${px12}px; font-weight: 700; background: $hint; border: 1px solid $hint_edge;
    border-radius: 4px; }

QPushButton { background: $surface; border: 1px solid $control; border-radius: 6px; padding: 0 ${px12}px;
    min-height: ${px28}px; font-weight: 500; }
QPushButton:hover { background: $sunken; }
QPushButton:pressed { background: $accent_tint; }
QPushButton:focus { border: 2px solid $accent; padding: 0 ${px11}px; }
QPushButton:disabled { color: $off; border: 1px dashed $border; background: transparent; }
QPushButton[role="main"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 700; }
QPushButton[role="main"]:hover { border-color: $text; }
QPushButton[role="main"]:focus { border: 2px solid $text; }
QPushButton[role="main"]:disabled { background: $sunken; color: $off; border: 1px dashed $border; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent; color: $accent;
    padding: 0 ${px4}px; min-height: ${px20}px; font-size: ${px12}px; text-align: left; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 2px solid $accent; padding: 0 ${px3}px; border-radius: 4px; }
QPushButton[role="link"]:disabled { color: $off; border: 1px solid transparent; }
QPushButton[role="crumb"] { background: transparent; border: none; color: $accent; padding: 0;
    min-height: ${px18}px; font-size: ${px12}px; }
QPushButton[role="crumb"]:hover, QPushButton[role="crumb"]:focus { text-decoration: underline; }
QPushButton[role="rail"] { background: transparent; border: 1px solid transparent; text-align: left;
    padding: 0 ${px8}px; min-height: ${px32}px; color: $second; font-weight: 500; }
QPushButton[role="rail"]:hover { background: $ground; }
QPushButton[role="rail"]:checked { background: $accent_tint; color: $accent; font-weight: 700; }
QPushButton[role="rail"]:focus { border: 2px solid $accent; padding: 0 ${px7}px; }
QPushButton[role="find"] { background: $surface; border: 1px solid $control; text-align: left; color: $second;
    padding: 0 ${px8}px; min-height: ${px28}px; font-weight: 400; }
QPushButton[role="find"]:hover { border-color: $accent; }
QPushButton[role="find"]:focus { border: 2px solid $accent; padding: 0 ${px7}px; }
QPushButton[role="segment"] { border-radius: 0; padding: 0 ${px10}px; min-height: ${px26}px;
    font-size: ${px12}px; margin-left: -1px; }
QPushButton[role="segment"][first="true"] { margin-left: 0; border-top-left-radius: 6px;
    border-bottom-left-radius: 6px; }
QPushButton[role="segment"][last="true"] { border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QPushButton[role="segment"][alone="true"] { margin-left: 0; border-radius: 6px; }
QPushButton[role="segment"]:checked { background: $accent_tint; color: $accent; font-weight: 700;
    border-color: $accent; }
QPushButton[role="segment"]:focus { border: 2px solid $accent; }
QPushButton[role="row"] { background: transparent; border: 1px solid transparent; border-radius: 4px;
    text-align: left; padding: 0 ${px7}px; font-weight: 700; min-height: ${px24}px; }
QPushButton[role="row"]:hover { color: $accent; text-decoration: underline; }
QPushButton[role="row"]:focus { border: 2px solid $accent; padding: 0 ${px6}px; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 2px; }
QToolButton:hover { background: $accent_tint; }
QToolButton:focus { border: 2px solid $accent; padding: 1px; }

QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QSpinBox { background: $surface; border: 1px solid $control;
    border-radius: 6px; padding: 0 ${px8}px; min-height: ${px28}px; selection-background-color: $accent;
    selection-color: $on_accent; }
QLineEdit, QTextEdit, QPlainTextEdit { placeholder-text-color: $quiet; }
QTextEdit, QPlainTextEdit { padding: ${px2}px ${px5}px; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus { border: 2px solid $accent; padding: 0 ${px7}px; }
QTextEdit:focus, QPlainTextEdit:focus { border: 2px solid $accent; padding: ${px1}px ${px4}px; }
QLineEdit:disabled, QTextEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QSpinBox:disabled {
    color: $off; border: 1px dashed $border; background: transparent; }
QLineEdit:read-only, QTextEdit:read-only { border-color: $border; }
QLineEdit[quiet="true"], QTextEdit[quiet="true"] { border: 1px solid transparent; background: transparent; }
QLineEdit[quiet="true"] { padding: 0 ${px5}px; }
QLineEdit[quiet="true"]:focus { padding: 0 ${px4}px; }
QLineEdit[quiet="true"]:hover, QTextEdit[quiet="true"]:hover { border: 1px solid $border; background: $surface; }
QLineEdit[quiet="true"]:focus, QTextEdit[quiet="true"]:focus { border: 2px solid $accent; background: $surface; }
QLineEdit[strong="true"], QTextEdit[strong="true"] { font-weight: 700; }
QTextEdit[large="true"] { font-size: ${px16}px; }
QLineEdit[title="true"] { font-size: ${px20}px; font-weight: 700; }
QLineEdit[problem="true"], QTextEdit[problem="true"] { border: 2px solid $hint_edge; }
QComboBox::drop-down { border: none; width: ${px24}px; }
QComboBox::down-arrow { image: url("$chevron"); width: ${px16}px; height: ${px16}px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $control; outline: none;
    selection-background-color: $accent_tint; selection-color: $text; padding: 2px; }
QCheckBox, QRadioButton { spacing: ${px8}px; background: transparent; border: 1px solid transparent;
    border-radius: 4px; padding: 1px; }
QCheckBox:focus, QRadioButton:focus { border: 1px solid $accent; }
QCheckBox::indicator { width: ${px14}px; height: ${px14}px; border: 1px solid $control; border-radius: 3px;
    background: $surface; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QCheckBox:disabled, QRadioButton:disabled, QToolButton:disabled { color: $off; }
QCheckBox::indicator:disabled { border: 1px dashed $border; }
QCheckBox::indicator:checked:disabled { background: $control; }
QComboBox[quiet="true"] { border: 1px solid transparent; background: transparent; font-size: ${px12}px; }
QComboBox[quiet="true"]:hover { border: 1px solid $border; }
QComboBox[quiet="true"]:focus { border: 2px solid $accent; }

QTableView, QTreeView, QListView, QTableWidget, QTreeWidget { background: $surface; border: 1px solid $border;
    border-radius: 6px; gridline-color: $grid; outline: none; font-size: ${px12}px;
    selection-background-color: $accent_tint; selection-color: $text; alternate-background-color: $surface; }
QTableView:focus, QTreeView:focus, QListView:focus { border: 2px solid $accent; }
QTreeView[role="outline"], QTreeView[role="outline"]:focus { background: transparent; border: none;
    border-radius: 0; show-decoration-selected: 0; }
QTreeView[role="outline"]::item:selected, QTreeView[role="outline"]::item:hover { background: transparent; }
QTreeView[role="outline"]::branch:selected { background: transparent; }
QTableView::item { padding: 0 ${px8}px; }
QTableView::item:selected, QTreeView::item:selected { background: $accent_tint; color: $text; }
QTableView QLineEdit { border-radius: 2px; border: 2px solid $accent; padding: 0 ${px4}px; min-height: 0; }
QDialog[role="palette"] { background: $surface; border: 1px solid $control; }
QDialog[role="palette"] QListView { border: none; border-radius: 0; font-size: ${px13}px; }
QDialog[role="palette"] QLineEdit { font-size: ${px15}px; min-height: ${px34}px; }
QLabel[role="before"], QLabel[role="after"] { font-size: ${px13}px; background: $sunken; border: 1px solid $border;
    border-radius: 4px; padding: ${px6}px ${px8}px; }
QLabel[role="after"] { background: $surface; }
QLabel[role="key"] { font-size: ${px12}px; border: 1px solid $control; border-radius: 4px; background: $surface;
    padding: 0 ${px6}px; }
QTextBrowser[role="help"] { background: $surface; border: 1px solid $border; font-size: ${px13}px; padding: 0; }
QListWidget#help_contents { font-size: ${px13}px; padding: ${px4}px; }
QListWidget#help_contents::item { padding: ${px5}px ${px8}px; border-radius: 4px; }
QListWidget#help_contents::item:selected { background: $accent_tint; color: $accent; }
QHeaderView { background: $sunken; border: none; }
QHeaderView::section { background: $sunken; color: $second; border: none; border-bottom: 1px solid $border;
    padding: ${px4}px ${px8}px; font-size: ${px12}px; font-weight: 700; }
QTableCornerButton::section { background: $sunken; border: none; }

QMenuBar { background: $sunken; border-bottom: 1px solid $border; padding: 1px ${px8}px; font-size: ${px12}px; }
QMenuBar::item { padding: ${px3}px ${px8}px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: $accent_tint; }
QMenu { background: $surface; border: 1px solid $border; padding: ${px4}px; }
QMenu::item { padding: ${px5}px ${px24}px ${px5}px ${px12}px; border-radius: 4px; }
QMenu::item:selected { background: $accent_tint; }
QMenu::item:disabled { color: $off; }
QMenu::separator { height: 1px; background: $border; margin: ${px4}px ${px8}px; }

QTabBar { background: transparent; }
QScrollBar:vertical { background: transparent; width: ${px12}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${px12}px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: ${px32}px; }
QScrollBar::handle:horizontal { min-width: ${px32}px; }
QScrollBar::handle:hover { background: $control; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $sunken; border: 1px solid $border; border-radius: 6px; text-align: center;
    min-height: ${px16}px; }
QProgressBar::chunk { background: $accent; border-radius: 5px; }
""")


def stylesheet(colours: Mapping[str, str], px: Callable[[float], int], *, chevron: str, tick: str) -> str:
    """The whole sheet for these colours; ``px`` scales the design's lengths; the arrow and the tick are files."""
    lengths = {f"px{size}": str(px(size)) for size in _SIZES}
    return _SHEET.substitute(colours, chevron=chevron, tick=tick, **lengths)
