"""matches, replace, split (DMN 1.5 §10.3.4.3): regular expressions of XPath, run by RE2 in linear time."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import re2

from engine.feel.builtins.char_class import NoDifference, resolved
from engine.feel.builtins.registry import builtin
from engine.feel.environment import Environment
from engine.feel.limits import LIST_ITEMS, STRING_CHARACTERS

PATTERN_CHARACTERS = 1000
MEMORY = 1 << 20
COMPILING = 10
"""Steps for a pattern, and one for each 8 of its instructions, whether it has been compiled before or not."""
REFUSED = 200
"""Steps for a pattern that RE2 does not take: finding that out may have been work."""
MATCHING = 128
"""Characters times instructions for a step: dear enough for patterns whose automaton does not fit in memory."""
FLAGS = frozenset("smix")
GROUP = re.compile(r"\\(.)|\$([0-9]{1,2})|\$", re.DOTALL)
PIECES = re.compile(r"\[(?:\\.|[^\]\\])*\]|\\.|\.|[^\\.\[]+|.", re.DOTALL)
SPACE = re.compile(r"(\[(?:\\.|[^\]\\])*\])|\s+", re.DOTALL)
OCTAL = re.compile(r"\\0")


@lru_cache(maxsize=256)
def pattern(source: str, flags: str) -> Any:
    """A compiled pattern; None when RE2 does not know it (back-references, for one) or it is too long."""
    if len(source) > PATTERN_CHARACTERS or not FLAGS.issuperset(flags):
        return None
    if OCTAL.search(source):
        return None
    try:
        source = resolved(source)
    except NoDifference:
        return None
    if "x" in flags:
        source = SPACE.sub(lambda match: match[1] or "", source)
    if "s" not in flags:
        source = PIECES.sub(lambda match: "[^\\n\\r]" if match[0] == "." else match[0], source)
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MEMORY
    inline = "".join(flag for flag in "smi" if flag in flags)
    try:
        return re2.compile(f"(?{inline}){source}" if inline else source, options)
    except re2.error:
        return None


def _compiled(source: str, flags: str | None, text: str, env: Environment) -> Any:
    found = pattern(source, flags or "")
    if found is None:
        env.spend(REFUSED)
        env.null(f"正则表达式“{source[:40]}”不能使用")
    else:
        env.spend(COMPILING + found.programsize // 8 + len(text) * found.programsize // MATCHING)
    return found


@builtin("matches", "input: string, pattern: string, flags?: string?", "boolean")
def matches(env: Environment, text: str, source: str, flags: str | None = None) -> bool | None:
    """Whether the pattern is found; null for a pattern that RE2 does not take."""
    compiled = _compiled(source, flags, text, env)
    return None if compiled is None else compiled.search(text) is not None


@builtin("replace", "input: string, pattern: string, replacement: string, flags?: string?", "string")
def replace(
    env: Environment, text: str, source: str, replacement: str, flags: str | None = None
) -> str | None:
    """Every match is replaced; `$1` stands for a group. The result is paid for while it grows."""
    compiled = _compiled(source, flags, text, env)
    if compiled is None:
        return None
    pieces: list[str] = []
    length, done = 0, 0
    for match in compiled.finditer(text):
        for piece in (text[done : match.start()], _filled(replacement, match)):
            length += len(piece)
            if length > STRING_CHARACTERS:
                env.text(length)
            pieces.append(piece)
        env.spend(1 + len(pieces[-1]) // 64)
        done = match.end()
    pieces.append(text[done:])
    env.text(length + len(pieces[-1]))
    return "".join(pieces)


def _filled(replacement: str, match: Any) -> str:
    if "$" not in replacement and "\\" not in replacement:
        return replacement
    groups = match.groups()

    def part(found: re.Match[str]) -> str:
        if found[1] is not None:
            return found[1]
        if found[2] is None:
            return "$"
        return _group(found[2], match, len(groups))

    return GROUP.sub(part, replacement)


def _group(digits: str, match: Any, count: int) -> str:
    """The longest number that is a group; what is left of it stays text."""
    if int(digits) <= count:
        return match[int(digits)] or ""
    if len(digits) == 2 and int(digits[0]) <= count:
        return (match[int(digits[0])] or "") + digits[1]
    return ""


@builtin("split", "string: string, delimiter: string", "list")
def split(env: Environment, text: str, delimiter: str) -> list[str] | None:
    """The pieces between the matches of a pattern; a match of nothing does not cut."""
    compiled = _compiled(delimiter, None, text, env)
    if compiled is None:
        return None
    pieces: list[str] = []
    done = 0
    for match in compiled.finditer(text):
        if match.end() == match.start():
            continue
        pieces.append(text[done : match.start()])
        env.spend()
        if len(pieces) >= LIST_ITEMS:
            env.items(len(pieces) + 1)
        done = match.end()
    return [*pieces, text[done:]]


@builtin("extract", "string: string, pattern: string", "list")
def extract(env: Environment, text: str, source: str) -> list[str] | None:
    """All matches of a pattern (Camunda)."""
    compiled = _compiled(source, None, text, env)
    if compiled is None:
        return None
    found: list[str] = []
    for match in compiled.finditer(text):
        env.items(1)
        found.append(match[0])
        if len(found) > LIST_ITEMS:
            env.items(len(found))
    return found
