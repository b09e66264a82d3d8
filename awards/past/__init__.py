"""Awards from before the system: a table is read, compared with the register, and what is new is written (J-16.2, J-18)."""
