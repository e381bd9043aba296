from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices import LetterStatus, Unit
from schakel.domain.chains.models.chain import Chain
from schakel.domain.chains.models.participation import Participation
from schakel.domain.register.fields import LongText


class Letter(models.Model):
    """A version of the letter of commitment. Its text and promises are frozen when it opens."""

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="letters", verbose_name=_("chain")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    text = LongText(_("text"), at_most=60_000)
    status = models.CharField(
        _("status"), max_length=10, choices=LetterStatus, default=LetterStatus.DRAFT
    )
    opened_on = models.DateField(_("opened for signing on"), null=True, blank=True)
    content = models.TextField(
        _("frozen content"),
        blank=True,
        editable=False,
        help_text=_("Canonical JSON of text, promises and parties as they were at opening."),
    )
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64, blank=True)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("letter of commitment")
        verbose_name_plural = _("letters of commitment")
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="letter_number_once"),
            models.UniqueConstraint(
                fields=["chain"],
                condition=models.Q(status="draft"),
                name="one_draft_letter_per_chain",
            ),
            models.UniqueConstraint(
                fields=["chain"],
                condition=models.Q(status="open"),
                name="one_open_letter_per_chain",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    status="draft", opened_on__isnull=True, content="", content_sha256=""
                )
                | (
                    ~models.Q(status="draft")
                    & models.Q(opened_on__isnull=False)
                    & ~models.Q(content="")
                    & ~models.Q(content_sha256="")
                ),
                name="opened_letter_has_date_content_and_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"


class Commitment(models.Model):
    """Who promises what, how much, by when."""

    letter = models.ForeignKey(
        Letter, on_delete=models.CASCADE, related_name="commitments", verbose_name=_("letter")
    )
    participation = models.ForeignKey(
        Participation,
        on_delete=models.PROTECT,
        related_name="commitments",
        verbose_name=_("party"),
    )
    what = models.CharField(_("what"), max_length=300)
    amount = models.DecimalField(
        _("how much"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    unit = models.CharField(_("unit"), max_length=12, choices=Unit)
    due_on = models.DateField(_("by when"))
    continues = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("continues"),
        help_text=_("The first version of this promise, where a newer letter carries it on."),
    )

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="commitment_is_measurable",
                violation_error_message=_("A commitment is measurable: give an amount above 0."),
            )
        ]

    def __str__(self) -> str:
        return self.what


class Signature(models.Model):
    """Somebody signs one frozen letter for a party, by name. Append-only, also in the database."""

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, related_name="signatures", verbose_name=_("letter")
    )
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="signatures", verbose_name=_("party")
    )
    signed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="signatures", verbose_name=_("signed by")
    )
    name = models.CharField(_("name as signed"), max_length=150)
    position = models.CharField(_("job title"), max_length=150)
    signed_in_with = models.CharField(_("signed in with"), max_length=60, blank=True)
    consent = models.TextField(_("consent"))
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    signed_at = models.DateTimeField(_("signed at"))
    journal_sequence = models.PositiveBigIntegerField(_("journal entry"))

    class Meta:
        ordering = ["signed_at", "pk"]
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "signed_by"],
                name="person_signs_once",
                violation_error_message=_("This person has already signed this version."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.letter}"
