"""The history as evidence: chained, its head published, verified, kept as long as it must be."""

from engine.audit.chain import GENESIS, digest_of, link_of
from engine.audit.heads import Head, in_folder, publish
from engine.audit.keeping import hold, keep, keep_ended, release
from engine.audit.purging import purge
from engine.audit.sealing import seal, seal_all
from engine.audit.verifying import Finding, Verdict, verify

__all__ = [
    "GENESIS",
    "Finding",
    "Head",
    "Verdict",
    "digest_of",
    "hold",
    "in_folder",
    "keep",
    "keep_ended",
    "link_of",
    "publish",
    "purge",
    "release",
    "seal",
    "seal_all",
    "verify",
]
