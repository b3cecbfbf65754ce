"""How Sphinx builds a language's site; `docs.build` calls it and says which."""

from gettext import NullTranslations

from sphinx.locale import get_translator

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


WORDS_OF_THE_THEME = {
    "Next": "下一页",
    "Previous": "上一页",
    "On this page": "本页内容",
    "Back to top": "回到顶部",
    "Made with": "主题：",
    "Home": "首页",
}
"""What furo says, which Sphinx's own Chinese does not have."""


class _Theme(NullTranslations):
    def gettext(self, message):
        """A word of the theme in Chinese."""
        return WORDS_OF_THE_THEME.get(message.strip(), message)


def keep_sentences_whole(app, what, name, obj, options, lines):
    """Before napoleon: what stands before a colon in the docstring of a datum is no type. (``..`` is an empty comment.)"""
    if what in {"attribute", "data", "property"}:
        lines[:0] = ["..", ""]


def setup(app):
    """Chinese for what Sphinx does not know in it: how words are looked for, and the words of the theme; docstrings as meant."""
    app.connect("autodoc-process-docstring", keep_sentences_whole, priority=400)
    app.add_search_language(ChineseSearch)
    if app.config.language == "zh_CN":
        get_translator("sphinx").add_fallback(_Theme())
