"""The values of a chain, its dot on the horizon, and where the parties differ about them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import Answer, ParticipationStatus
from schakel.domain.chains.models import Chain, Participation, Stance, Statement, StatementVersion
from schakel.domain.chains.queries.letters import joined
from schakel.lib.word_diff import Piece, word_diff


@dataclass(frozen=True)
class Cell:
    """What a party says of the present text; `before` is what it said of an earlier one."""

    party: Participation
    stance: Stance | None
    before: Stance | None

    @property
    def answer(self) -> str:
        return self.stance.answer if self.stance else ""


@dataclass(frozen=True)
class Line:
    """A statement in its present version with a cell per party that takes part."""

    version: StatementVersion
    cells: tuple[Cell, ...]

    @property
    def statement(self) -> Statement:
        return self.version.statement

    def count(self, answer: str) -> int:
        return sum(cell.answer == answer for cell in self.cells)

    @property
    def disagreeing(self) -> int:
        return self.count(Answer.DISAGREE)

    @property
    def remarks(self) -> int:
        return self.count(Answer.REMARK)

    @property
    def silent(self) -> tuple[Participation, ...]:
        return tuple(cell.party for cell in self.cells if cell.stance is None)

    @property
    def agreeing(self) -> int:
        return self.count(Answer.AGREE) + self.remarks

    @property
    def agreed(self) -> bool:
        """Everybody said so; where nobody takes part nobody agreed."""
        return bool(self.cells) and self.agreeing == len(self.cells)

    @property
    def weight(self) -> tuple[int, int, int]:
        """Where the parties differ most comes first, then what still has to be said."""
        return (-self.disagreeing, -self.remarks, -len(self.silent))

    def cell_of(self, party: Participation | None) -> Cell | None:
        return next((cell for cell in self.cells if party and cell.party == party), None)


@dataclass(frozen=True)
class ChainValues:
    """Everything that parties have to agree on; `values` where they differ most first."""

    dot: Line | None
    values: tuple[Line, ...]
    parties: tuple[Participation, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return (self.dot, *self.values) if self.dot else self.values

    @property
    def agreed(self) -> int:
        """Values that every party agrees with; `len(values)` is of how many."""
        return sum(line.agreed for line in self.values)

    @property
    def differing(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.disagreeing)

    @property
    def waiting(self) -> tuple[tuple[Participation, int], ...]:
        """Who still has to say something, and of how many texts."""
        open_ = [
            (party, sum(party in line.silent for line in self.lines)) for party in self.parties
        ]
        return tuple((party, count) for party, count in open_ if count)

    def open_to(self, party: Participation | None) -> tuple[Line, ...]:
        """What this party has still to answer."""
        return tuple(line for line in self.lines if party in line.silent)

    @property
    def has_societal(self) -> bool:
        return any(line.statement.is_societal for line in self.values)

    @property
    def has_financial(self) -> bool:
        return any(not line.statement.is_societal for line in self.values)


def chain_values(chain: Chain) -> ChainValues:
    """Three queries, whatever the number of values and parties."""
    parties = tuple(joined(chain))
    by_version, by_statement = _stances(chain)
    lines = [
        Line(
            version,
            tuple(
                _cell(party, by_version[version.pk], by_statement[version.statement_id])
                for party in parties
            ),
        )
        for version in _present_versions(chain)
    ]
    dot = next((line for line in lines if line.statement.is_dot), None)
    values = sorted(
        (line for line in lines if not line.statement.is_dot), key=lambda line: line.weight
    )
    return ChainValues(dot, tuple(values), parties)


@dataclass(frozen=True)
class PartyRow:
    """What one party says of each of the lines."""

    party: Participation
    cells: tuple[tuple[Line, Cell], ...]


def by_party(lines: Sequence[Line], parties: Sequence[Participation]) -> tuple[PartyRow, ...]:
    """The matrix with a row per party; every line has its cells in the order of the parties."""
    return tuple(
        PartyRow(party, tuple((line, line.cells[at]) for line in lines))
        for at, party in enumerate(parties)
    )


def statements(chain: Chain) -> QuerySet[Statement]:
    return chain.statements.select_related("chain").filter(removed_at=None)


def removed_statements(chain: Chain) -> QuerySet[Statement]:
    return chain.statements.select_related("chain").filter(removed_at__isnull=False)


def present_version(statement: Statement) -> StatementVersion:
    return statement.versions.select_related("written_by").get(number=statement.current)


@dataclass(frozen=True)
class Step:
    """A version in the history: the text before it and its own, with the words that differ."""

    version: StatementVersion
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    stances: tuple[Stance, ...]


def history(statement: Statement) -> tuple[Step, ...]:
    """Every version, newest first, with the answers that were given to it: two queries."""
    versions = list(statement.versions.select_related("written_by"))
    given: dict[int, list[Stance]] = defaultdict(list)
    stances = Stance.objects.filter(version__statement=statement)
    for stance in stances.select_related("participation__organisation", "given_by"):
        given[stance.version_id].append(stance)
    earlier = [*(_whole(version) for version in versions[1:]), ""]
    return tuple(
        Step(version, *word_diff(before, _whole(version)), tuple(given[version.pk]))
        for version, before in zip(versions, earlier, strict=True)
    )


def unanswered(user: User, chains: Iterable[Chain]) -> dict[int, int]:
    """Per chain how many texts the party of this person has still to answer: one query."""
    answered = Stance.objects.filter(
        participation__organisation=user.organisation_id,
        version__number=F("version__statement__current"),
    ).values("version__statement")
    found: dict[int, int] = defaultdict(int)
    for chain in (
        Statement.objects.filter(chain__in=[one.pk for one in chains], removed_at=None)
        .exclude(pk__in=answered)
        .values_list("chain", flat=True)
    ):
        found[chain] += 1
    return found


def disagreements(chains: Iterable[Chain]) -> set[tuple[int, int]]:
    """Pairs of chain and statement of which a party that takes part does not agree: one query."""
    last: dict[tuple[int, int], tuple[int, str]] = {}
    rows = (
        Stance.objects.filter(
            version__statement__chain__in=[one.pk for one in chains],
            version__statement__removed_at=None,
            version__number=F("version__statement__current"),
            participation__status=ParticipationStatus.JOINED,
        )
        .order_by("pk")
        .values_list("version__statement__chain", "version__statement", "participation", "answer")
    )
    for chain, statement, party, answer in rows:
        last[statement, party] = (chain, answer)
    return {
        (chain, statement)
        for (statement, _party), (chain, answer) in last.items()
        if answer == Answer.DISAGREE
    }


def _present_versions(chain: Chain) -> QuerySet[StatementVersion]:
    return (
        StatementVersion.objects.filter(
            statement__chain=chain,
            statement__removed_at=None,
            number=F("statement__current"),
        )
        .select_related("statement", "written_by")
        .order_by("statement")
    )


def _stances(chain: Chain) -> tuple[dict[int, list[Stance]], dict[int, list[Stance]]]:
    """Of the values that are there: the answers by version and by statement, oldest first."""
    by_version: dict[int, list[Stance]] = defaultdict(list)
    by_statement: dict[int, list[Stance]] = defaultdict(list)
    for stance in Stance.objects.filter(
        version__statement__chain=chain, version__statement__removed_at=None
    ).select_related("version", "given_by"):
        by_version[stance.version_id].append(stance)
        by_statement[stance.version.statement_id].append(stance)
    return by_version, by_statement


def _cell(
    party: Participation, of_version: Sequence[Stance], of_statement: Sequence[Stance]
) -> Cell:
    stance = next((one for one in reversed(of_version) if one.participation_id == party.pk), None)
    before = (
        None
        if stance
        else next((one for one in reversed(of_statement) if one.participation_id == party.pk), None)
    )
    return Cell(party, stance, before)


def _whole(version: StatementVersion) -> str:
    """Title, text and target as one text, so that a change in any of them is seen."""
    target = f"{version.target:f} {version.unit}".strip() if version.target is not None else ""
    parts = (version.title, version.text, version.indicator, target)
    return "\n\n".join(part for part in parts if part)
