"""What `make` runs: preparing a bare checkout and keeping the house. Standard library only, no part of the application."""
