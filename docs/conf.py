"""How Sphinx builds a language's site; `docs.build` calls it and says which."""

import newsclf
from docs.chinese_search import ChineseSearch

project = "newsclf"
release = newsclf.__version__
author = copyright = "newsclf contributors"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]

myst_enable_extensions = ["deflist", "attrs_block"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # types stand in the docstrings, in words
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_param = False
# Types are words ("dict of str to float"), which Sphinx would look up one by one; so attributes are set as parameters are.
napoleon_custom_sections = [("Attributes", "params_style")]
default_role = "code"  # docstrings name things by bare names, many of them of other packages

html_theme = "furo"
html_title = "newsclf"
html_static_path = ["_static"]
html_css_files = ["site.css"]
templates_path = ["_templates"]
html_show_sphinx = False
html_copy_source = False
html_use_index = True
html_sidebars = {
    "**": [
        *("sidebar/brand.html", "sidebar/language.html", "sidebar/search.html", "sidebar/scroll-start.html"),
        *("sidebar/navigation.html", "sidebar/scroll-end.html"),
    ]
}
pygments_style, pygments_dark_style = "tango", "native"


def setup(app):
    """Cut Chinese as `docs.chinese_search` does, both the pages and what is looked for."""
    app.add_search_language(ChineseSearch)
