"""A signed letter as a file."""

from schakel.domain.chains.queries.signing import SignedCopy


def write_letter(copy: SignedCopy) -> bytes:
    """The letter as PDF; typst is loaded where it is used, since it is heavy."""
    from schakel.transfer.pdf.letter import letter_pdf

    return letter_pdf(copy)


def letter_file_name(copy: SignedCopy) -> str:
    slug, number = copy.letter.chain.slug, copy.content.number
    state = "ondertekend" if copy.is_complete else "nog-niet-ondertekend"
    return f"letter-of-commitment-{slug}-{number}-{state}.pdf"
