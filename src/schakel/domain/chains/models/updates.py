from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.models.chain import Chain
from schakel.domain.chains.models.files import StoredFile


class UpdateDraft(models.Model):
    """The update to the platform manager that the director is working on: one per chain.

    `sections` holds text by heading of the accountability report, `used` the log entries that have
    gone into it.
    """

    chain = models.OneToOneField(
        Chain, on_delete=models.CASCADE, related_name="update_draft", verbose_name=_("chain")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    sections = models.JSONField(_("text by heading"), default=dict, blank=True)
    used = models.JSONField(_("log entries in it"), default=list, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    saved_at = models.DateTimeField(_("saved at"))
    saved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("saved by")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("draft of an update")
        verbose_name_plural = _("drafts of updates")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="update_draft_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.chain}, {self.starts_on} - {self.ends_on}"


class Update(StoredFile):
    """An update as it was sent to the platform manager, with its PDF. Append-only.

    `document` is what it told, `text` how the mail told it.
    """

    chain = models.ForeignKey(
        Chain, on_delete=models.PROTECT, related_name="updates", verbose_name=_("chain")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    document = models.JSONField(_("what it told"))
    text = models.TextField(_("text of the mail"))
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    sent_at = models.DateTimeField(_("sent at"))
    sent_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    sent_to = models.ManyToManyField(User, related_name="+", verbose_name=_("sent to"))

    class Meta:
        ordering = ["-number"]
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="update_number_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="update_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain}, {self.number}"
