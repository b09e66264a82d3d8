"""From the XML of a diagram to checked parts, each with everything that its element says."""
