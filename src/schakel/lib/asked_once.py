"""One answer to one question, for as long as somebody only reads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar, TypeVarTuple

Asked = TypeVarTuple("Asked")
Answer = TypeVar("Answer")

_answers: ContextVar[dict[tuple[Any, ...], Any] | None] = ContextVar("answers", default=None)


@contextmanager
def only_reading() -> Iterator[None]:
    """Nothing is written within: what was asked once does not have to be asked again."""
    before = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(before)


def asked_once(
    question: Callable[[*Asked], Answer],
) -> Callable[[*Asked], Answer]:
    """A query whose answer is kept within `only_reading`; elsewhere it is asked every time."""

    @wraps(question)
    def ask(*about: *Asked) -> Answer:
        answers = _answers.get()
        if answers is None:
            return question(*about)
        key = (question, *about)
        if key not in answers:
            answers[key] = question(*about)
        found: Answer = answers[key]
        return found

    return ask
