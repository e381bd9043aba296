from typing import Any

from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import models

from schakel.lib.searching import fold


class FoldedText(models.TextField):
    """A column that fills itself with the folded text of other columns, for searching.

    It is filled on `save` and `bulk_create`; an upsert or `update_fields` must name it.
    """

    def __init__(self, *args: Any, of: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **kwargs | {"editable": False, "default": ""})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002
        text = fold("\n".join(getattr(model_instance, name) for name in self.of))
        setattr(model_instance, self.attname, text)
        return text


class LongText(models.TextField):
    """What a person types in several lines: as much as a cell of a spreadsheet holds, no more.

    Without a limit one text could fill every page and report in which it stands.
    """

    def __init__(self, *args: Any, at_most: int = 30_000, **kwargs: Any) -> None:
        self.at_most = at_most
        super().__init__(*args, **kwargs)

    @property
    def validators(self) -> list[Any]:
        limits = [MaxLengthValidator(self.at_most), ProhibitNullCharactersValidator()]
        return [*super().validators, *limits]

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
