"""The blueprint to which all pages of the inbox belong."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("inbox", __name__)
