"""Search in Chinese: every two neighbouring characters are a word, on the pages and in what is looked for.

Sphinx's own way cuts pages by jieba and leaves what a reader types in one piece, so that 志愿服务 is found only where jieba
keeps it whole. Pairs of characters find every run of characters wherever it stands, and need no dictionary in the browser.
"""

from __future__ import annotations

import re

from sphinx.search import SearchLanguage

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_RUNS = re.compile(rf"[{_HAN}]+|[^\W{_HAN}]+")


class ChineseSearch(SearchLanguage):
    """Pairs of Han characters (and single ones), and words of other scripts as they are."""

    lang = "zh"
    language_name = "Chinese"
    # The browser asks for pairs alone, but for a lone character: all that is asked for must stand on a page.
    js_splitter_code = f"""
function splitQuery(query) {{
  const found = [];
  for (const run of query.match(/[{_HAN}]+|[^\\s\\p{{P}}\\p{{S}}{_HAN}]+/gu) || []) {{
    if (!/^[{_HAN}]/.test(run) || run.length === 1) {{ found.push(run); continue; }}
    for (let place = 0; place + 1 < run.length; place++) found.push(run.slice(place, place + 2));
  }}
  return found;
}}
"""

    def split(self, input: str) -> list[str]:
        """The words of a text."""
        return [word for run in _RUNS.findall(input) for word in _words(run)]

    def word_filter(self, word: str) -> bool:
        """Every word counts but numbers, which the browser does not look for either."""
        return not word.isdigit()


def _words(run: str) -> list[str]:
    if not re.match(f"[{_HAN}]", run):
        return [run.lower()]
    return [*run, *(run[place : place + 2] for place in range(len(run) - 1))]
