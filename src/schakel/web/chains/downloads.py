from django.http import HttpResponse
from django.utils.http import content_disposition_header


def file_answer(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to keep, never to show in the page: what somebody sent is not run here."""
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )
