"""The inbox: lists of tasks, views that are kept, many tasks at once, handing over, and acting for who is away."""

from web.inbox import absences, bulk, handing, lists, numbers, saved
from web.inbox.door import pages
from web.inbox.handing import install

__all__ = ["absences", "bulk", "handing", "install", "lists", "numbers", "pages", "saved"]
