"""The DMN TCK as the judge of FEEL and DMN: any tree of its form is run as it is.

What counts is what the runners of the TCK count. A case passes when every result node has the expected value;
numbers are equal when they are less than 1e-8 apart. `errorResult` says why a null is expected and changes
nothing: the standard gives an error no other value than null, so a wanted error is a wanted null.
Models are read tolerantly: the TCK takes FEEL that cannot be read for an error of its own decision, which is null,
and goes on with the others; many cases want just that. Deployments are read strictly.
"""

from conformance.dmn.report import document, summary
from conformance.dmn.runner import Outcome, run_tree

__all__ = ["Outcome", "document", "run_tree", "summary"]
