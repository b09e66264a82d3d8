"""What one may do: each function opens one transaction and commits once. Commands never call commands."""
