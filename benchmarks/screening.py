"""A decision table of 50 rules and 6 inputs, as DMN, as FEEL, as CEL and as Python expressions."""

from __future__ import annotations

from typing import Any

from engine.dmn import DmnModel, load
from engine.xml import parse_xml

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
INPUTS = ("clean", "grade", "staff", "revenue", "sector", "score")
SECTORS = ("manufacturing", "services", "construction", "education", "health")
BANDS = 10
RULES = [(sector, band) for band in range(BANDS) for sector in SECTORS]
CONTEXT: dict[str, Any] = {
    "clean": True,
    "grade": "B",
    "staff": 120,
    "revenue": 3_400_000,
    "sector": "construction",
    "score": 640,
}
WANTED = "construction-6"


def _letter(band: int) -> str:
    """The second grade that a rule takes, so that half of the rules fail early and half late."""
    return "B" if band % 2 == 0 else "C"


def _cells(sector: str, band: int) -> list[str]:
    low = band * 100
    return ["true", f'"A", "{_letter(band)}"', ">= 20", "< 50000000", f'"{sector}"', f"[{low}..{low + 100})"]


def _conjunction(sector: str, band: int, conj: str, same: str, grades: str) -> str:
    low, letter = band * 100, _letter(band)
    parts = [
        "clean" if same == "==" else "clean = true",
        grades.format(letter),
        "staff >= 20",
        "revenue < 50000000",
        f'sector {same} "{sector}"',
        f"score >= {low}",
        f"score < {low + 100}",
    ]
    return f" {conj} ".join(parts)


def cel() -> list[str]:
    """One expression for each rule."""
    return [_conjunction(*rule, "&&", "==", 'grade in ["A", "{}"]') for rule in RULES]


def python() -> list[str]:
    """The same for simpleeval, which has no tuples."""
    return [_conjunction(*rule, "and", "==", '(grade == "A" or grade == "{}")') for rule in RULES]


def feel() -> list[str]:
    """The same for feelin, which has no tables."""
    return [_conjunction(*rule, "and", "=", 'grade in ("A", "{}")') for rule in RULES]


def _rule(sector: str, band: int) -> str:
    tests = "".join(
        f"<inputEntry><text>{_escaped(cell)}</text></inputEntry>" for cell in _cells(sector, band)
    )
    return f'<rule>{tests}<outputEntry><text>"{sector}-{band}"</text></outputEntry></rule>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def dmn() -> str:
    """The model: six input data and one table with the hit policy UNIQUE, so that every rule is looked at."""
    data = "".join(f'<inputData id="{n}" name="{n}"><variable name="{n}"/></inputData>' for n in INPUTS)
    needs = "".join(
        f'<informationRequirement><requiredInput href="#{n}"/></informationRequirement>' for n in INPUTS
    )
    clauses = "".join(f"<input><inputExpression><text>{n}</text></inputExpression></input>" for n in INPUTS)
    rules = "".join(_rule(*rule) for rule in RULES)
    table = f'<decisionTable hitPolicy="UNIQUE">{clauses}<output name="group"/>{rules}</decisionTable>'
    decision = f'<decision id="d" name="d"><variable name="d"/>{needs}{table}</decision>'
    return (
        f'<definitions xmlns="{MODEL}" id="m" name="m" namespace="urn:bench">{data}{decision}</definitions>'
    )


def model() -> DmnModel:
    """The model, read through the XML door."""
    return load(parse_xml(dmn().encode()))
