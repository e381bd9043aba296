"""What stands on a page, and what a form sends back about the state it was made from."""

import re
from html import unescape

from django.test import Client


def text_of(html: str) -> str:
    """The words of a page as somebody reads them: without tags, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def seen(client: Client, url: str) -> dict[str, str]:
    """The hidden field by which a stale edit is found, as the page at this address gives it."""
    found = re.search(r'name="seen_sha256" value="([0-9a-f]{64})"', client.get(url).text)
    assert found, f"{url} does not say what was seen"
    return {"seen_sha256": found[1]}
