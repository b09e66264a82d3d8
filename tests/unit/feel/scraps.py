"""What generated sources are made of: a context, values by kind, operators, and pieces that fit nowhere."""

from __future__ import annotations

from typing import Any

CONTEXT: dict[str, Any] = {
    "a": None,
    "b": True,
    "n": 7,
    "总分": 620,
    "name": "示例",
    "xs": [1, "a", None],
    "ns": [3, 1, 2, 5, 4],
    "many": list(range(300)),
    "words": ["质量", "a", ""],
    "rows": [{"id": 1, "v": "x"}, {"id": 2, "v": None}],
    "c": {"d": 1, "e": {"f": "g"}},
    "text": "质量ab" * 50,
}
ATOMS = {
    "number": ["0", "1", "-1", "2", "1.5", "0.1", "1e30", "9e6000", "1e-6000", "n", "总分", "c.d", "ns[1]", "count(xs)"],
    "string": ['"a"', '""', '"质量"', '"[a-z]+"', '"(a|b)*"', '"\\n\\u4e00"', "name", "text", "c.e.f", 'string(n)'],
    "boolean": ["true", "false", "b", "null"],
    "list": ["[]", "xs", "ns", "words", "rows", "many", "[1, 2, 3]", "rows.id", "[null]", "1..5"],
    "context": ["{}", "c", "c.e", "rows[1]", '{"k": 1}'],
    "time": ['@"2026-01-31"', '@"10:00:00Z"', '@"P1D"', '@"P1M"', '@"-P3Y"', '@"9999-12-31"', '@"PT36H"', "now()",
             '@"2026-01-31T10:00:00@Asia/Shanghai"', '@"2026-01-31T10:00:00"', "today()", '@"0001-01-01"'],
    "range": ["[1..3]", "(1..5]", "(< 5)", "[>= 2]", '["a".."z"]', "]1..9[", '[@"2026-01-01"..@"2026-12-31"]'],
    "odd": ["?", "item", "partial", "unknown", "a", "i", "x", "(function(x) x)", "abs", "f", "x y z", "-"],
}  # fmt: skip
KINDS = list(ATOMS)
WEIGHTS = [1 if kind == "odd" else 4 for kind in KINDS]
KIND_OF = {
    "date": "time",
    "date and time": "time",
    "days and time duration": "time",
    **{kind: kind for kind in ATOMS},
}
BINARY = ["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"]
PROPERTIES = [
    "a",
    "d",
    "id",
    "year",
    "month",
    "start",
    "end",
    "days",
    "months",
    "hour",
    "timezone",
    "b c",
    "in",
]
TYPES = [
    "number",
    "list<string>",
    "Any",
    "Null",
    "context<a: number>",
    "range<date>",
    "function<number>->string",
]
SCRAPS = [
    *"()[]{},.:<>=+-*/?@\"'\\ \n。“\u2028\ud800\U0001f600", "..", "**", "!=", " in ", " and ", " or ", "if ", " then ",
    " else ", "for ", " return ", "some ", "every ", " satisfies ", " between ", "function(", " instance of ", "not(",
    "external", "null", "//", "/*", "1e", "9" * 40, '@"', "P1D", "item", "partial", "list<", "-> ",
]  # fmt: skip


SORTS = [
    ["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or"],
    [*CONTEXT, "item", "i", "x", "f", "partial", "0", "1", "2", "7", '""', '"a"', "true", "false", "null"],
    ["(", "["],
    [")", "]"],
    ["some", "every"],
    [" ", "  ", "\n", "/**/"],
    ["then", "else", "return", "satisfies", "in"],
]
SORT_OF = {token: sort for sort in SORTS for token in sort}
