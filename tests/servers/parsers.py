"""Other people's parsers, as witnesses: what Debian's vobject and libical read in a calendar file, and what Perl's
Email::MIME reads in a mail. (`install-packages.sh` installs them.)"""

from __future__ import annotations

import base64
import ctypes
import ctypes.util
import json
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from tests.servers import require

SYSTEM_PYTHON = "/usr/bin/python3"

VOBJECT = """
import base64, json, sys, warnings
warnings.simplefilter("ignore")
import vobject
from datetime import timezone
found = []
for line in sys.stdin:
    calendar = vobject.readOne(base64.b64decode(line).decode(), validate=True)
    event = calendar.vevent
    found.append({
        "method": calendar.method.value, "uid": event.uid.value, "sequence": int(event.sequence.value),
        "summary": event.summary.value, "status": event.status.value, "description": event.description.value,
        "location": event.location.value if hasattr(event, "location") else "",
        "start": event.dtstart.value.astimezone(timezone.utc).isoformat(),
        "end": event.dtend.value.astimezone(timezone.utc).isoformat(),
        "organiser": event.organizer.value,
    })
json.dump(found, sys.stdout)
"""

EMAIL_MIME = r"""
use strict; use warnings FATAL => 'all';
use Email::MIME; use JSON::PP; use MIME::Base64; use Encode;
my @found;
while (my $line = <STDIN>) {
    my $mail = Email::MIME->new(decode_base64($line));
    my %said = (headers => [map { lc } $mail->header_names], parts => []);
    $said{$_} = $mail->header_str($_) for qw(From To Subject Message-ID Auto-Submitted);
    $mail->walk_parts(sub {
        my ($part) = @_;
        return if $part->subparts;
        my ($type) = $part->content_type =~ m{^([^;]+)};
        my $text = $type =~ m{^text/};
        my $body = $text ? encode('UTF-8', $part->body_str) : $part->body;
        my $name = $part->filename; $name = undef unless ($part->header('Content-Disposition') // '') =~ /^attachment/;
        push @{$said{parts}}, {type => $type, name => $name, body => encode_base64($body, '')};
    });
    push @found, \%said;
}
print JSON::PP->new->ascii->encode(\@found);
"""


def vobject(files: Sequence[bytes]) -> list[dict[str, Any]]:
    """What Debian's python3-vobject reads."""
    probe = subprocess.run([SYSTEM_PYTHON, "-c", "import vobject"], capture_output=True, check=False)
    require(probe.returncode == 0, "python3-vobject is not installed")
    return _ask([SYSTEM_PYTHON, "-I", "-c", VOBJECT], files)


def email_mime(mails: Sequence[bytes]) -> list[dict[str, Any]]:
    """What Perl's Email::MIME reads; any warning of its is an error."""
    probe = subprocess.run(["perl", "-MEmail::MIME", "-e", "1"], capture_output=True, check=False)
    require(probe.returncode == 0, "libemail-mime-perl is not installed")
    return _ask(["perl", "-e", EMAIL_MIME], mails)


def _ask(command: list[str], contents: Sequence[bytes]) -> list[dict[str, Any]]:
    lines = b"".join(base64.b64encode(content) + b"\n" for content in contents)
    done = subprocess.run(command, input=lines, capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    found: list[dict[str, Any]] = json.loads(done.stdout)
    assert len(found) == len(contents)
    return found


class _Time(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_int) for name in "year month day hour minute second is_date is_daylight".split()),
        ("zone", ctypes.c_void_p),
    ]


@cache
def _libical() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL("libical.so.3")
    except OSError:
        return None
    pointer, text = ctypes.c_void_p, ctypes.c_char_p
    for name, result, arguments in (
        ("icalparser_parse_string", pointer, [text]),
        ("icalcomponent_string_to_kind", ctypes.c_int, [text]),
        ("icalcomponent_get_first_component", pointer, [pointer, ctypes.c_int]),
        ("icalcomponent_count_errors", ctypes.c_int, [pointer]),
        ("icalcomponent_get_method", ctypes.c_int, [pointer]),
        ("icalproperty_method_to_string", text, [ctypes.c_int]),
        ("icalcomponent_get_uid", text, [pointer]),
        ("icalcomponent_get_sequence", ctypes.c_int, [pointer]),
        ("icalcomponent_get_summary", text, [pointer]),
        ("icalcomponent_get_location", text, [pointer]),
        ("icalcomponent_get_description", text, [pointer]),
        ("icalcomponent_get_dtstart", _Time, [pointer]),
        ("icalcomponent_get_dtend", _Time, [pointer]),
        ("icaltime_as_timet_with_zone", ctypes.c_long, [_Time, pointer]),
        ("icalrestriction_check", ctypes.c_int, [pointer]),
        ("icalcomponent_free", None, [pointer]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def libical(files: Sequence[bytes]) -> list[dict[str, Any]]:
    """What libical reads (Evolution, KDE and Cyrus use it). Its own check of RFC 5546's tables must pass, too."""
    library = _libical()
    require(library is not None, "libical3 is not installed")
    assert library is not None
    found = []
    for content in files:
        calendar = library.icalparser_parse_string(content)
        assert calendar, "libical reads no calendar"
        event = library.icalcomponent_get_first_component(calendar, library.icalcomponent_string_to_kind(b"VEVENT"))
        times = [library.icalcomponent_get_dtstart(event), library.icalcomponent_get_dtend(event)]
        start, end = (
            datetime.fromtimestamp(library.icaltime_as_timet_with_zone(time, time.zone), UTC).isoformat()
            for time in times
        )
        allowed = library.icalrestriction_check(calendar)
        found.append(
            {
                "method": library.icalproperty_method_to_string(library.icalcomponent_get_method(calendar)).decode(),
                "uid": library.icalcomponent_get_uid(event).decode(),
                "sequence": library.icalcomponent_get_sequence(event),
                "summary": library.icalcomponent_get_summary(event).decode(),
                "location": (library.icalcomponent_get_location(event) or b"").decode(),
                "description": library.icalcomponent_get_description(event).decode(),
                "start": start,
                "end": end,
                "errors": library.icalcomponent_count_errors(calendar),
                "allowed": allowed,
            }
        )
        library.icalcomponent_free(calendar)
    return found
