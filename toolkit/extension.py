"""What the extension consists of: a list of ``setup_…`` calls, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit import __version__
from toolkit.checks.builder import setup_checks
from toolkit.config import setup_config
from toolkit.directives.activities import setup_activities
from toolkit.directives.audience import setup_audience
from toolkit.directives.cards import setup_cards
from toolkit.directives.citations import setup_citations
from toolkit.directives.codes import setup_codes
from toolkit.directives.contact import setup_contact
from toolkit.directives.equations import setup_equations
from toolkit.directives.examples import setup_examples
from toolkit.directives.figures import setup_figures
from toolkit.directives.forms import setup_forms
from toolkit.directives.front_matter import setup_front_matter
from toolkit.directives.glance import setup_glance
from toolkit.directives.hidden import setup_hidden
from toolkit.directives.includes import setup_includes
from toolkit.directives.library import setup_library
from toolkit.directives.local_facts import setup_local_facts
from toolkit.directives.maps import setup_maps
from toolkit.directives.records import setup_records
from toolkit.directives.signs import setup_signs
from toolkit.directives.stated import setup_stated
from toolkit.directives.statements import setup_statements
from toolkit.directives.tables import setup_tables
from toolkit.directives.uses import setup_uses
from toolkit.directives.verify import setup_verify
from toolkit.nodes import setup_nodes
from toolkit.packets import setup_packets
from toolkit.theme import setup_theme

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup_toolkit(app: Sphinx) -> ExtensionMetadata:
    """Call every part's set-up on *app*."""
    setup_config(app)
    setup_nodes(app)
    setup_uses(app)
    setup_library(app)
    setup_activities(app)
    setup_audience(app)
    setup_cards(app)
    setup_citations(app)
    setup_codes(app)
    setup_contact(app)
    setup_equations(app)
    setup_examples(app)
    setup_figures(app)
    setup_forms(app)
    setup_front_matter(app)
    setup_glance(app)
    setup_hidden(app)
    setup_includes(app)
    setup_local_facts(app)
    setup_maps(app)
    setup_records(app)
    setup_signs(app)
    setup_stated(app)
    setup_statements(app)
    setup_tables(app)
    setup_verify(app)
    setup_checks(app)
    setup_packets(app)
    setup_theme(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True, "env_version": 3}
