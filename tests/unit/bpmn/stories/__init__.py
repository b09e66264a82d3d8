"""Scenario stories: for each family of elements the smallest diagrams, what is done, and what must come of it.

One file a family, one table `STORIES` in each; `test_bpmn_stories.py` plays them, live and reloaded at every step.
"""
