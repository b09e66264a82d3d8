"""The functions that the award office lends, by name."""

from awards.functions import FUNCTIONS

LENT = {function.name: function for function in FUNCTIONS}
