"""Reminders: an entry in the inbox of each person they are for, and a mail where one can be sent."""
