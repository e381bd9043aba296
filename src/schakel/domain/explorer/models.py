from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.models import Chain
from schakel.domain.explorer.choices import Advice, IdeaState
from schakel.domain.parties.models import Organisation
from schakel.domain.programmes.models import Programme
from schakel.domain.reference.models import Province, Sector
from schakel.domain.register.fields import FoldedText, LongText
from schakel.domain.register.models import Initiative

NOT_NEGATIVE = [MinValueValidator(Decimal(0))]


class Idea(models.Model):
    """A chance for a chain, waiting for an explorer. What is not known stays empty."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="ideas", verbose_name=_("programme")
    )
    title = models.CharField(_("title"), max_length=200)
    what = LongText(_("what it is about"))
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="+", verbose_name=_("sectors")
    )
    province = models.ForeignKey(
        Province,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("province"),
    )
    region = models.CharField(_("region"), max_length=80, blank=True)
    tonnes_low = models.DecimalField(
        _("tonnes a year, at least"),
        max_digits=12,
        decimal_places=1,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
    )
    tonnes_high = models.DecimalField(
        _("tonnes a year, at most"),
        max_digits=12,
        decimal_places=1,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
    )
    value_low = models.DecimalField(
        _("euro a year, at least"),
        max_digits=14,
        decimal_places=0,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
    )
    value_high = models.DecimalField(
        _("euro a year, at most"),
        max_digits=14,
        decimal_places=0,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ideas",
        verbose_name=_("initiative"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ideas",
        verbose_name=_("party that brought it in"),
    )
    reported_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("reported by")
    )
    reported_on = models.DateField(_("reported on"))
    state = models.CharField(
        _("state"), max_length=10, choices=IdeaState, default=IdeaState.WAITING
    )
    waiting_since = models.DateField(_("waits since"))
    chain = models.OneToOneField(
        Chain,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="idea",
        verbose_name=_("chain"),
    )
    drop_reason = LongText(_("why it was dropped"), blank=True)
    lesson = LongText(_("lesson"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    is_example = models.BooleanField(_("example"), default=False)
    search_text = FoldedText(of=("title", "what", "source", "region"))

    class Meta:
        ordering = ["waiting_since", "pk"]
        verbose_name = _("idea for a chain")
        verbose_name_plural = _("ideas for a chain")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tonnes_low__isnull=True, tonnes_high__isnull=True)
                | models.Q(tonnes_low__lte=models.F("tonnes_high")),
                name="idea_tonnes_from_low_to_high",
                violation_error_message=_(
                    "Give the tonnes from low to high; twice the same where they are certain."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(value_low__isnull=True, value_high__isnull=True)
                | models.Q(value_low__lte=models.F("value_high")),
                name="idea_value_from_low_to_high",
                violation_error_message=_(
                    "Give the euro from low to high; twice the same where they are certain."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="dropped")
                | (~models.Q(drop_reason="") & ~models.Q(lesson="")),
                name="dropped_idea_has_reason_and_lesson",
            ),
            models.CheckConstraint(
                condition=models.Q(state="started", chain__isnull=False)
                | (~models.Q(state="started") & models.Q(chain__isnull=True)),
                name="idea_became_a_chain_or_not",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> str:
        """The region by its own name, else its province; empty where neither is known."""
        return self.region or (self.province.name if self.province else "")


class Exploration(models.Model):
    """A commission to explore an idea, to a director or to a bureau, and what it found."""

    idea = models.ForeignKey(
        Idea, on_delete=models.CASCADE, related_name="explorations", verbose_name=_("idea")
    )
    explorer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="explorations",
        verbose_name=_("explorer"),
    )
    bureau = models.CharField(_("advice bureau"), max_length=200, blank=True)
    question = LongText(_("question"))
    budget = models.DecimalField(
        _("budget (euro)"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    commissioned_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("commissioned by")
    )
    commissioned_on = models.DateField(_("commissioned on"))
    findings = LongText(_("findings"), blank=True)
    advice = models.CharField(_("advice"), max_length=6, choices=Advice, blank=True)
    reported_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reported by"),
    )
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawal_reason = LongText(_("why it was withdrawn"), blank=True)

    class Meta:
        ordering = ["-commissioned_on", "-pk"]
        verbose_name = _("exploration")
        verbose_name_plural = _("explorations")
        constraints = [
            models.UniqueConstraint(
                fields=["idea"],
                condition=models.Q(reported_on__isnull=True, withdrawn_on__isnull=True),
                name="one_open_exploration_per_idea",
            ),
            models.CheckConstraint(
                condition=models.Q(explorer__isnull=False, bureau="")
                | (models.Q(explorer__isnull=True) & ~models.Q(bureau="")),
                name="director_or_bureau_explores",
                violation_error_message=_("Choose a chain director, or give the name of a bureau."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="exploration_ends_after_start",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                condition=models.Q(reported_on__isnull=True, findings="", advice="")
                | (
                    models.Q(reported_on__isnull=False)
                    & ~models.Q(findings="")
                    & ~models.Q(advice="")
                ),
                name="findings_come_with_an_advice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.idea}"

    @property
    def who(self) -> str:
        return self.explorer.name if self.explorer else self.bureau
