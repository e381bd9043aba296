"""What the chain of the world holds, one module a subject.

Each has `parameters(case)`: it makes what its pages need, through the actions, and gives the
parameters of its routes that have any besides the slug of the chain.
"""
