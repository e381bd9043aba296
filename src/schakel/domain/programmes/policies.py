"""Where a state decides whether something can be done now."""

from django.utils.translation import gettext as _

from schakel.lib.errors import Refused


def check_unchanged(present_sha256: str, seen_sha256: str | None) -> None:
    """Refuse an edit that began from something that somebody has changed since."""
    if seen_sha256 is not None and seen_sha256 != present_sha256:
        raise Refused(
            _(
                "Somebody changed this while you were typing. Compare what you typed with what "
                "stands there now, then save again."
            )
        )


def check_place(province: object, region: str) -> None:
    """Refuse a strength that is nowhere."""
    if province is None and not region:
        raise Refused(_("Give a province, or the name of the region."))


def check_version(present: int, seen: int) -> None:
    """Refuse an edit that began from a version somebody has changed since."""
    if present != seen:
        raise Refused(
            _(
                "Somebody changed this while you were typing. Compare what you typed with what "
                "stands there now, then save again."
            )
        )
