"""Source into tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.feel.errors import syntax_error

NAME_START = (
    "?A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
NAME_PART = NAME_START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"

PATTERN = re.compile(
    rf"""
    (?P<space>\s+|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)
  | (?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<at>@\s*"(?:[^"\\]|\\.)*")
  | (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<name>[{NAME_START}][{NAME_PART}]*)
  | (?P<op>\*\*|\.\.|<=|>=|!=|->|[-+*/()\[\]{{}},:.<>='])
    """,
    re.VERBOSE | re.DOTALL,
)

ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "'": "'"}
LOOKALIKES = {"“": '"', "”": '"', "‘": '"', "’": "'", "×": "*", "÷": "/", "≥": ">=", "≤": "<=", "≠": "!="}


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `spaced` tells whether white space stands before it."""

    kind: str
    text: str
    position: int
    spaced: bool

    @property
    def end(self) -> int:
        return self.position + len(self.text)


def tokenize(source: str) -> list[Token]:
    """All tokens, the last of kind "end". Raises FeelSyntaxError."""
    tokens: list[Token] = []
    position, spaced = 0, False
    while position < len(source):
        match = PATTERN.match(source, position)
        if match is None:
            raise _unreadable(source, position)
        if match.lastgroup == "space":
            spaced = True
        else:
            tokens.append(Token(str(match.lastgroup), match[0], position, spaced))
            spaced = False
        position = match.end()
    tokens.append(Token("end", "", len(source), spaced))
    return tokens


def _unreadable(source: str, position: int) -> Exception:
    character = source[position]
    if character == '"':
        return syntax_error(source, position, "文字没有结束的引号")
    if source.startswith("/*", position):
        return syntax_error(source, position, "注释没有结束的 */")
    return syntax_error(source, position, f"不能使用字符“{character}”", LOOKALIKES.get(character))


def unescape(token: Token) -> str:
    """The characters that a string literal stands for; pairs of surrogates are joined, `\\d` stays `\\d`."""
    body = token.text[token.text.index('"') + 1 : -1]
    if "\\" not in body:
        return body

    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        if code:
            return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else "\ufffd"
        return ESCAPES.get(match[3], match[0])

    text = ESCAPE.sub(character, body)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
