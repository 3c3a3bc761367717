"""The ordered steps that turn a chapter's doctree into one that reads well on paper.

Early steps run before Sphinx's post-transforms (references are still pending), late steps after
them, when every chapter of the packet is known.  Each is ``step(document, docname, context)``.
"""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes

from toolkit.packets.context import Context
from toolkit.packets.steps.anchors import give_ids, prefix_ids
from toolkit.packets.steps.audience import choose_audience
from toolkit.packets.steps.design import open_design
from toolkit.packets.steps.drawings import draw_maps
from toolkit.packets.steps.images import collect_images
from toolkit.packets.steps.imprint import add_imprint
from toolkit.packets.steps.links import settle_links
from toolkit.packets.steps.maths import draw_maths
from toolkit.packets.steps.notes import move_notes
from toolkit.packets.steps.raw import settle_raw
from toolkit.packets.steps.sheets import lay_sheets
from toolkit.packets.steps.signs import size_signs
from toolkit.packets.steps.toctrees import open_toctrees

Step = Callable[[nodes.document, str, Context], None]

EARLY: tuple[Step, ...] = (choose_audience, open_design, open_toctrees)
MIDDLE: tuple[Step, ...] = (settle_raw, lay_sheets, size_signs, give_ids, prefix_ids)
LATE: tuple[Step, ...] = (settle_links, add_imprint, move_notes, draw_maths, draw_maps, collect_images)
