"""What the examples play with: the people, the parties and the chain."""

from dataclasses import dataclass
from datetime import date

from schakel.domain.accounts.models import User
from schakel.domain.chains.models import Chain
from schakel.domain.parties.models import Organisation


@dataclass(frozen=True)
class Scene:
    """`people` by the first part of their e-mail address, `parties` by name."""

    manager: User
    director: User
    people: dict[str, User]
    parties: dict[str, Organisation]
    chain: Chain
    today: date
