"""What `schakel explore` reads, writes and says."""
