"""What the expressions of a bundle can be known to do wrong: those of diagrams, forms, decisions and letters."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from engine.bundle.decision_expressions import decision_findings
from engine.bundle.diagram_expressions import diagram_findings
from engine.bundle.form_expressions import form_findings
from engine.bundle.letters import letter_findings
from engine.bundle.model import Bundle
from engine.bundle.variables import Variables
from engine.errors import Finding
from engine.feel import LentFunction


def expression_findings(
    bundle: Bundle, functions: Collection[str] | Mapping[str, LentFunction]
) -> Iterator[Finding]:
    """All findings about expressions; of functions given by name alone only the names are known."""
    lent = functions if isinstance(functions, Mapping) else {}
    names = frozenset(functions)
    variables = Variables(bundle, lent)
    yield from diagram_findings(bundle, variables, lent)
    yield from form_findings(bundle, variables, lent, names)
    yield from decision_findings(bundle, lent, names)
    yield from letter_findings(bundle, variables, lent, names)
