import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# Models exist only once the application is made.
from collections_app.background import wake_after_start  # noqa: E402

wake_after_start()

# What is loaded now stays to the end: it is not looked through for garbage at every page.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
