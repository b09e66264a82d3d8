"""The award office's own tables."""

from awards.models.register import application, award, ban, number_series

__all__ = ["application", "award", "ban", "number_series"]
