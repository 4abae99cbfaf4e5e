"""What a site's robots.txt lets a reader fetch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from protego import Protego

if TYPE_CHECKING:
    from typing import Self


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site."""

    rules: Protego
    agent: str

    @classmethod
    def parse(cls, text: str, agent: str) -> Self:
        """Read a robots.txt; an empty text allows all."""
        return cls(Protego.parse(text), agent)

    def allows(self, url: str) -> bool:
        """Return whether a page may be fetched."""
        return bool(self.rules.can_fetch(url, self.agent))

    @property
    def delay(self) -> float:
        """Seconds that are to lie between two requests."""
        return float(self.rules.crawl_delay(self.agent) or 0)
