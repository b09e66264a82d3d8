"""BPMN files of others: each is deployed and driven by itself, and what came of it is said.

The rules of the drive. A process is started at its none start event, else at its first start event as if that had
been triggered. Work is done at once: user, manual and service tasks are completed, the oldest first. Messages and
signals reach whoever waits for them in the drive; a message that comes first is kept. In an ad-hoc sub-process each
activity is begun once. Only when nothing else can move does the clock go on, to the next due timer. After 200 steps
the drive stops.
"""

from conformance.bpmn.corpus import Corpus, run
from conformance.bpmn.report import OUTCOMES, Case, document, summary

__all__ = ["OUTCOMES", "Case", "Corpus", "document", "run", "summary"]
