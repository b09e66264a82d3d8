"""Multi-instance activities: one for each item, together or one after the other."""

from tests.unit.bpmn.diagrams import cardinality, diagram, end, multi, path, start, sub, user
from tests.unit.bpmn.stories.story import Story, done, line, waits

TWICE = "item * 2 + extra"

STORIES = [
    Story(
        "together: the results stand in the order of the items, whatever is done first",
        "13.3.7",
        diagram(line("m"), user("m", body=multi("[1, 2, 3]", results="out", result="said"))),
        acts=[done("m", 2, said="third"), done("m", 0, said="first"), done("m", 0, said="second")],
        order="s m m m e",
        variables={"out": ["first", "second", "third"]},
        ends="e",
    ),
    Story(
        "one after the other: each sees its own item and what the one before it set",
        "13.3.7",
        diagram(line("m"), user("m", body=multi("[1, 2]", results="out", result=TWICE, sequential=True))),
        acts=[waits("m"), done("m", extra=10), waits("m"), done("m", extra=20)],
        order="s m m e",
        variables={"out": [12, 24], "extra": 20},
        ends="e",
    ),
    Story(
        "when it is enough the others are taken away",
        "13.3.7",
        diagram(line("m"), user("m", body=multi("[1, 2, 3]", enough="numberOfCompletedInstances = 2"))),
        acts=["m m"],
        order="s m m -m e",
        ends="e",
    ),
    Story(
        "nothing to go through is done at once",
        "13.3.7",
        diagram(line("m"), user("m", body=multi("[]", results="out", result="item"))),
        order="s e",
        variables={"out": []},
        ends="e",
    ),
    Story(
        "their number can be said instead; loopCounter counts from one",
        "10.3.8",
        diagram(line("m"), user("m", body=cardinality("=n", sequential=True))),
        given={"n": 2},
        acts=[done("m", last="a"), done("m", last="b")],
        order="s m m e",
        variables={"n": 2, "last": "b"},
        ends="e",
    ),
    Story(
        "sub-processes, each with variables of its own",
        "13.3.7",
        diagram(
            line("m"),
            sub(
                "m",
                start("ss") + user("a") + end("se") + path("ss", "a", "se"),
                loop=multi("[1, 2]", results="out", result="item"),
            ),
        ),
        acts=[waits("a", "a"), done("a", 1, item=20), done("a", 0, item=10)],
        order="s ss ss a se m a se m e",
        variables={"out": [10, 20]},
        ends="e",
    ),
]
