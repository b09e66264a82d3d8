"""The small signs of the notation, as paths around the point (0, 0)."""

from __future__ import annotations

_ENVELOPE = "M-8-5.5H8V5.5H-8ZM-8-5.5L0 1L8-5.5"

# In the circle of an event (18 pixels from its centre).
EVENTS = {
    "message": _ENVELOPE,
    "timer": "M0-10A10 10 0 1 1-.01-10ZM0-10V-7.5M10 0H7.5M0 10V7.5M-10 0H-7.5M1-6L0 0L5 2.5",
    "error": "M-8 7L-3-6L2.5 1.5L8-7L3.5 6.5L-2-1Z",
    "escalation": "M0-9L6.5 8L0 1.5L-6.5 8Z",
    "signal": "M0-9L9 7H-9Z",
    "compensate": "M-1-6.5V6.5L-9 0ZM8-6.5V6.5L0 0Z",
    "conditional": "M-7-9H7V9H-7ZM-4.5-5.5H4.5M-4.5-2H4.5M-4.5 2H4.5M-4.5 5.5H4.5",
    "link": "M-9-3H2V-7L9 0L2 7V3H-9Z",
    "cancel": "M-8-5.5L-5.5-8L0-2.5L5.5-8L8-5.5L2.5 0L8 5.5L5.5 8L0 2.5L-5.5 8L-8 5.5L-2.5 0Z",
    "terminate": "M0-11A11 11 0 1 1-.01-11Z",
}
ALWAYS_FILLED = ("terminate",)

# In the upper left corner of a task.
TASKS = {
    "userTask": "M0-6.5A3.5 3.5 0 1 1-.01-6.5ZM-7 8V5.5C-7 2.5-4.5.8-2.3.3L0 2.5L2.3.3C4.5.8 7 2.5 7 5.5V8Z",
    "manualTask": "M-7-1C-5-4-3-6 0-6H6V-3.5H1M1-3.5H7V-1H1M1-1H7V1.5H1M1 1.5H5.5V4H-3L-7 2Z",
    "serviceTask": (
        "M-1.5-7H1.5L2-4.9L3.5-4.2L5.4-5.4L7.3-3.2L6-1.5L6.5 0L8.3.8L7.6 3.4L5.4 3.4L4.3 4.6L4.5 6.8L1.8 7.6"
        "L.6 5.8H-.8L-2.2 7.5L-4.8 6.4L-4.4 4.3L-5.4 3.1H-7.6L-8 .4L-6.1-.5L-5.8-2L-6.9-3.9L-4.8-5.6L-3-4.4"
        "L-1.9-4.9ZM0-2.4A2.4 2.4 0 1 1-.01-2.4Z"
    ),
    "scriptTask": "M-4-7H7C3.5-4 7 0 5.5 3C4.5 5 3.5 5.5 3 7H-8C-4.5 4 -8 0-6.5-3C-5.5-5-4.5-5.5-4-7ZM-3.5-3.5H3M-4-.5H2.5M-4 2.5H2.5",
    "businessRuleTask": "M-8-6H8V6H-8ZM-8-2.5H8M-8 1.8H8M-3-2.5V6",
    "receiveTask": _ENVELOPE,
    "sendTask": _ENVELOPE,
}
FILLED_TASKS = ("sendTask",)

# In the middle of a gateway.
GATEWAYS = {
    "exclusiveGateway": "M-7-9H-3.6L0-2.4L3.6-9H7L2 0L7 9H3.6L0 2.4L-3.6 9H-7L-2 0Z",
    "parallelGateway": "M-1.8-11H1.8V-1.8H11V1.8H1.8V11H-1.8V1.8H-11V-1.8H-1.8Z",
    "inclusiveGateway": "M0-9.5A9.5 9.5 0 1 1-.01-9.5ZM0-6.7A6.7 6.7 0 1 0 .01-6.7Z",
    "eventBasedGateway": "M0-12.5A12.5 12.5 0 1 1-.01-12.5ZM0-10A10 10 0 1 1-.01-10ZM0-6L5.8-1.8L3.6 5H-3.6L-5.8-1.8Z",
}
OPEN_GATEWAYS = ("eventBasedGateway",)

# At the lower edge of an activity.
REPEATS = {
    "parallel": "M-5-6V6M0-6V6M5-6V6",
    "sequential": "M-6-5H6M-6 0H6M-6 5H6",
    "loop": "M-2 5.5A6 6 0 1 1 3 5.2M-6 6H-2V2",
}
COLLAPSED = "M-7-7H7V7H-7ZM0-4.5V4.5M-4.5 0H4.5"
