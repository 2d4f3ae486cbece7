"""Runs in the peers' environment: `peer_django.py FOLDER URI` prints the number of stored mails and the seconds."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

place, uri = Path(sys.argv[1]), sys.argv[2]
settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django_mailbox"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(place / "db.sqlite3")}},
    MEDIA_ROOT=str(place / "media"),
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
)
django.setup()
call_command("migrate", verbosity=0)

from django_mailbox.models import Mailbox, Message  # noqa: E402 - after django.setup()

mailbox = Mailbox.objects.create(name="bench", uri=uri)
begin = time.perf_counter()
for _ in mailbox.get_new_mail():
    pass
took = time.perf_counter() - begin
print(Message.objects.count(), took)
