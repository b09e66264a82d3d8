"""What the office makes public, frozen as it was posted; and how strangers come back to their objections."""
