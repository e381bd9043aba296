"""A signed letter as a file."""

from django.conf import settings

from schakel.domain.chains.queries.signing import SignedCopy


def write_letter(copy: SignedCopy) -> bytes:
    """The letter as PDF; typst is loaded where it is used, since it is heavy."""
    from schakel.transfer.pdf.letter import letter_pdf

    return letter_pdf(copy)


def write_sealed_letter(copy: SignedCopy) -> bytes:
    """The letter as PDF with the seal of this installation (PAdES)."""
    from schakel.transfer.pdf.seal import seal

    reason = f"Letter of commitment, versie {copy.content.number}"
    return seal(write_letter(copy), settings.STATE / "seal.pem", reason=reason)


def letter_file_name(copy: SignedCopy) -> str:
    slug, number = copy.letter.chain.slug, copy.content.number
    state = "ondertekend" if copy.is_complete else "nog-niet-ondertekend"
    return f"letter-of-commitment-{slug}-{number}-{state}.pdf"
