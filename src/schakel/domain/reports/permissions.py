"""Who may make a report of a chain."""

from schakel.domain.accounts.permissions import allow
from schakel.domain.chains.permissions import directs, manages_programme

allow("reports.make_report", manages_programme | directs)
