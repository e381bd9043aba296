"""What `schakel classify` reads, writes and says."""
