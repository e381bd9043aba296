import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """A file in the database: in the same transaction and backup as the rows that speak of it.

    Defer `content` in every list.
    """

    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    content = models.BinaryField(_("content"))

    class Meta:
        abstract = True

    def hold(self, name: str, media_type: str, content: bytes) -> None:
        """Take in a file, with its size and hash."""
        self.name, self.media_type, self.content = name, media_type, content
        self.size, self.sha256 = len(content), hashlib.sha256(content).hexdigest()
