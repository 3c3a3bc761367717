"""Settings of the toolkit's own book; the source folder is docs/.

    sphinx-build -c . -d build/.cache/doctrees/base docs OUT

``make`` does the same and publishes the result.  Every ``toolkit_*`` value is explained in
docs/handbook/settings.md; the others are Sphinx's and MyST-Parser's.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))  # the extension lies beside this file and need not be installed

from toolkit import __version__  # noqa: E402
from toolkit.config import source_date  # noqa: E402

# Same input, same bytes: what counts as "now" is the day of the newest review, never the clock.
if newest := source_date(ROOT / "docs"):
    os.environ.setdefault("SOURCE_DATE_EPOCH", newest)

# -- the book -------------------------------------------------------------------------------------
project = "Secure Communities community toolkit"
author = "The toolkit's maintainers"
version = release = __version__
language = "en"
root_doc = "index"
source_suffix = {".md": "markdown"}
exclude_patterns = ["data", "editions", "locales"]
nitpicky = True

# -- chapters: MyST Markdown ------------------------------------------------------------------------
extensions = ["myst_parser", "sphinx_design", "toolkit"]
myst_enable_extensions = [
    "attrs_block",  # {.class} above a block
    "attrs_inline",  # ![picture](x.svg){width=50%}
    "colon_fence",  # :::{directive}
    "deflist",  # term, then ": definition"
    "fieldlist",  # :name: value
    "tasklist",  # - [ ] item
]
# Local facts in link targets: tel:{{hotline}}, and fact:… where the target begins with one.
myst_url_schemes = ["http", "https", "mailto", "tel", "sms", "fact"]
myst_heading_anchors = 3

# -- the toolkit ------------------------------------------------------------------------------------
toolkit_strict = True
toolkit_packets = "packets.yaml"
toolkit_data = "data"
# Both come from data/local.yaml, so that a coalition fills in a fact and changes nothing here.  Until then
# paper carries codes without an address, and `make check` says what is missing.
toolkit_short_address = "fact:toolkit_site/v"
toolkit_report_address = "fact:coalition_email"

# -- the site ---------------------------------------------------------------------------------------
html_theme = "toolkit"
# Where "Leave this site" goes: a page that nobody looks twice at.
html_theme_options = {"exit_url": "https://www.weather.gov/"}
# Stands in every tab, so it says nothing that could harm a reader when someone looks over a shoulder.
html_title = "Community toolkit"
html_copy_source = False
html_show_sourcelink = False
html_scaled_image_link = False  # a link to a picture's file would print a dead local path
html_last_updated_fmt = None
html_use_index = False
