"""PDF files, through typst: PDF/UA-1 and PDF/A-2a, so accessible and fit for the archive."""
