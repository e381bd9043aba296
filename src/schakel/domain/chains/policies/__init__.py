"""Where a state decides whether something can be done now."""
