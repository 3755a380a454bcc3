"""Where the boxes and lines of a diagram stand: computed from structure, order and measured text, never kept.

Coordinates are not the truth, so two people's edits cannot fight over x and y; the same diagram is the same picture
on every machine, and a small edit moves little. It must not know records or painters: `place_fishbone` and
`place_drivers` take plain values and answer a `Placed`, which `core.diagram_drawing` makes into primitives.
"""

from netdesk.core.layout.driver_graph import DriverInput, LinkInput, NodeInput, place_drivers
from netdesk.core.layout.fishbone import CauseInput, FishboneInput, place_fishbone
from netdesk.core.layout.placed import Placed, PlacedBox, PlacedColumn, PlacedLine, PlacedRow, PlacedText, RowInput

__all__ = [
    "CauseInput",
    "DriverInput",
    "FishboneInput",
    "LinkInput",
    "NodeInput",
    "Placed",
    "PlacedBox",
    "PlacedColumn",
    "PlacedLine",
    "PlacedRow",
    "PlacedText",
    "RowInput",
    "place_drivers",
    "place_fishbone",
]
