"""A Django project of one file, run in the peers' environment; its database and its mails lie in FOLDER.

peer_django.py FOLDER prepare URI   migrations, and one mailbox
peer_django.py FOLDER getmail       what its documentation puts into cron: `manage.py getmail`
peer_django.py FOLDER alone         get_new_mail() without the process around it; prints the seconds
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command, execute_from_command_line

place, what = Path(sys.argv[1]), sys.argv[2]
settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django_mailbox"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(place / "db.sqlite3")}},
    MEDIA_ROOT=str(place / "media"),
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
)
if what == "getmail":
    execute_from_command_line(["manage.py", "getmail"])
    sys.exit()
django.setup()

from django_mailbox.models import Mailbox  # noqa: E402 - after django.setup()

if what == "prepare":
    call_command("migrate", verbosity=0)
    Mailbox.objects.create(name="bench", uri=sys.argv[3])
else:
    begin = time.perf_counter()
    for _ in Mailbox.objects.get().get_new_mail():
        pass
    print(time.perf_counter() - begin)
