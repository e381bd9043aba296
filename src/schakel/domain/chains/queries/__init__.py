"""The only place a page gets its lists from."""

from schakel.domain.chains.queries.chains import chains_for

__all__ = ["chains_for"]
