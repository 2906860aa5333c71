"""The settings under which the tests run: a local installation in a folder that is thrown away."""

import os
import secrets
import tempfile
from pathlib import Path

# Made and removed by tests/conftest.py: each process of a parallel run has one of its own.
throwaway = Path(tempfile.gettempdir()) / f"open-record-tests-{secrets.token_hex(8)}"
os.environ["LOCAL_MODE"] = "1"
os.environ["DATA_DIR"] = str(throwaway)
os.environ["SECRET_KEY"] = "the key of the tests keeps no secret and is the same every time"
for unwanted in ("ALLOWED_HOSTS", "DEBUG", "REQUIRE_STAFF_MFA", "SECRET_KEY_FILE"):
    os.environ.pop(unwanted, None)

from config.settings import *  # noqa: E402, F403
from config.settings import DATA_DIR, DATABASES, PLAIN_STATIC_STORAGE, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": PLAIN_STATIC_STORAGE}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
TASKS_IN_PROCESS = False
API_QUESTIONS_A_MINUTE = 1_000_000  # a stranger asks for everything at once
# Every page is made anew, so that tests can count its queries; the tests of keeping turn it on.
KEPT_PAGES_MEGABYTES = 0
KEEP_COUNTS = False
OCR = False
WHITENOISE_USE_FINDERS = True

if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, because the browser's server and the test read through connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
