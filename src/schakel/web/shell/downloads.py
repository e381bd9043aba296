from django.http import HttpResponse
from django.utils import timezone


def csv_file(content: bytes, name: str) -> HttpResponse:
    """A list to keep, with the day in its name: what it says was so on that day."""
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="{name}-{day}.csv"'
    return response
