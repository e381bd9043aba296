from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.parties.choices import Interest, PartyKind, SizeClass


class Organisation(models.Model):
    """A party: company, government, supervisor, knowledge institute, funder or citizens' group."""

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind of party"), max_length=20, choices=PartyKind)
    interest = models.CharField(_("interest"), max_length=10, choices=Interest)
    size_class = models.CharField(_("size class"), max_length=10, choices=SizeClass, blank=True)
    kvk_number = models.CharField(
        _("KVK number"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d{8}$", _("A KVK number has 8 digits."))],
    )
    is_example = models.BooleanField(_("example"), default=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(
                fields=["kvk_number"],
                condition=~models.Q(kvk_number=""),
                name="kvk_number_once",
                violation_error_message=_("A party with this KVK number is already there."),
            )
        ]

    def __str__(self) -> str:
        return self.name
