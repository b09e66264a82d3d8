"""Files that people send: taken in whole or in pieces, looked into, scanned, stored under their hash, handed out."""
