"""The shipped themes: code, Chinese name, definition. Users' own models bring their own names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

OTHER: Final = "other"
"""The primary theme of a text that has none."""


@dataclass(frozen=True)
class Theme:
    """A theme of the shipped model."""

    code: str
    name: str
    definition: str


SHIPPED: Final = (
    Theme("ecology", "生态", "protecting or restoring nature; pollution and its control; wildlife, forests, wetlands"),
    Theme("livelihood", "民生", "the everyday welfare of ordinary people: jobs, wages, relief, schools, care, housing"),
    Theme("spring_travel", "春运", "the travel rush around Spring Festival, and what makes it safe and bearable"),
    Theme("volunteering", "志愿服务", "volunteers, their teams, and what they do"),
)

"""The shipped themes, sorted by code."""

NAMES: Final = {theme.code: theme.name for theme in SHIPPED} | {OTHER: "其他"}
"""What people who read Chinese call the themes."""
