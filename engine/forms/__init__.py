"""Forms: .form files of form-js as components, and the check of every submission on the server."""

from engine.forms.browser import MAX_ROWS, BrowserSubmission, from_browser
from engine.forms.check import Checked, check, visible
from engine.forms.component import Choices, Component, Form, Option
from engine.forms.nodes import Node, Row
from engine.forms.parser import parse_form
from engine.forms.present import present
from engine.forms.templates import text

__all__ = [
    "MAX_ROWS",
    "BrowserSubmission",
    "Checked",
    "Choices",
    "Component",
    "Form",
    "Node",
    "Option",
    "Row",
    "check",
    "from_browser",
    "parse_form",
    "present",
    "text",
    "visible",
]
