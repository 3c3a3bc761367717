"""The toolkit press: MyST chapters become a web site and printable packets.

Add ``toolkit`` to ``extensions`` of any Sphinx + MyST project and run
``sphinx-build -b packets``.  Nothing heavy is imported until Sphinx calls :func:`setup`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect every part of the toolkit to *app* (see :mod:`toolkit.extension`)."""
    from toolkit.extension import setup_toolkit

    return setup_toolkit(app)
