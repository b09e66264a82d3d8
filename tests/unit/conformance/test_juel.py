"""`${…}` as FEEL: names, literals, comparisons, simple operators; everything else is said to be too much."""

from __future__ import annotations

import pytest

from conformance.bpmn import juel


@pytest.mark.parametrize(
    ("written", "feel"),
    [
        ("kermit", "kermit"),
        ("${amount}", "=amount"),
        ("#{ amount }", "=amount"),
        ("${amount == 1}", "=amount = 1"),
        ("${a != b && c <= 2.5 || d}", "=a != b and c <= 2.5 or d"),
        ("${a eq 1 and b gt 2}", "=a = 1 and b > 2"),
        ("${!done}", "=not(done)"),
        ("${not done}", "=not(done)"),
        ("${-a + 2 * (b - 1)}", "=-a + 2 * (b - 1)"),
        ("${a % 2 == 0}", "=modulo(a, 2) = 0"),
        ("${'it''s'}", None),
        ("${'a\\'b'}", '="a\'b"'),
        ('${"a b"}', '="a b"'),
        ("${ok ? 'yes' : 'no'}", '=(if ok then "yes" else "no")'),
        ("${order.lines[0].price}", "=order.lines[1].price"),
        ("${lines[n]}", "=lines[(n) + 1]"),
        ("${order['no']}", '=get value(order, "no")'),
        ("${empty name}", '=(name = null or name = "" or name = [])'),
        ("${loopCounter}", "=(loopCounter - 1)"),
        (
            "${nrOfCompletedInstances/nrOfInstances >= 0.5}",
            "=numberOfCompletedInstances / numberOfInstances >= 0.5",
        ),
        ("Dear ${name}!", '="Dear " + string(name) + "!"'),
        ("${}", None),
        ("${a", None),
        ("${bean.call()}", None),
        ("${a = 1}", None),
        ("${a b}", None),
        ("${" + "(" * 99 + "1" + ")" * 99 + "}", None),
    ],
)
def test_translation(written: str, feel: str | None) -> None:
    if feel is None:
        with pytest.raises(juel.NotTranslated):
            juel.value(written)
    else:
        assert juel.value(written) == feel
