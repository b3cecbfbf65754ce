"""By-lines and photo credits: lines that name who wrote or took something, and say nothing of a theme."""

from __future__ import annotations

import re
from typing import Final

from newsclf.lazy import pattern
from newsclf.text import HAN

_MAX: Final = 40
_MAX_NAME: Final = 4
_SPACE: Final = "[ 　]*"
# Names without a space between them run together, so a run of Han characters stands for one or several names.
_NAMES: Final = rf"(?P<names>[{HAN}]+(?:[ 　、，/·]+[{HAN}]+)*)"
_AGENCY: Final = r"(?:本报|本刊|本网|新华社|中新社)"
_ROLE: Final = r"(?:首席|特约|见习|实习|特派|驻站)?(?:记者|通讯员|评论员|特约撰稿|撰稿|摄影)"

_NO_NAME: Final = re.compile("[你我他她们的了说听据怎么]|从|获悉|采访|走进|来到")
"""Words of running text: a sentence may begin with 本报记者, too."""

_TELLING: Final = re.compile("[◎○●◇◆□■△▲★☆※（(/／|｜：:摄图]|记者|通讯员|评论员|撰稿|整理|编译")
"""Each of the patterns below needs one of these: most lines have none, and need not be looked at more closely."""

_MARKED: Final = pattern(rf"[◎○●◇◆□■△▲★☆※]{_SPACE}(?P<role>{_AGENCY}?{_SPACE}{_ROLE}{_SPACE})?{_NAMES}")
_SIGNED: Final = pattern(
    rf"(?:(?P<role>{_AGENCY}{_SPACE}{_ROLE}{_SPACE})|{_ROLE}[ 　]+"
    rf"|(?:文|图|文/图|图/文|文图|作者|编辑|责编|责任编辑|校对|版式|美编|来源|供稿){_SPACE}[/／|｜：:]{_SPACE}){_NAMES}"
)
_SIGNED_BELOW: Final = pattern(
    rf"[（(]{_SPACE}(?P<role>{_AGENCY}?{_SPACE}{_ROLE}{_SPACE})?(?P<names>[{HAN}]{{2,}}(?:[ 　、]+[{HAN}]{{2,}})*){_SPACE}[）)]"
)
_OWN_WORK: Final = pattern(rf"(?P<role>{_AGENCY}{_SPACE}{_ROLE}{_SPACE})?{_NAMES}[ 　]+(?:文/图|图/文|文并图|文图|整理|编译)")
_CREDITED: Final = r"(?<![一二三四五六七八九十百千])(?:摄影报道|(?<!拍)摄|供图)"
_CREDIT: Final = pattern(
    rf"[（(]?(?:{_AGENCY}?{_SPACE}(?:{_ROLE})?{_SPACE})?{_NAMES}[ 　/]*{_CREDITED}[）)]?"
    rf"|(?:摄影|供图|图片?|图片来源){_SPACE}[/／|｜：:]{_SPACE}[{HAN} 　、]+"
)


def is_credit(line: str) -> bool:
    """Whether a line is a photo's credit: ``某某某摄``, ``（本报记者 某某 摄）``, ``供图：某某``."""
    match = _CREDIT().fullmatch(line.strip()) if len(line) <= _MAX and _TELLING.search(line) else None
    return bool(match and len(match["names"] or "") <= 4 * _MAX_NAME and not _NO_NAME.search(line))


def is_byline(line: str) -> bool:
    """Whether a line names an author, editor or photographer and nothing else."""
    if len(line) > _MAX or not _TELLING.search(line):
        return False
    if is_credit(line):
        return True
    matches = (form().fullmatch(line) for form in (_MARKED, _SIGNED, _SIGNED_BELOW, _OWN_WORK))
    match = next(filter(None, matches), None)
    if match is None or _NO_NAME.search(match["names"]):
        return False
    # A mark stands before headings too, so that names must be short; after 本报记者 two may run together.
    most = 2 * _MAX_NAME if match["role"] else _MAX_NAME
    return all(len(name) <= most for name in re.split(r"\W+", match["names"]))
