"""Letters: numbered and filled where a case sends them, printed to PDF, archived by hash, verified by anybody."""
