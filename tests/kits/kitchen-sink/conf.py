"""A project of someone else's, with every construct of MyST, docutils and sphinx-design."""

project = "Kitchen sink"
author = "Nobody in particular"
language = "en"
extensions = ["myst_parser", "sphinx_design", "toolkit"]
exclude_patterns = ["shared"]
numfig = True
myst_enable_extensions = [
    "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist",
    "html_admonition", "html_image", "replacements", "smartquotes", "strikethrough",
    "substitution", "tasklist",
]  # fmt: skip
myst_heading_anchors = 4
myst_substitutions = {"product": "the *kitchen sink*"}
myst_links_external_new_tab = False
rst_prolog = ".. |rst-product| replace:: the reStructuredText sink"
tags.add("active")  # noqa: F821
suppress_warnings = ["myst.header", "myst.strikethrough", "design.card_legacy"]
