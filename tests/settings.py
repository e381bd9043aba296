"""The product's settings, with fast password hashes, plain static files and mail in memory."""

import os

from tests.state import folder

os.environ["SCHAKEL_STATE"] = str(folder())

from schakel.config.settings import *  # noqa: F403
from schakel.config.settings import MIDDLEWARE, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
