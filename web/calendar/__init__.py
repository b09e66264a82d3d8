"""The working-day calendar: its years, entered notices, local closures, and what they move."""
