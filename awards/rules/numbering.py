"""Whether a number at the beginning of a line counts on, or is only mentioned there because the line was wrapped."""

from __future__ import annotations

import re
from typing import Final

from awards.rules.marks import ANNEX, ARTICLE, CHAPTER, ITEM, SECTION, Mark

_SPACED: Final = re.compile(r"^第\S{1,8}条(?:之\S{1,3})?(?:[ \t]|$)")


class Numbering:
    """The numbers taken so far: chapters, articles, and the items that are open inside of one."""

    def __init__(self) -> None:
        self._chapter = 0
        self._article = (0, 0)
        self._items: list[tuple[str, int]] = []

    def accepts(self, mark: Mark, source: str, *, free: bool) -> bool:
        """Whether the mark begins something. `free`: the text before is over; `source`: the line as printed."""
        if mark.kind == CHAPTER:
            return free or mark.number == self._chapter + 1
        if mark.kind == ANNEX:
            return free
        if mark.kind == ITEM:
            return free or self._counts_on(mark)
        set_off = not mark.rest or mark.rest.startswith("（") or _SPACED.match(source) is not None
        return (free or set_off) if self.expects(mark) else (free and set_off)

    def expects(self, mark: Mark) -> bool:
        """Whether an article's number is the next one, or the first of a new count."""
        number, sub = self._article
        following = (number + 1, 0), (number, sub + 1)
        return (mark.number, mark.sub) in following or (mark.number, mark.sub) == (1, 0)

    def counts_on(self, mark: Mark) -> bool:
        """Whether an item's number is the first one or the next one of its style."""
        return mark.number == 1 or self._counts_on(mark)

    def depth(self, mark: Mark) -> int:
        """How deep an item stands that has been taken: 1 for the outermost."""
        return next((at for at, (style, _) in enumerate(self._items, 1) if style == mark.style), 0)

    def took(self, mark: Mark) -> None:
        """Count with it from now on."""
        if mark.kind == ITEM:
            styles = [style for style, _ in self._items]
            if mark.style in styles:
                del self._items[styles.index(mark.style) :]
            elif mark.style == SECTION:
                self._items.clear()
            self._items.append((mark.style, mark.number))
            return
        self._items.clear()
        if mark.kind == ARTICLE:
            self._article = (mark.number, mark.sub)
        elif mark.kind == CHAPTER:
            self._chapter = mark.number
        else:
            self._chapter, self._article = 0, (0, 0)

    def _counts_on(self, mark: Mark) -> bool:
        return (mark.style, mark.number - 1) in self._items
