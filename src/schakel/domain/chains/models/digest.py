from django.db import models
from django.utils.translation import gettext_lazy as _

from schakel.domain.accounts.models import User
from schakel.domain.chains.choices.digest import DigestRhythm
from schakel.domain.chains.models.chain import Chain


class DigestWish(models.Model):
    """Somebody wants to be mailed what happens in a chain, at this rhythm."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="digest_wishes", verbose_name=_("user")
    )
    chain = models.ForeignKey(
        Chain, on_delete=models.CASCADE, related_name="digest_wishes", verbose_name=_("chain")
    )
    rhythm = models.CharField(_("rhythm"), max_length=12, choices=DigestRhythm)
    told_through = models.DateField(
        _("told through"), help_text=_("The last day of which everything has been mailed.")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("wish for a digest")
        verbose_name_plural = _("wishes for a digest")
        constraints = [
            models.UniqueConstraint(fields=["user", "chain"], name="one_digest_wish_per_chain"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.chain}"
