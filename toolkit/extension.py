"""What the extension consists of: a list of ``setup_…`` calls, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit import __version__
from toolkit.config import setup_config
from toolkit.nodes import setup_nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup_toolkit(app: Sphinx) -> ExtensionMetadata:
    """Call every part's set-up on *app*."""
    setup_config(app)
    setup_nodes(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
