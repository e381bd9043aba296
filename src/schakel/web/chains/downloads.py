from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header


def csv_answer(content: bytes, name: str) -> HttpResponse:
    """A list as a file named after today."""
    file_name = f"{name}-{timezone.localdate():%Y-%m-%d}.csv"
    return file_answer(content, file_name, "text/csv; charset=utf-8")


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
