"""What tests share: small diagrams as text, a furnished process engine."""
