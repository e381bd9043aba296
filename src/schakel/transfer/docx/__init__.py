"""Word files, through docxtpl, from templates with real styles."""
