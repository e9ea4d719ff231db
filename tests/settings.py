"""The project's settings with what a test run needs changed, and nothing else."""

import atexit
import os
import secrets
import shutil
import tempfile

if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="conference-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
# Cut once for all runs: seconds.
os.environ.setdefault("FONT_DIR", os.path.join(tempfile.gettempdir(), f"conference-fonts-{os.getuid()}"))
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))

from conference.settings import *  # noqa: F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each test's client would look up every static file anew; the browser's live server finds them for itself.
WHITENOISE_USE_FINDERS = False
if "sqlite" in str(DATABASES["default"]["ENGINE"]):  # noqa: F405
    # Each worker would migrate for seconds, so here the tables are made from the models. On PostgreSQL the whole suite
    # runs on migrated tables (`make test-all`), and tests/conference/test_migrations.py migrates SQLite from nothing.
    DATABASES["default"]["TEST"] = {"MIGRATE": False}  # noqa: F405
