"""An independent reading of BPMN 2.0.2, clause 13, to hold the kernel against.

`tree` says what a well-structured diagram is, `generate` draws one at random, `xml` writes it as the dialect has
it, `model` plays the tree itself as nested state, `compare` lets model and kernel make the same steps, `shrink` looks
for the smallest diagram that shows a difference, and `mutants` are wrong models that must not pass.
The model was written from the standard and the dialect alone, without a look at the kernel's code.
"""
