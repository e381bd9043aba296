"""Where facilities are best placed, and what the chain as a whole can reach.

`capacitated` one layer of facilities, `two_stage` two layers and several products, `chain` the
network of a circular chain with its parties.
"""
