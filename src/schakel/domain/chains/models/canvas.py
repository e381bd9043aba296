from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.canvas import CanvasBlock, CanvasMoment
from schakel.domain.chains.models.chain import Chain
from schakel.domain.register.fields import LongText
from schakel.lib.hashing import sha256_hex, sha256_of

BLOCK_AT_MOST = 1_500
"""Characters in a block: a canvas is a picture of a business on one sheet of paper."""


class Canvas(models.Model):
    """A Business Model Canvas of a chain at one of three moments, frozen when it is fixed."""

    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="canvases", verbose_name=_("chain")
    )
    moment = models.CharField(_("moment"), max_length=12, choices=CanvasMoment)
    began_on = models.DateField(_("begun on"))
    key_partners = LongText(CanvasBlock.KEY_PARTNERS.label, blank=True, at_most=BLOCK_AT_MOST)
    key_activities = LongText(CanvasBlock.KEY_ACTIVITIES.label, blank=True, at_most=BLOCK_AT_MOST)
    key_resources = LongText(CanvasBlock.KEY_RESOURCES.label, blank=True, at_most=BLOCK_AT_MOST)
    value_propositions = LongText(
        CanvasBlock.VALUE_PROPOSITIONS.label, blank=True, at_most=BLOCK_AT_MOST
    )
    customer_relationships = LongText(
        CanvasBlock.CUSTOMER_RELATIONSHIPS.label, blank=True, at_most=BLOCK_AT_MOST
    )
    channels = LongText(CanvasBlock.CHANNELS.label, blank=True, at_most=BLOCK_AT_MOST)
    customer_segments = LongText(
        CanvasBlock.CUSTOMER_SEGMENTS.label, blank=True, at_most=BLOCK_AT_MOST
    )
    cost_structure = LongText(CanvasBlock.COST_STRUCTURE.label, blank=True, at_most=BLOCK_AT_MOST)
    revenue_streams = LongText(CanvasBlock.REVENUE_STREAMS.label, blank=True, at_most=BLOCK_AT_MOST)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    changed_at = models.DateTimeField(_("changed at"))
    fixed_on = models.DateField(_("fixed on"), null=True, blank=True)
    fixed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fixed by"),
    )
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64, blank=True)

    class Meta:
        ordering = ["chain", "began_on", "pk"]
        verbose_name = _("canvas")
        verbose_name_plural = _("canvases")
        constraints = [
            models.UniqueConstraint(fields=["chain", "moment"], name="one_canvas_per_moment"),
            models.CheckConstraint(
                condition=models.Q(fixed_on__isnull=True, fixed_by__isnull=True, content_sha256="")
                | (
                    models.Q(fixed_on__isnull=False, fixed_by__isnull=False)
                    & ~models.Q(content_sha256="")
                ),
                name="canvas_is_fixed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain}, {self.get_moment_display()}"

    @property
    def texts(self) -> dict[str, str]:
        """The text of every block by its key, in the order of `CanvasBlock`."""
        return {block.value: getattr(self, block.value) for block in CanvasBlock}

    @property
    def filled(self) -> int:
        """In how many of the nine blocks something stands."""
        return sum(bool(text.strip()) for text in self.texts.values())

    def compute_hash(self) -> str:
        """The hash over chain, moment and blocks, by which a fixed canvas is recognised."""
        return sha256_of({"chain": self.chain_id, "moment": self.moment, "blocks": self.texts})


def base_of(text: str) -> str:
    """A short mark of the text of a block, by which a later edit knows what it began from."""
    return sha256_hex(text)[:16]


class CanvasWaiver(models.Model):
    """Why a canvas at a moment is not possible, as the client's rules allow. Append-only."""

    chain = models.ForeignKey(
        Chain, on_delete=models.PROTECT, related_name="canvas_waivers", verbose_name=_("chain")
    )
    moment = models.CharField(_("moment"), max_length=12, choices=CanvasMoment)
    reason = LongText(_("why it is not possible"), at_most=BLOCK_AT_MOST)
    waived_on = models.DateField(_("said on"))
    waived_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("said by")
    )

    class Meta:
        ordering = ["chain", "pk"]
        verbose_name = _("canvas that is not possible")
        verbose_name_plural = _("canvases that are not possible")
        constraints = [
            models.UniqueConstraint(fields=["chain", "moment"], name="canvas_waived_once"),
            models.CheckConstraint(
                condition=models.Q(moment=CanvasMoment.THREE_MONTHS),
                name="only_the_middle_canvas_is_waived",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain}, {self.get_moment_display()}"
