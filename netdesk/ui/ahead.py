"""What the rooms are made of, loaded while Home is looked at, so that a first visit only makes its page.

What knows nothing of Qt is imported in a thread. What does is not, because classes of widgets made beside the window's
thread have ended the program now and then; it comes in steps. pyqtgraph alone would take a quarter of a second at once:
two thirds of it are Qt's classes, which PySide makes when each is first named and pyqtgraph names all, much of the rest
are modules that it needs of others, and its own come one after the other.
"""

from __future__ import annotations

import ast
import sys
import time
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec, module_from_spec
from pkgutil import iter_modules

from netdesk.core.garbage import leave_out, uncollected
from netdesk.ui.steps import Built, beside

#: Packages whose modules the pages need; nothing in them knows Qt.
PLAIN_PACKAGES = ("netdesk.operations", "netdesk.core", "netdesk.core.charts", "netdesk.core.layout")
#: What else the pages and pyqtgraph need that does not know Qt.
PLAIN = (
    "numpy", "numpy.typing", "multiprocessing.connection", "importlib.resources", "xml.etree.ElementTree", "pydoc",
    "cProfile", "email.message", "netdesk.reports.chart", "netdesk.reports.flow", "netdesk.importers.files",
    "netdesk.sync.folders",
)  # fmt: skip
#: Qt's modules all of whose classes pyqtgraph names.
NAMED = ("PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets")
#: How long a step goes on, in seconds; what passes it is its last.
STEP = 0.008
#: Qt's modules that pyqtgraph is the first to need.
OF_GRAPHS = ("PySide6.QtTest", "PySide6.QtSvg", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets")
#: pyqtgraph; who needs it takes it from netdesk.ui.charts.graphs, which loads what is left of it.
GRAPHS = Built(lambda: package_in_steps("pyqtgraph"))
#: What pages need when something in them is first opened, beside the pages themselves.
LATER = ("netdesk.ui.charts.measure_chart", "netdesk.ui.charts.sparkline", "netdesk.ui.charts.drawn")


def import_ahead(*, hub: bool) -> Iterator[None]:
    """Import everything that a room or a chart needs, of Qt a module or a few classes a step."""
    with uncollected():  # nothing of it is garbage, and a search among it would be the longest step
        yield from beside(_import_plain)
        yield from _portions(_import_qt(hub=hub))
        leave_out("rooms")


def _import_qt(*, hub: bool) -> Iterator[None]:
    for name in NAMED:
        yield from _classes_of(name)
    yield from _imported(OF_GRAPHS)
    yield from GRAPHS.steps()
    ours = _modules_of("netdesk.ui.diagram", "netdesk.ui.pages")
    yield from _imported(name for name in ours if hub or ".network" not in name)
    yield from _imported(LATER)


def _portions(work: Iterator[None]) -> Iterator[None]:
    """The same work in fewer steps: each goes on until it has taken its time."""
    begun = time.perf_counter()
    for _step in work:
        if time.perf_counter() - begun > STEP:
            yield
            begun = time.perf_counter()


def package_in_steps(name: str) -> Iterator[None]:
    """Import a package whose own file imports all its modules: a step for each statement of that file.

    Nobody may import it otherwise before the last step. Where the file cannot be read it is imported at once.
    """
    spec = find_spec(name)
    source = spec.loader.get_source(name) if spec and isinstance(spec.loader, InspectLoader) else None
    if name in sys.modules or spec is None or source is None:
        import_module(name)
        return
    package = sys.modules[name] = module_from_spec(spec)
    try:
        for statement in ast.parse(source).body:
            exec(compile(ast.Module([statement], []), str(spec.origin), "exec", dont_inherit=True), vars(package))
            yield
    except Exception:
        del sys.modules[name]  # who imports it next is told why it cannot be
        raise


def plain_modules() -> list[str]:
    """The names of the modules that are imported in a thread, because none of them leads to Qt."""
    return [*PLAIN, *_modules_of(*PLAIN_PACKAGES)]


def _import_plain() -> None:
    for name in plain_modules():
        import_module(name)


def _modules_of(*packages: str) -> list[str]:
    return [
        f"{package}.{found.name}" for package in packages for found in iter_modules(import_module(package).__path__)
    ]


def _imported(names: Iterable[str]) -> Iterator[None]:
    for name in names:
        import_module(name)
        yield


def _classes_of(name: str) -> Iterator[None]:
    module = import_module(name)
    for one in dir(module):
        getattr(module, one)  # makes the class
        yield
