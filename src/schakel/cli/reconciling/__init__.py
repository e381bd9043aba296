"""What `schakel reconcile` writes and says."""
