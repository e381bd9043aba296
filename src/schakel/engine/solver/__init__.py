"""The only home of the optimiser (HiGHS): arrays in, arrays out."""
