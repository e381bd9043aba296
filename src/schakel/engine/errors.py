"""What a part of the engine says about a record it cannot calculate with."""

from collections.abc import Callable, Mapping

Translate = Callable[[str], str]
ShowNumber = Callable[[float], str]


def plain_number(number: float) -> str:
    return f"{number:,.15g}"


class Phrase(str):
    """A fixed text of ours with `values` by name, as against words out of somebody's file.

    It reads as plain English, and whoever shows it can say it in another language with `said`.
    """

    text: str
    values: dict[str, object]

    def __new__(cls, text: str, /, **values: object) -> "Phrase":
        phrase = super().__new__(cls, _filled(text, values, str, plain_number))
        phrase.text, phrase.values = text, values
        return phrase

    def said(self, translate: Translate, show: ShowNumber) -> str:
        return _filled(translate(self.text), self.values, translate, show)


class BadInput(ValueError):
    """One thing wrong at one place: the record, the field, and what would mend it.

    `message` is a fixed text with the `values` by name, "is %(got)s; give at most %(most)s". The
    record and the field are called what the user's file calls them, or are a `Phrase` of ours.
    """

    def __init__(self, record: str, field: str, message: str, /, **values: object) -> None:
        super().__init__(record, field, message)
        self.record = record
        self.field = field
        self.message = Phrase(message, **values)

    def __str__(self) -> str:
        return self.line()

    def called(self, records: Mapping[str, str], fields: Mapping[str, str]) -> "BadInput":
        """The same of a file that has names of its own for records and fields."""
        self.record = records.get(self.record, self.record)
        self.field = fields.get(self.field, self.field)
        return self

    def line(self, translate: Translate = str, show: ShowNumber = plain_number) -> str:
        """One clear line: "record, field: what is wrong; what would mend it"."""
        place = ", ".join(
            _shown(part, translate, show) for part in (self.record, self.field) if part
        )
        return f"{place}: {self.message.said(translate, show)}"


def _filled(text: str, values: dict[str, object], translate: Translate, show: ShowNumber) -> str:
    if not values:
        return text
    return text % {name: _shown(value, translate, show) for name, value in values.items()}


def _shown(value: object, translate: Translate, show: ShowNumber) -> str:
    """A phrase in the language of who reads; of a number what can be read at a glance."""
    if isinstance(value, Phrase):
        return value.said(translate, show)
    if not isinstance(value, float):
        return str(value)
    figure = float(f"{value:.6g}") if abs(value) < 1 else round(float(value), 2)
    return show(int(figure) if figure.is_integer() else figure)
