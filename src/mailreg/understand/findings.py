"""What was found about the people of one letter: the facts before anybody was counted, and the outcome."""

from __future__ import annotations

from dataclasses import dataclass

from mailreg.lexicon.kept import once
from mailreg.model.mail import Address
from mailreg.model.reading import Doubt, Found, Person, Remark
from mailreg.understand import names
from mailreg.understand.companions import Crowd, count
from mailreg.understand.contact import Contact
from mailreg.understand.listed import Listed
from mailreg.understand.mention import Mention
from mailreg.understand.organisations import Organisation
from mailreg.understand.phones import Phone
from mailreg.understand.scene import Scene
from mailreg.understand.sender import Stance

NOBODY = Found(0)


@dataclass(frozen=True)
class People:
    """`people`: who comes and is named; `headcount`: seats, unnamed companions included; `withdrawn`: names;
    `remarks`: the second opinion on each name."""

    people: tuple[Person, ...] = ()
    headcount: Found[int] = NOBODY
    withdrawn: tuple[Found[str], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def only_withdrawn(self) -> bool:
        """Some stay away, and nobody new comes."""
        return bool(self.withdrawn) and not self.people and not self.headcount.value


@dataclass(frozen=True)
class Facts:
    """All that was found in one letter before anybody was counted."""

    body: Scene
    subject: Scene
    sender: Mention
    sender_email: str | None
    functional: bool
    contact: Contact
    mentions: list[Mention]  # others than the sender, in order
    listed: Listed
    listed_mentions: list[Mention]
    organisations: list[Organisation]
    phones: tuple[Phone, ...]
    crowd: Crowd
    stance: Stance
    sender_at: int  # where the writer stands among the others
    cc: tuple[Address, ...] = ()
    greeting: frozenset[int] = frozenset()
    organisers: tuple[str, ...] = ()
    header_organisation: str | None = None  # in the From name
    header_name: str | None = None  # the person of the From name
    selves: tuple[Mention, ...] = ()  # where the writer is named in the text
    misspelled: frozenset[int] = frozenset()  # the tokens of the writer's name where it is put right
    absent: frozenset[int] = frozenset()  # the tokens of lists of those who stay away

    @once
    def said_in_subject(self) -> Crowd:
        """The numbers of people that the subject says."""
        return count(self.subject, [], frozenset())

    @property
    def mentions_in_body(self) -> bool:
        return any(m.clause is not None for m in self.mentions)


def is_sender(sender: Mention, mention: Mention) -> bool:
    return bool(sender.name) and names.same_person(sender.name, mention.name)
