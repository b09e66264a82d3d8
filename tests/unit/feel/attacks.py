"""Sixteen attacks on expression languages, and further bombs."""

from __future__ import annotations

FOURFOLD = ", ".join(
    f"{b}: [{a}, {a}, {a}, {a}]" for a, b in zip("abcdefghijklmnopqrs", "bcdefghijklmnopqrst", strict=True)
)
"""Each list four times in the next: a trillion values, if sharing is forgotten."""

SIXTEEN = {
    "import os": '__import__("os").system("id")',
    "subclasses walk": '"".__class__.__mro__[1].__subclasses__()',
    "function globals": "(function(x) x).__globals__",
    "format attribute": '"{0.__class__}".format(secret)',
    "format map": '"{x.__init__}".format_map(secret)',
    "f-string attribute": 'f"{secret.__class__}"',
    "generator frame": "(for i in [1] return i).gi_frame",
    "getattr with a joined name": 'get value(secret, "__cl" + "ass__")',
    "type().mro()": "type(1).mro()",
    "traceback frame": "(1 / 0).__traceback__.tb_frame",
    "power tower": "9**9**9**9**9",
    "string times number": '"a" * 10**10',
    "nested loops": "for a in 1..100, b in 1..100, c in 1..100, d in 1..100 return a",
    "five thousand brackets": "(" * 5000 + "1" + ")" * 5000,
    "list bomb": "for a in 1..30000, b in 1..30000 return [a, b]",
    "slow regular expression": 'matches(text, "(a+)+$")',
}
MORE = {
    "quantified forever": "some i in 1..1000000000 satisfies i < 0",
    "numbers too large to count": "for i in 1e300..1e301 return i",
    "string doubling": "(function(s) s + s + s + s + s + s + s + s)((function(s) s + s)(text + text))",
    "replace blows up": 'replace(text, "a", text)',
    "replace of nothing": 'replace(text, "", text)',
    "join blows up": "string join(for i in 1..5000 return text)",
    "large pattern": 'matches(text, "((a{100}){100}){100}")',
    "patterns without end": 'for i in 1..9999 return matches(text, "(a|b){500}" + string(i))',
    "endless recursion": "(function(f, n) f(f, n + 1))(function(f, n) f(f, n + 1), 0)",
    "twofold recursion": "(function(f) f(f) + f(f))(function(f) f(f) + f(f))",
    "shared lists shown": "{a: [1, 1, 1, 1], " + FOURFOLD + ", z: string(t)}.z",
    "shared lists returned": "{a: [1, 1, 1, 1], " + FOURFOLD + "}",
    "shared lists compared": "{a: [1, 1, 1, 1], b: [1, 1, 1, 1], "
    + ", ".join(
        f"{n}{p}: [{n}{(p and p - 1) or ''}, {n}{(p and p - 1) or ''}]" for p in range(1, 30) for n in "ab"
    )
    + ", z: a29 = b29}.z",
    "shared lists typed": "{a: [1, 1, 1, 1], "
    + FOURFOLD
    + ", z: t instance of "
    + "list<" * 20
    + "number"
    + ">" * 20
    + "}.z",
    "a tower of lists": "for i in 1..5000 return [partial[-1]]",
    "partial lists kept": "for i in 1..9999 return partial",
    "sorted with a slow function": "sort(for i in 1..9999 return -i, function(x, y) count(for i in 1..200 return i) < y)",
    "distinct values of many": "count(distinct values(for i in 1..9999 return i))",
    "deep filters": "[1]" + "[item = [1][1]]" * 70,
    "deep minus": "-" * 3000 + "1",
    "deep types": "x instance of " + "list<" * 500 + "number" + ">" * 500,
    "deep if": "if true then 1 else " * 190 + "1",
    "deep paths": "a" + ".b" * 1900,
    "long chains are fine": " + ".join(["1"] * 900),
    "source too long": "1 + " * 2000 + "1",
    "huge exponent": "1.0000001 ** 1e6000",
    "factorial of decimals": "product(for i in 1..5000 return i)",
    "all zones": '@"2026-01-01T00:00:00@../../etc/passwd"',
    "digits of a huge number": "string length(string(1e6144))",
    "duration overflow": '@"P999999999D" * 1e30',
    "context growing": "context merge(for i in 1..9999 return {a: 1})",
    "a command by way of subclasses": "().__class__.__base__.__subclasses__()[140].__init__.__globals__['system']('id')",
    "a command through a function": '(function(x) x).__init__.__globals__.os.system("touch /etc/x")',
    "an underscored entry": "secret._name",
    "an underscored entry by name": 'get value(secret, "__class__")',
    "attributes of literals": '[1.__class__, "".__class__, [].__class__, {}.__class__, true.__class__]',
    "percent width": '"%999999999d" % 1',
    "percent width of a format": 'string format("%999999999d {}", [1])',
    "width in braces": 'string format("{:999999999}", [1])',
    "attribute in braces": 'string format("{__class__} {name.__class__}", secret)',
    "f-string width": 'f"{1:999999999}"',
    "ljust": '"a".ljust(999999999)',
    "replace again and again": "{f: function(s) "
    + "replace(" * 12
    + "s"
    + ', "a", "aaaaaaaa")' * 12
    + '}.f("a")',
    "an infinite number": "[0 ** -1, 0 ** -0.5, -(0 ** -3), 1e6144 * 10, 1 / 0, 0 / 0]",
    "power without end": "for i in 1..99999 return 9.87654321 ** 999999",
    "nested quantifiers": "every a in 1..100, b in 1..100, c in 1..100, d in 1..100 satisfies a + b + c + d > 0",
    "some in some": "some a in 1..9999 satisfies some b in 1..9999 satisfies some c in 1..9999 satisfies a + b + c < 0",
    "brackets within the source's bound": "(" * 2000 + "1" + ")" * 2000,
    "lists within the source's bound": "[" * 2000 + "]" * 2000,
    "contexts within the source's bound": "{a: " * 800 + "1" + "}" * 800,
    "digits without end": "0." + "1" * 4000,
    "decimal places": "decimal(1/3, 999999999)",
    "a sublist from afar": "sublist(for i in 1..9000 return i, 999999999999, 999999999999)",
    "equal lists in a loop": "{x: for i in 1..9000 return i, y: for i in 1..9000 return i, z: for i in 1..9000 return x = y}.z",
    "equal contexts in a loop": "{x: context(for i in 1..900 return {key: string(i), value: i}), "
    "y: for i in 1..9000 return x = x}.y",
    "an inner loop that looks far": "count(for i in 1..9000, j in [" + "1, " * 900 + "1][-1] return i)",
    "unknown functions in a loop": "for i in 1..9000 return strin(i)",
    "unknown functions hidden": "for i in 1..9000 return get or else(strin(i), 0)",
    "slow lookbehind": 'matches(text, "(?<=a+)b")',
    "back reference": 'matches(text, "(a*)*\\\\1")',
    "alternatives that overlap": 'matches(text, "(a|a)*$")',
    "a class of everything": 'replace(text, "[\\\\s\\\\S]*?", text)',
    "split into nothing": 'split(text, "")',
    "comments without end": "1 " + "/*" * 2000,
    "names without end": "a " * 2000,
    "strings without end": '"' * 4001,
    "lone surrogates": '"\\ud800" + "\\udfff"',
    "a null character": "1 + \x00",
}

CONTEXT = {"text": "a" * 30_000 + "!", "secret": {"name": "s"}, "x": None}
