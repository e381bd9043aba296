from django.http import HttpResponse
from django.utils import timezone


def csv_file(content: bytes, name: str) -> HttpResponse:
    """A CSV to download, with today in its name: `name` is what comes before that."""
    file = f"{name}-{timezone.localdate():%Y-%m-%d}.csv"
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )
