"""Letters in a bundle: templates that are missing, facts that nobody hands over, names that no template declares."""

from __future__ import annotations

import pytest

from engine import bundle as bundles
from engine.bundle.letters import letters_of
from tests.support import diagrams as d
from tests.unit.bundle.files import line, mapped

NOTE = "---\ntitle: 通知\nfacts: name, due?\n---\n{= name}：{= scheme.name} {= case.key} {= letter.number}\n"
FACTS = '{name: "甲"}'


def sends(template: str = '"note"', facts: str = FACTS, kind: str = "letter") -> str:
    return mapped(d.service("a", kind), in_template=template, in_facts=facts)


def found(part: str, **letters: str) -> list[tuple[str, str, str | None, int | None]]:
    """Findings about letters; `p__note` is the file p/letters/note.md."""
    files = {f"{n.replace('__', '/letters/')}.md": text.encode() for n, text in letters.items()}
    read = bundles.read({"p/main.bpmn": line(part, ids="a"), **files}, job_types=["letter", "reminder"])
    rules = ("missing-letter", "missing-fact", "letter", "unknown-variable", "unknown-function", "feel-fault")
    return [(f.rule, f.file, f.element, f.line) for f in read.findings if f.rule in rules]


def test_a_template_of_the_scheme_or_a_shared_one_is_found() -> None:
    assert found(sends(), p__note=NOTE) == []
    assert found(sends(), shared__note=NOTE) == []
    assert found(sends(kind="reminder"), shared__note=NOTE) == []


@pytest.mark.parametrize("kind", ["letter", "reminder"])
def test_a_template_that_nobody_wrote(kind: str) -> None:
    ((rule, file, element, _),) = found(sends('"other"', kind=kind), q__other=NOTE, p__note=NOTE)
    assert (rule, file, element) == ("missing-letter", "p/main.bpmn", "a")


def test_a_bundle_without_templates_is_not_asked() -> None:
    assert found(sends()) == []


def test_facts_that_are_not_handed_over() -> None:
    ((rule, file, element, _),) = found(sends(facts="{due: today()}"), p__note=NOTE)
    assert (rule, file, element) == ("missing-fact", "p/main.bpmn", "a")
    without = mapped(d.service("a", "letter"), in_template='"note"')
    assert [rule for rule, *_ in found(without, p__note=NOTE)] == ["missing-fact"]


def test_facts_that_are_computed_elsewhere_show_when_the_letter_is_filled() -> None:
    """Only that nobody writes `told` is said, not what it may hold."""
    assert [rule for rule, *_ in found(sends(facts="told"), p__note=NOTE)] == ["unknown-variable"]


@pytest.mark.parametrize(
    ("body", "rule", "number"),
    [
        ("{= name}\n{= nmae}\n", "unknown-variable", 6),
        ("{for x in name}\n{= x}\n{= y}\n{end}\n", "unknown-variable", 7),
        ("{= uper case(name)}\n", "unknown-function", 5),
        ('{= date("2027-02-30")}\n', "feel-fault", 5),
        ("{= name\n", "letter", 5),
    ],
)
def test_a_template_is_read_like_a_diagram(body: str, rule: str, number: int) -> None:
    head = "---\ntitle: 通知\nfacts: name, due?\n---\n"
    assert found(sends(), p__note=head + body)[0] == (rule, "p/letters/note.md", None, number)


def test_a_case_is_bound_to_the_templates_of_what_it_calls_its_schemes_own_first() -> None:
    files = {
        "p/main.bpmn": line(d.call("a", "shared.inner"), ids="a"),
        "shared/inner.bpmn": d.diagram(
            "shared.inner", d.start(), sends(), d.end(), d.flows("start a end"), properties={"given": ""}
        ),
        "shared/letters/note.md": NOTE.encode(),
        "shared/letters/unused.md": NOTE.encode(),
        "p/letters/note.md": NOTE.encode(),
    }
    bundle = bundles.read(files, job_types=["letter"])
    main, inner = bundle.definitions["p.main"], bundle.definitions["shared.inner"]
    assert (letters_of(bundle, main), letters_of(bundle, inner)) == (
        {"note": "p.note"},
        {"note": "shared.note"},
    )


def test_a_computed_name_binds_every_template() -> None:
    files = {"p/main.bpmn": line(sends("kind"), ids="a", given="kind")}
    files |= {
        f"{place}/letters/{name}.md": NOTE.encode()
        for place, name in (("p", "x"), ("shared", "y"), ("q", "z"))
    }
    bundle = bundles.read(files, job_types=["letter"])
    assert letters_of(bundle, bundle.definitions["p.main"]) == {"x": "p.x", "y": "shared.y"}
