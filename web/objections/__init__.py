"""Raising an objection, and the sealed identity of whoever raised it."""
