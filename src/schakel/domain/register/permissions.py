"""Who may change the register; everyone may read it."""

from schakel.domain.accounts.permissions import allow

allow("register.import_initiatives")
