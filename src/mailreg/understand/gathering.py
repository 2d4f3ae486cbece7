"""All that one letter says about people, gathered before anybody is counted: names, lists, organisations, numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from mailreg.lexicon.fold import words_of
from mailreg.model.mail import Letter, Segment, SegmentKind, Span
from mailreg.model.reading import Kind
from mailreg.model.registration import Event
from mailreg.understand import names
from mailreg.understand.companions import count
from mailreg.understand.contact import Contact, read_signature
from mailreg.understand.coordination import adjacent
from mailreg.understand.findings import Facts, is_sender
from mailreg.understand.greeting import greeted
from mailreg.understand.header import organisation_of_office, two_people, without_organisation
from mailreg.understand.house_names import INTRODUCES, house_writes, is_house, named_like_months
from mailreg.understand.listed import Listed, Row
from mailreg.understand.mention import Cue, Mention
from mailreg.understand.mentions import find_mentions, merged
from mailreg.understand.organisation_words import LEGAL_INSIDE
from mailreg.understand.organisations import find_organisations
from mailreg.understand.phones import find_phones
from mailreg.understand.roles import restated, taken_up
from mailreg.understand.scene import Scene
from mailreg.understand.sections import absent
from mailreg.understand.sender import stance
from mailreg.understand.tables import find_listed
from mailreg.understand.text import Analysis
from mailreg.understand.ticks import answer, cell_answer, row_answer
from mailreg.understand.withdrawn import Says
from mailreg.understand.writer import (
    functional_mailbox,
    in_words,
    organisation_name,
    other_first_name,
    own_address,
    without_role,
    writer,
)

_SIGNED = {Kind.REGISTER: Says.COMING, Kind.CHANGE: Says.NOTHING, Kind.CANCEL: Says.NOT_COMING}


_SIGN = re.compile(r"\s+([(–—-])")


@lru_cache(maxsize=512)
def _event_words(part: str) -> tuple[str, ...]:
    """The longer words of a title or a place, and the whole of it: no names of people."""
    words = words_of(part)
    return (*(w for w in words if len(w) > 4), " ".join(words))


def gather(analysis: Analysis, kind: Kind, events: tuple[Event, ...]) -> Facts:
    """All findings about people in a letter of this kind; `events`: those whose organisers and places are nobody."""
    letter = analysis.letter
    organisers = tuple(o for e in events for o in e.organisers)
    avoid = frozenset(
        w for e in events for part in (e.title, e.city, e.venue, e.street, *e.aliases) for w in _event_words(part)
    )
    email = own_address(letter)
    raw_name = letter.sender.name
    if letter.reply_to and letter.reply_to.email == email != letter.sender.email:
        form = names.is_form(letter.sender.name, letter.sender.email)
        raw_name = letter.reply_to.name or (None if form else letter.sender.name)
    raw_name, of_header = without_organisation(raw_name, analysis.body.languages)
    couple = two_people(raw_name, email)
    shown = couple[0] if couple else names.display_name(raw_name)
    if shown and email and raw_name and raw_name.strip("'\" ").casefold() == email.partition("@")[0].casefold():
        shown = None  # "jo.birnstengel": the address once more
    body = Scene(analysis.body, _pieces(letter, len(analysis.body.text)), avoid, email, shown)
    subject = Scene(analysis.subject, ((0, len(letter.subject), SegmentKind.OWN),), avoid)
    legal = LEGAL_INSIDE.search(raw_name or "") is not None
    functional = legal or functional_mailbox(raw_name, email) or organisation_name(shown, body)
    house = house_writes(shown, email)
    functional = functional or house
    header_name = None if functional or shown is None else without_role(shown, body)
    body.clear((header_name, *named_like_months(body)))
    subject.clear((header_name,))
    phones = find_phones(analysis.body)
    contact = read_signature(body, phones, header_name)
    if is_house(contact.name, email) or (house and names.parts(contact.name or "") == names.parts(shown or "")):
        contact = replace(contact, name=None, name_span=None)
    if couple and header_name and _signs_alone(contact, couple[1]):
        couple = couple[1], couple[0]
        header_name = couple[0]
    known = tuple(
        k
        for k in (
            header_name,
            contact.name,
            *(names.display_name(a.name) for a in letter.cc),
            *(a.email for a in letter.cc),
            *(t.text for t in body.tokens if t.kind == "email"),
        )
        if k and not any(names.same_person(k, o) for o in organisers if "@" not in k)
    )
    listed = find_listed(body, phones, known)
    greeting = greeted(body, organisers)
    mentions = find_mentions(body, known, listed.tokens | greeting)
    organisations = find_organisations(
        body,
        frozenset(i for m in mentions if _is_person(m, body) for i in range(m.first, m.last + 1))
        | listed.tokens
        | greeting,
    )
    inside = {i for o in organisations for i in range(o.first, o.last + 1)}
    mentions = [m for m in mentions if m.first not in inside]
    mentions += _in_subject(subject, (*known, *((email,) if email else ())), mentions)
    mentions = [m for m in mentions if not any(names.same_person(m.name, o) for o in organisers)]
    mentions = [m for m in mentions if m.cues & INTRODUCES or not is_house(m.name, email)]
    if house:  # "hinter Tante Emma steckt ein Laden"
        mentions = [
            m for m in mentions if m.cues & INTRODUCES or not set(names.parts(m.name)) <= set(names.parts(shown or ""))
        ]
    first_clause = next((c for c in analysis.body.clauses if c.first in body.own_set), None)
    mentions += [
        Mention(
            n, 10**5 + k, 10**5 + k, s.start, s.end, s, frozenset({Cue.JOINED}), says=_SIGNED[kind], clause=first_clause
        )
        for k, (n, s) in enumerate(contact.cosigners)
        if not any(names.same_person(n, m.name) for m in mentions)
    ]
    sender = writer(analysis, header_name, contact, mentions, functional, email)
    if not sender.name and email:
        rows = [(r.name, r.span) for r in listed.rows]
        candidates = rows + [(m.name, m.span) for m in mentions]
        signed = next((c for c in candidates if _signs(body, c[0])), rows[0] if len(rows) == 1 else None)
        alike = next((c for c in candidates if names.resembles(c[0], email)), signed)
        if alike is not None:
            sender = replace(sender, name=alike[0], span=alike[1])
    own_script = next((r for r in listed.rows if sender.name and _in_other_script(sender.name, r.name)), None)
    if own_script is not None:
        sender = replace(sender, name=own_script.name, span=own_script.span)
    wrong = [m for m in mentions if _wrong(body, sender, m)]
    selves = [m for m in mentions if is_sender(sender, m) or other_first_name(body, sender, m) or _borrowed(sender, m)]
    others = [m for m in mentions if m not in selves and m not in wrong]
    second = next((m for m in selves if other_first_name(body, sender, m) and not _borrowed(sender, m)), None)
    if second is not None:  # "Ola" in the header, "Aleksandra" in the words
        sender = replace(sender, name=second.name, span=second.span)
    away = absent(body)
    listed_mentions = [_listed_mention(row, _row_answer(body, row, listed, away)) for row in listed.rows]
    listed_mentions = [m for m in listed_mentions if not any(names.same_person(m.name, o) for o in organisers)]
    listed_mentions = [m for m in listed_mentions if not is_house(m.name, email)]
    people = merged(restated(body, others), last_word=kind is not Kind.REGISTER)
    if kind is not Kind.REGISTER:
        people = taken_up(body, people)
    people = [_with_address(m, letter) for m in people]
    people = [_answered(body, m, away) for m in people]
    placed = [m for m in mentions if m.last < len(body.tokens) and m.clause is not None]
    crowd = count(body, placed, listed.tokens, greeting, frozenset(inside))
    if crowd.extra and crowd.extra <= _named_with_writer(body, crowd.evidence, listed.rows, selves, placed, sender):
        crowd = replace(crowd, extra=0)
    attitude = stance(
        body,
        [m for m in people if not m.source],
        named_self=any(m.clause is not None and in_words(body, m) for m in selves)
        or (any(m.clause is None for m in selves) and bool(others) and all(m.clause is None for m in others)),
        functional=functional,
        secretary=contact.secretary,
        kind=kind,
        among=any(
            m.clause is not None and m.says is Says.COMING and _beside_others(body, m, people) and in_words(body, m)
            for m in selves
        ),
    )
    only_subject = bool(others) and all(m.clause is None for m in others)
    first_self = min([attitude.at, *(m.first for m in selves if m.clause is not None or only_subject)])
    return Facts(
        body,
        subject,
        sender,
        email,
        functional,
        contact,
        people,
        listed,
        listed_mentions,
        organisations,
        phones,
        crowd,
        attitude,
        first_self,
        letter.cc,
        greeting,
        organisers,
        of_header or organisation_of_office(raw_name, functional, legal),
        header_name,
        tuple(selves),
        frozenset(i for m in wrong if m.last < len(body.tokens) for i in range(m.first, m.last + 1)),
        away,
    )


def _beside_others(body: Scene, me: Mention, people: Sequence[Mention]) -> bool:
    """ "… sind Anna Weber und Tom Roth dabei", and Anna Weber writes from the office's mailbox."""
    return any(
        m.says is Says.COMING and (adjacent(body, me.last, m.first) or adjacent(body, m.last, me.first))
        for m in people
        if m.last < len(body.tokens)
    )


def _borrowed(sender: Mention, mention: Mention) -> bool:
    """ "Tanja + Rico Halm", and Tanja Biele writes: she has a family name of her own."""
    mine, theirs = names.parts(sender.name), names.parts(mention.name)
    return mention.first == mention.last and len(mine) > 1 and len(theirs) > 1 and mine[0] == theirs[0]


def _named_with_writer(
    body: Scene,
    counted: Sequence[Span],
    rows: Sequence[Row],
    selves: Sequence[Mention],
    placed: Sequence[Mention],
    sender: Mention,
) -> int:
    """ "Meine Frau und ich kommen. Namen: Anna Weber, Tom Weber": how many are named beside the writer, behind all who
    were counted without a name. They are the same."""
    end = max((span.end for span in counted), default=0)
    others = [r for r in rows if not (sender.name and names.same_person(r.name, sender.name))]
    if rows and len(others) < len(rows):
        return len(others) if min(r.start for r in rows) >= end else 0
    for me in selves:
        if me.clause is None or me.start < end or me.last >= len(body.tokens):
            continue
        near = [
            m
            for m in placed
            if m.clause is not None
            and m.clause.sentence == me.clause.sentence
            and m not in selves
            and Cue.JOINED in m.cues
        ]
        if near and not any(m.relation for m in near) and not body.any(range(me.clause.first, me.last), "further"):
            return len(near)
    return 0


def _in_other_script(known: str, row: str) -> bool:
    """From "Oksana Melnyk", and "Оксана Мельник" in the list."""
    return len(names.parts(row)) > 1 and names.script(known) != names.script(row) and names.same_person(known, row)


def _wrong(body: Scene, sender: Mention, mention: Mention) -> bool:
    """ "In Ihrer Bestätigung steht „Kornelius Trautman“": the writer's own name, quoted as it was misspelled."""
    if not 0 < mention.first < len(body.tokens) or names.same_person(sender.name, mention.name):
        return False
    quoted = body.tokens[mention.first - 1].text in "„“”\"«»‚‘'"
    return (quoted and names.misspelled(sender.name, mention.name)) or _but_the_writer(body, sender, mention)


def _but_the_writer(body: Scene, sender: Mention, mention: Mention) -> bool:
    """ "Ich heiße nicht Katharina Lüsenko, sondern Kateryna Lysenko", and she writes."""
    before = [i for i in (mention.first - 2, mention.first - 1) if i >= 0 and body.tokens[i].kind == "word"]
    if not before or not body.has(before[-1], "negation", "negative"):
        return False
    words = names.parts(sender.name)
    behind = body.tokens[mention.last + 1 : mention.last + 4 + len(words)]
    folded = [t.folded for t in behind if t.kind == "word"]
    return len(words) > 1 and tuple(folded[1 : 1 + len(words)]) == words


def _signs_alone(contact: Contact, name: str) -> bool:
    """Of the two in From it is the other who signs."""
    return bool(contact.name) and not contact.cosigners and names.same_person(contact.name or "", name)


def _signs(body: Scene, name: str) -> bool:
    """ "M. Zschiesche" below the mail, and "Manfred Zschiesche" is in the list."""
    last = [line for line in body.lines if line.text.strip()][-1:]
    below = (line.text.strip(" \t,.*_-–") for line in (*body.signature[:3], *last))
    return any(len(names.parts(text)) == 2 and names.same_person(name, text) for text in below)


def _is_person(mention: Mention, body: Scene) -> bool:
    """More than a given name says so: "Anna Weber und Tom Roth" are people, "Anna-Seghers-Haus" may be none."""
    if body.has(mention.first, "organisation") and body.tokens[mention.first].folded not in body.given:
        return Cue.TITLE in mention.cues  # "(Kinderbüro Wurzen)"
    beside = mention.cues >= {Cue.GIVEN, Cue.JOINED} and body.text.languages[:1] != ("vi",)  # names and words at once
    return beside or bool(mention.cues - {Cue.GIVEN, Cue.JOINED})


def _with_address(mention: Mention, letter: Letter) -> Mention:
    """ "Wiebke (in cc)" and the copy to "w.ahlers@…": the header has the whole name."""
    if len(names.parts(mention.name)) != 1:
        return mention
    for copy in letter.cc:
        shown = names.display_name(copy.name) or names.name_from_address(copy.email)
        if shown and names.same_person(shown, mention.name) and names.weight(shown) > names.weight(mention.name):
            return replace(mention, name=shown)
        if whole := names.with_family(mention.name, copy.email):
            return replace(mention, name=whole)
    return mention


def _pieces(letter: Letter, length: int) -> tuple[tuple[int, int, SegmentKind], ...]:
    segments: Sequence[Segment] = letter.segments or (Segment(SegmentKind.OWN, 0, length),)
    return tuple((s.start, min(s.end, length), s.kind) for s in segments if s.start < length)


def _in_subject(subject: Scene, known: tuple[str, ...], mentions: list[Mention]) -> list[Mention]:
    """Names in the subject, if they have a cue of their own or stand in the header; they come after those below."""
    found = find_mentions(subject, known, frozenset())
    kept: list[Mention] = []
    for m in found:
        if not m.cues & {Cue.TITLE, Cue.ADDRESS, Cue.RELATION, Cue.INTRODUCED} and not (
            Cue.GIVEN in m.cues and m.last > m.first
        ):
            continue
        if m.relation == "child" or (m.relation and len(names.parts(m.name)) == 1):
            continue
        if any(names.same_person(m.name, k.name) for k in mentions) or len(names.parts(m.name)) > 1:
            kept.append(replace(m, clause=None, first=m.first + 10**6, last=m.last + 10**6))
    return kept


def _answered(body: Scene, mention: Mention, away: frozenset[int]) -> Mention:
    """ "Anna ja, Tom nein": with what stands behind the name, or above the list."""
    if mention.clause is None or mention.last >= len(body.tokens):
        return mention
    told = False if mention.first in away else answer(body, mention.last, len(body.tokens))
    return mention if told is None else replace(mention, answer=told, says=_ANSWERS[told])


_ANSWERS = {True: Says.COMING, False: Says.NOT_COMING}


def _listed_mention(row: Row, told: bool | None) -> Mention:
    return Mention(
        row.name,
        -1,
        -1,
        row.start,
        row.start + row.span.end - row.span.start,
        row.span,
        frozenset({Cue.LISTED}),
        emails=(row.email,) if row.email else (),
        organisation=row.organisation,
        phone=row.phone,
        answer=told,
        says=Says.NOTHING if told is None else _ANSWERS[told],
    )


def _row_answer(body: Scene, row: Row, listed: Listed, away: frozenset[int]) -> bool | None:
    """What the rest of a list's line says of the one who is named in it; cells of a table may be about anything.
    `away`: the tokens of lists of those who stay away."""
    line = next((ln for ln in body.lines if ln.start <= row.start < ln.end), None)
    if line is None or row.comes is not None:
        return row.comes
    if line.first in away:
        return False
    here = [r for r in listed.rows if line.start <= r.start < line.end]
    last = max(here, key=lambda r: r.start)
    end = last.start + last.span.end - last.span.start
    if listed.strict:
        low, high = body.text.tokens_in(last.start, end)
        return cell_answer(body, high - 1, line.last) if high > low and len(here) == 1 else None
    sign = _SIGN.match(body.text.text, end)
    if len(here) > 1 and (sign is None or (sign[1] == "(" and last is not row)):
        return None  # "Anna Weber und Tom Roth (krank)"; with a dash it is said of both
    low, high = body.text.tokens_in(last.start, end)
    return row_answer(body, high - 1, line.last) if high > low else None
