"""Which components and properties of form-js are supported; docs/forms.md says the same for owners."""

from __future__ import annotations

import re
from typing import Final

KEY: Final = re.compile(r"[a-z][a-z0-9_]*")
PATH: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")

FORM_KEYS: Final = frozenset(
    {
        "type",
        "id",
        "name",
        "components",
        "schemaVersion",
        "exporter",
        "executionPlatform",
        "executionPlatformVersion",
        "versionTag",
        "generated",
        "properties",
    }
)
OWN_PROPERTIES: Final = frozenset({"articles", "wide", "view", "autocomplete", "reader"})
READERS: Final = frozenset({"owner"})  # who else may read a field once its task is done
VIEW: Final = re.compile(r"[a-z][a-z0-9-]*")  # the name of a special rendering: a file of the web's templates

# What a field asks of whoever fills it in, in the words of HTML (WCAG 1.3.5), so that the browser can help.
AUTOCOMPLETE: Final = frozenset(
    {
        "name",
        "organization",
        "organization-title",
        "street-address",
        "postal-code",
        "tel",
        "email",
        "url",
        "bday",
    }
)

_COMMON: Final = frozenset({"type", "id", "conditional", "layout", "properties"})
_LABELLED: Final = _COMMON | {"label", "description"}
_INPUT: Final = _LABELLED | {"key", "defaultValue", "validate", "readonly", "disabled"}
_CHOICE: Final = _INPUT | {"values", "valuesKey", "valuesExpression"}

COMPONENTS: Final[dict[str, frozenset[str]]] = {
    "textfield": _INPUT | {"appearance"},
    "textarea": _INPUT,
    "number": _INPUT | {"appearance", "decimalDigits", "increment"},
    "datetime": _INPUT
    | {"subtype", "dateLabel", "timeLabel", "disallowPassedDates"}
    | {"timeInterval", "use24h", "timeSerializingFormat"},
    "checkbox": _INPUT,
    "radio": _CHOICE,
    "select": _CHOICE | {"searchable"},
    "checklist": _CHOICE,
    "taglist": _CHOICE,
    "filepicker": (_INPUT | {"accept", "multiple"}) - {"defaultValue"},
    "expression": _LABELLED | {"key", "expression", "computeOn", "appearance"},
    "group": _COMMON | {"label", "path", "components", "showOutline", "verticalAlignment"},
    "dynamiclist": _COMMON
    | {
        "label",
        "path",
        "components",
        "isRepeating",
        "allowAddRemove",
        "defaultRepetitions",
        "showOutline",
        "verticalAlignment",
        "disableCollapse",
        "nonCollapsedItems",
    },
    "table": _COMMON | {"label", "dataSource", "columns", "rowCount"},
    "text": _COMMON | {"text"},
    "separator": _COMMON,
    "spacer": _COMMON | {"height"},
    "button": _COMMON | {"label", "action", "disabled"},
}

SUBTYPES: Final = ("date", "time", "datetime")
CHOICES: Final = frozenset({"radio", "select", "checklist", "taglist"})
INPUTS: Final = frozenset(t for t, allowed in COMPONENTS.items() if "key" in allowed and t != "expression")
CONTAINERS: Final = frozenset({"group", "dynamiclist"})
VIEWED: Final = CONTAINERS | {"table"}  # what may have a special rendering

_TEXT_RULES: Final = frozenset({"required", "minLength", "maxLength", "pattern", "validationType"})
VALIDATE: Final[dict[str, frozenset[str]]] = {
    "textfield": _TEXT_RULES,
    "textarea": _TEXT_RULES,
    "number": frozenset({"required", "min", "max"}),
}
"""The rules under `validate`; every other input knows only `required`."""

VALIDATION_TYPES: Final = frozenset({"custom", "email", "phone", "uscc"})
