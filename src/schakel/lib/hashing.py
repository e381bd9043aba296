"""One way to turn data into bytes and bytes into a hash, so that a hash can be checked later."""

import hashlib
import hmac
import json
from typing import Any


def canonical_json(data: Any) -> str:
    """JSON with sorted keys and no spare white space: equal data gives equal text."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256_hex(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def sha256_of(data: Any) -> str:
    return sha256_hex(canonical_json(data))


def salted(sha256: str, salt: str) -> str:
    """A hash that cannot be guessed back to its text without the salt: HMAC-SHA-256."""
    return hmac.new(salt.encode(), sha256.encode(), hashlib.sha256).hexdigest()
