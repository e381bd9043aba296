from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.reference.models import Province, Sector, WasteCode
from schakel.domain.register.choices import (
    DirectorPlace,
    Initiator,
    PlaceBound,
    Scale,
    Status,
    Value,
)
from schakel.domain.register.fields import FoldedText
from schakel.lib.text import is_plain, utf16_length

YEARS = [MinValueValidator(1950), MaxValueValidator(2100)]
MOMENTS = [MinValueValidator(date(1990, 1, 1)), MaxValueValidator(date(2100, 12, 31))]
CELL_CHARACTERS = 32_767
KEY = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("A key has lower-case letters, digits and single hyphens only.")
)
PAGES = frozenset({"importeren", "exporteren"})


def validate_key(key: str) -> None:
    """An initiative's key is its address; some addresses are pages of the register."""
    if key in PAGES:
        raise ValidationError(_("This key is the address of another page. Choose another key."))


def validate_text(text: str) -> None:
    """Keep out what a cell of a workbook cannot hold and give back unchanged."""
    if not is_plain(text):
        raise ValidationError(
            _("Remove white space at the start and end, and characters that cannot be seen.")
        )
    if utf16_length(text) > CELL_CHARACTERS:
        raise ValidationError(_("This text is too long: at most 32,767 characters."))


TEXT = [validate_text]


SEARCHED = (
    "name",
    "summary",
    "commissioner",
    "director_traits",
    "need",
    "goals",
    "deployment",
    "funding",
    "results",
    "lessons",
    "stream_in",
    "product_out",
    "parties",
    "place",
)


class Initiative(models.Model):
    """A row of the public register: the report's own questions (step 1, Bijlage 1) as fields."""

    slug = models.SlugField(_("key"), max_length=80, unique=True, validators=[KEY, validate_key])
    name = models.CharField(_("name"), max_length=200, validators=TEXT)
    summary = models.TextField(_("what it is"), blank=True, validators=TEXT)

    commissioner = models.CharField(
        _("commissioned by"), max_length=300, blank=True, validators=TEXT
    )
    director_traits = models.TextField(
        _("what characterises the director"), blank=True, validators=TEXT
    )
    need = models.TextField(_("need"), blank=True, validators=TEXT)
    goals = models.TextField(_("goals"), blank=True, validators=TEXT)
    deployment = models.TextField(_("how the director is deployed"), blank=True, validators=TEXT)
    hours = models.DecimalField(
        _("hours of the director"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    cost = models.DecimalField(
        _("cost of the director (euro)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    funding = models.TextField(_("funding"), blank=True, validators=TEXT)
    results = models.TextField(_("results"), blank=True, validators=TEXT)
    lessons = models.TextField(_("lessons"), blank=True, validators=TEXT)

    stream_in = models.CharField(
        _("residual stream or material"), max_length=300, blank=True, validators=TEXT
    )
    product_out = models.CharField(_("product or use"), max_length=300, blank=True, validators=TEXT)
    quantity = models.CharField(
        _("quantity as stated"), max_length=300, blank=True, validators=TEXT
    )
    parties = models.TextField(_("parties named"), blank=True, validators=TEXT)
    waste_codes = models.ManyToManyField(WasteCode, blank=True, verbose_name=_("waste codes"))
    green_stream = models.BooleanField(_("green residual stream"), null=True, blank=True)

    director_place = models.CharField(
        _("director's place in the business model"),
        max_length=20,
        choices=DirectorPlace,
        blank=True,
    )
    scale = models.CharField(_("scale"), max_length=20, choices=Scale, blank=True)
    place_bound = models.CharField(
        _("bound to a place"), max_length=10, choices=PlaceBound, blank=True
    )
    initiator = models.CharField(
        _("public or private initiative"), max_length=15, choices=Initiator, blank=True
    )
    sectors = models.ManyToManyField(Sector, blank=True, verbose_name=_("sectors"))
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("province")
    )
    place = models.CharField(_("place"), max_length=120, blank=True, validators=TEXT)
    first_year = models.PositiveSmallIntegerField(
        _("from year"), null=True, blank=True, validators=YEARS
    )
    last_year = models.PositiveSmallIntegerField(
        _("until year"), null=True, blank=True, validators=YEARS
    )
    status = models.CharField(_("status"), max_length=15, choices=Status, blank=True)
    status_note = models.CharField(
        _("status as stated"), max_length=300, blank=True, validators=TEXT
    )

    version = models.PositiveIntegerField(_("version"), default=1)
    search_text = FoldedText(of=SEARCHED)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_year__gte=models.F("first_year")),
                name="initiative_years_in_order",
                violation_error_message=_("The last year lies before the first year."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class InitiativeValue(models.Model):
    """One value that an initiative is for."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="values")
    value = models.CharField(_("value"), max_length=20, choices=Value)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "value"], name="initiative_value_once")
        ]

    def __str__(self) -> str:
        return self.get_value_display()


class Source(models.Model):
    """Where a fact in the register was read, and when."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="sources")
    address = models.URLField(_("address"), max_length=500)
    title = models.CharField(_("title"), max_length=200, blank=True, validators=TEXT)
    consulted_on = models.DateField(_("consulted on"), validators=MOMENTS)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(fields=["initiative", "address"], name="source_once")
        ]

    def __str__(self) -> str:
        return self.title or self.address


class StagedImport(models.Model):
    """A file that was read and compared, and waits for someone to confirm it.

    `rows` holds what differs from the register, per initiative: the row of the file, the version
    it was compared with (None if new) and the record after and before. `faults` holds why nothing
    can be applied. Without a person it came in on the command line.
    """

    uploaded_by = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    file_name = models.CharField(_("file name"), max_length=200)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    rows = models.JSONField(_("rows"), default=list, blank=True)
    faults = models.JSONField(_("faults"), default=list, blank=True)
    new_count = models.PositiveIntegerField(_("new"), default=0)
    changed_count = models.PositiveIntegerField(_("changed"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    fault_count = models.PositiveIntegerField(_("wrong"), default=0)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("staged import")
        verbose_name_plural = _("staged imports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(applied_at__isnull=True) | models.Q(fault_count=0),
                name="faulty_import_not_applied",
            )
        ]

    def __str__(self) -> str:
        return self.file_name
