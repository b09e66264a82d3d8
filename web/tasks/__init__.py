"""The task page: what stands on it, what is typed into it and kept, and how it is completed."""
