"""The WSGI application that the server loads."""

from __future__ import annotations

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sekisho.config.settings")
application = get_wsgi_application()
# What was loaded at the start stays for good: a collection in the midst of a page need not walk it.
gc.collect()
gc.freeze()
# A page is worked out in one go: taking turns every 5 ms, four threads would all be late together.
sys.setswitchinterval(0.1)
