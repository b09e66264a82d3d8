"""Accounts, sign-ins, substitutes: who somebody is and for whom they act."""
