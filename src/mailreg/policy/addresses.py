"""Whose address is whose: robots, lists, ourselves."""

from __future__ import annotations

import re

from mailreg.model.mail import Letter
from mailreg.model.registration import Event

# RFC 5230, 4.6 (vacation) and what real inboxes hold. The local part decides, never the domain.
_ROBOT = re.compile(
    r"""^(?:
        mailer-?daemon | postmaster | daemon | nobody
      | (?:.*[-_.+])?(?:no|do[-_.]?not|dont|nicht|keine)[-_.]?(?:reply|respon[ds]e?|antwort(?:en)?)(?:[-_.+\d].*)?
      | bounces?(?:[-+=_.].*)? | .*[-+_.]bounces?(?:[-+=].*)?
      | owner-.* | .*-(?:owner|request|unsubscribe|subscribe)
      | listserv | majordomo | msprvs1=.* | prvs=.*
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_LIST_HEADERS = ("list-post", "x-beenthere", "x-mailing-list")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+")


def robot(email: str) -> bool:
    """True for addresses behind which nobody reads: noreply, mailer-daemon, bounce and list-command addresses."""
    local = email.partition("@")[0]
    return bool(_ROBOT.match(local))


def plain(email: str) -> str:
    """The address in lower case without its "+tag" (RFC 5233), for comparing."""
    local, at, domain = email.lower().partition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"


def ours(email: str, own_addresses: frozenset[str]) -> bool:
    return plain(email) in {plain(own) for own in own_addresses}


def known(own_addresses: frozenset[str], events: tuple[Event, ...]) -> frozenset[str]:
    """Our addresses, with those that the events' flyers name."""
    return own_addresses | {e.registration_email.lower() for e in events if e.registration_email}


def list_addresses(letter: Letter) -> frozenset[str]:
    """The addresses that reach a whole list: List-Post (RFC 2369), what List-Id (RFC 2919) suggests, and a Reply-To
    that is one of the recipients too. Empty if no list sent the mail."""
    if letter.bulk is None:
        return frozenset()
    found = {a.lower() for name in _LIST_HEADERS for a in _ADDRESS.findall(letter.header(name) or "")}
    listed = re.search(r"<([^<>@\s]+)>", letter.header("list-id") or "")
    if listed is not None:
        local, _, domain = listed.group(1).lower().partition(".")
        found.add(f"{local}@{domain}")
    # Lists that tell no address of their own are at least a recipient of what they spread.
    if letter.reply_to is not None and letter.reply_to.email != letter.sender.email:
        found |= {a.email for a in (*letter.to, *letter.cc) if a.email == letter.reply_to.email}
    return frozenset(found)


def through_list(letter: Letter) -> bool:
    """A person wrote this through a list where people talk (a newsletter has no List-Post), and an answer would reach
    them, not the list (RFC 2369, 3.4)."""
    if letter.bulk is None or not letter.answer_to.email:
        return False
    talk = _ADDRESS.search(letter.header("list-post") or "") or letter.header("x-beenthere")
    if not talk and (letter.header("precedence") or "").strip().lower() != "list":
        return False
    return letter.answer_to.email not in list_addresses(letter) and not robot(letter.answer_to.email)


def addressed(letter: Letter, own_addresses: frozenset[str], events: tuple[Event, ...]) -> bool:
    """Is one of our addresses in To or Cc? True also where it can't be told: we don't know our address, or the mail
    has no To at all (which is no obstacle). "undisclosed-recipients:;" is a To without us."""
    if not own_addresses or not (letter.to or letter.cc or letter.header("to")):
        return True
    return any(ours(a.email, known(own_addresses, events)) for a in (*letter.to, *letter.cc))
