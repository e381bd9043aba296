"""Excel workbooks in and out. `child`, `scan` and `limits` run without Django, in a process of
their own; `reading` starts that process; `writing` makes a workbook."""
