"""Who comes, who does not, and how many: the people of one letter.

The order of the rules: lists and tables name everybody; else the sentences do, name by name, with what each clause
says of them; the writer comes unless the words say that they write for others. Doubts are said, not hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mailreg.lexicon.fold import words_of
from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import Address, Letter, Segment, SegmentKind, Span
from mailreg.model.reading import Doubt, Found, Kind, Person
from mailreg.model.registration import Event
from mailreg.understand import names
from mailreg.understand.certainty import Outcome
from mailreg.understand.certainty import doubts as doubts_of
from mailreg.understand.companions import Crowd, count
from mailreg.understand.contact import Contact, read_signature
from mailreg.understand.mentions import Cue, Mention, adjacent, beside_self, find_mentions, greeted, merged
from mailreg.understand.organisations import LEGAL_INSIDE, Organisation, find_organisations
from mailreg.understand.phones import Phone, best, find_phones
from mailreg.understand.scene import Scene
from mailreg.understand.sender import Stance, stance
from mailreg.understand.tables import Listed, Row, find_listed
from mailreg.understand.text import Analysis, tokenise
from mailreg.understand.withdrawn import NEEDS, Says, aside, says

_SIGNED = {Kind.REGISTER: Says.COMING, Kind.CHANGE: Says.NOTHING, Kind.CANCEL: Says.NOT_COMING}
_KINDS = (Kind.REGISTER, Kind.CHANGE, Kind.CANCEL)


NOBODY = Found(0)


@dataclass(frozen=True)
class People:
    """`people`: who comes and is named; `headcount`: seats, unnamed companions included; `withdrawn`: names."""

    people: tuple[Person, ...] = ()
    headcount: Found[int] = NOBODY
    withdrawn: tuple[Found[str], ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class _Facts:
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

    @property
    def mentions_in_body(self) -> bool:
        return any(m.clause is not None for m in self.mentions)


def find_people(analysis: Analysis, kind: Kind, events: tuple[Event, ...] = ()) -> People:
    """The people of a letter of this kind; empty for kinds that concern nobody's seat.

    `events`: the open events, whose organisers and places are no participants."""
    if kind not in _KINDS:
        return People()
    facts = _facts(analysis, kind, events)
    if kind is Kind.CANCEL:
        found = _cancelled(facts)
    elif kind is Kind.CHANGE:
        found = _changed(facts)
    else:
        found = _registered(facts)
    return _audited(found, facts, kind)


def _audited(found: People, facts: _Facts, kind: Kind) -> People:
    """The findings with the doubts that the text leaves."""
    named = tuple(p.name for p in found.people if p.name)
    withdrawn = tuple(f.value for f in found.withdrawn)
    subject = count(facts.subject, [], frozenset()).totals
    listed = () if facts.listed.count is None else (facts.listed.count,)
    organisations = {i for o in facts.organisations for i in range(o.first, o.last + 1)}
    outcome = Outcome(
        kind=kind,
        named=named,
        withdrawn=withdrawn,
        headcount=found.headcount.value,
        sender=facts.sender.name,
        known=(
            facts.sender.name,
            *named,
            *withdrawn,
            *facts.organisers,
            *(m.name for m in facts.mentions if m.says is not Says.NOTHING or m.relation or m.told),
            *(o.name for o in facts.organisations),
        ),
        explained=facts.listed.tokens | facts.greeting | organisations,
        mentions=tuple(facts.mentions),
        crowd=facts.crowd,
        totals=(*facts.crowd.totals, *subject, *listed),
        listed=bool(facts.listed_mentions),
    )
    codes = {d.code for d in found.doubts}
    more = tuple(d for d in doubts_of(facts.body, outcome) if d.code not in codes)
    return replace(found, doubts=(*found.doubts, *more))


# --- gathering ---


def _facts(analysis: Analysis, kind: Kind, events: tuple[Event, ...]) -> _Facts:
    letter = analysis.letter
    organisers = tuple(o for e in events for o in e.organisers)
    avoid = frozenset(
        w
        for e in events
        for part in (e.title, e.city, e.venue, e.street, *e.aliases)
        for words in (words_of(part),)
        for w in (*(v for v in words if len(v) > 4), " ".join(words))
    )
    email = _own_address(letter)
    body = Scene(analysis.body, _pieces(letter, len(analysis.body.text)), avoid, email)
    subject = Scene(analysis.subject, ((0, len(letter.subject), SegmentKind.OWN),), avoid)
    raw_name = letter.sender.name
    if letter.reply_to and letter.reply_to.email == email and letter.reply_to.name:
        raw_name = letter.reply_to.name
    shown = names.display_name(raw_name)
    legal = LEGAL_INSIDE.search(raw_name or "") is not None
    functional = legal or _functional(raw_name, email) or _organisation_name(shown, body)
    header_name = None if functional else shown
    body.clear((header_name,))
    subject.clear((header_name,))
    phones = find_phones(analysis.body)
    contact = read_signature(body, phones, header_name)
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
    greeting = greeted(body)
    mentions = find_mentions(body, known, listed.tokens | greeting)
    organisations = find_organisations(
        body,
        frozenset(i for m in mentions if m.cues - {Cue.GIVEN, Cue.JOINED} for i in range(m.first, m.last + 1))
        | listed.tokens
        | greeting,
    )
    inside = {i for o in organisations for i in range(o.first, o.last + 1)}
    mentions = [m for m in mentions if m.first not in inside]
    mentions += _in_subject(subject, known, mentions)
    mentions = [m for m in mentions if not any(names.same_person(m.name, o) for o in organisers)]
    first_clause = next((c for c in analysis.body.clauses if c.first in body.own_set), None)
    mentions += [
        Mention(
            n, 10**5 + k, 10**5 + k, s.start, s.end, s, frozenset({Cue.JOINED}), says=_SIGNED[kind], clause=first_clause
        )
        for k, (n, s) in enumerate(contact.cosigners)
        if not any(names.same_person(n, m.name) for m in mentions)
    ]
    sender = _sender(analysis, header_name, contact, mentions, functional, email)
    if not sender.name and email:
        rows = [(r.name, r.span) for r in listed.rows]
        candidates = rows + [(m.name, m.span) for m in mentions]
        alike = next((c for c in candidates if names.resembles(c[0], email)), rows[0] if len(rows) == 1 else None)
        if alike is not None:
            sender = replace(sender, name=alike[0], span=alike[1])
    selves = [m for m in mentions if _is(sender, m) or _other_first_name(body, sender, m)]
    others = [m for m in mentions if m not in selves]
    second = next((m for m in selves if _other_first_name(body, sender, m)), None)
    if second is not None:  # "Ola" in the header, "Aleksandra" in the words
        sender = replace(sender, name=second.name, span=second.span)
    listed_mentions = [_listed_mention(row) for row in listed.rows]
    listed_mentions = [m for m in listed_mentions if not any(names.same_person(m.name, o) for o in organisers)]
    people = merged(others, last_word=kind is not Kind.REGISTER)
    crowd = count(body, [m for m in mentions if m.last < len(body.tokens) and m.clause is not None], listed.tokens)
    attitude = stance(
        body,
        people,
        named_self=any(m.clause is not None and _in_words(body, m) for m in selves),
        functional=functional,
        secretary=contact.secretary,
        kind=kind,
    )
    first_self = min([attitude.at, *(m.first for m in selves if m.clause is not None)])
    return _Facts(
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
    )


def _pieces(letter: Letter, length: int) -> tuple[tuple[int, int, SegmentKind], ...]:
    segments: Sequence[Segment] = letter.segments or (Segment(SegmentKind.OWN, 0, length),)
    return tuple((s.start, min(s.end, length), s.kind) for s in segments if s.start < length)


def _own_address(letter: Letter) -> str | None:
    """The sender's own address: behind a mailing list the Reply-To, else From."""
    if letter.reply_to is not None and letter.reply_to.email:
        rewritten = letter.sender.name is not None and names.VIA.search(letter.sender.name) is not None
        listed = letter.bulk is not None and letter.bulk.lower().startswith("list")
        if rewritten or listed:
            return letter.reply_to.email
    return letter.sender.email or None


_FUNCTIONAL = frozenset(
    """sekretariat vorzimmer empfang buero büro info kontakt contact
    geschaeftsstelle geschäftsstelle verwaltung
    pfarramt
    zentrale poststelle office team redaktion service kanzlei dezernat schulverwaltung gemeindebuero gemeindebüro
    reception secretariat admin accueil secretaria secretaría recepción sekretariát biuro bureau ofis""".split()
)


def _functional(name: str | None, email: str | None) -> bool:
    """Is this the mailbox of an office? By its name; by its address only if it has no person's name."""
    words = [w.casefold() for w in (name or "").replace("-", " ").replace("/", " ").split()]
    if any(w.strip("\"',.") in _FUNCTIONAL for w in words):
        return True
    return not words and bool(email) and (email or "").partition("@")[0].partition(".")[0] in _FUNCTIONAL


def _organisation_name(shown: str | None, scene: Scene) -> bool:
    """Is the From name that of an organisation ("Asylberatung Nord")? Then somebody else must have a name."""
    if not shown:
        return False
    tokens = tokenise(shown)
    if not tokens or tokens[0].folded in scene.given:
        return False
    languages = tuple(dict.fromkeys(("de", "en", *scene.text.languages[:1])))
    concepts = {m.concept for m in load_lexicons().match(tokens, languages)}
    return bool(concepts & {"organisation", "functional", "secretary"}) or (len(tokens) > 1 and "role" in concepts)


def _is(sender: Mention, mention: Mention) -> bool:
    return bool(sender.name) and names.same_person(sender.name, mention.name)


def _in_words(scene: Scene, mention: Mention) -> bool:
    """Does the name stand among other words, or alone on its line like a signature?"""
    line = next((ln for ln in scene.lines if ln.first <= mention.first < ln.last), None)
    if line is None:
        return True
    return any(
        scene.tokens[i].kind == "word" and not mention.first <= i <= mention.last for i in range(line.first, line.last)
    )


def _other_first_name(scene: Scene, sender: Mention, mention: Mention) -> bool:
    """The same family name, and the name stands for itself behind what the writer says of themselves: "…, Aleksandra
    Wiśniak."; so the header has a short form."""
    clause = mention.clause
    mine, theirs = names.parts(sender.name), names.parts(mention.name)
    if clause is None or len(mine) < 2 or len(theirs) < 2 or mine[-1] != theirs[-1] or mine[0] == theirs[0]:
        return False
    sentence = [i for c in scene.sentences[clause.sentence] for i in range(c.first, c.last + 1)]
    if any(
        scene.has(i, "colleague", "friend", "child", "bring", "accompanied") and scene.tokens[i].text.islower()
        for i in sentence
    ):
        return False
    words = [i for i in range(clause.first, clause.last + 1) if scene.tokens[i].kind == "word"]
    alone = all(mention.first <= i <= mention.last for i in words)
    speaks = any(scene.has(i, "self_i", "self_me", "introduces") for i in sentence)
    return (
        speaks and (alone or Cue.INTRODUCED in mention.cues) and not mention.relation and Cue.JOINED not in mention.cues
    )


def _sender(
    analysis: Analysis,
    header: str | None,
    contact: Contact,
    mentions: list[Mention],
    functional: bool,
    email: str | None,
) -> Mention:
    """The writer's name: how the text says it, else the signature, else From, else the address."""
    introduced = [m for m in mentions if Cue.INTRODUCED in m.cues and Cue.RELATION not in m.cues]
    told = (header, contact.name, names.name_from_address(email or ""))
    introduced += [
        m
        for m in mentions
        if Cue.SELF in m.cues
        and Cue.RELATION not in m.cues
        and (not (header or contact.name) or any(set(names.parts(m.name)) & set(names.parts(t)) for t in told if t))
    ]
    if header and contact.name and names.same_person(header, contact.name) and len(names.parts(header)) > 1:
        mine = set(names.parts(header))  # From and signature agree: that is the writer
        introduced = [m for m in introduced if mine & set(names.parts(m.name))]
    candidates: list[tuple[str, Span | None]] = [(m.name, m.span) for m in introduced[:1]]
    if contact.name:
        candidates.append((contact.name, contact.name_span))
    best_name = header
    span: Span | None = Span(analysis.body.part.replace("body", "from"), 0, len(header)) if header else None
    if not header:
        for name, where in candidates:
            more = best_name is not None and names.weight(name) > names.weight(best_name)
            if best_name is None or (more and names.same_person(best_name, name)):
                best_name, span = name, where
    for name, where in candidates if header else ():
        if names.same_person(name, header or ""):
            if names.weight(name)[0] >= names.weight(best_name or "")[0]:
                best_name, span = name, where
                break
        elif len(names.parts(name)) >= 2 or (len(names.parts(header or "")) < 2 and len(name) > 2):
            best_name, span = name, where
            break
    if best_name:  # the same name in the writer's own script, anywhere in the text, wins over From
        script = names.script(best_name)
        for name, where in (*candidates, *((m.name, m.span) for m in mentions)):
            if names.script(name) != script and len(names.parts(name)) > 1 and names.same_person(name, best_name):
                best_name, span = name, where
                break
    if email and not functional and (best_name is None or len(names.parts(best_name)) == 1):
        guess = names.name_from_address(email)
        if guess and (best_name is None or names.same_person(guess, best_name)):
            best_name = guess
    if best_name and len(names.parts(best_name)) == 1:
        # "Hodan": somewhere else the mail may say more
        longer = next(
            (
                m.name
                for m in mentions
                if names.same_person(m.name, best_name)
                and len(names.parts(m.name)) > 1
                and (Cue.RELATION not in m.cues or functional)
                and names.parts(m.name)[0] == names.parts(best_name)[0]
            ),
            None,
        )
        best_name = longer or best_name
    if (
        best_name
        and header
        and best_name != contact.name
        and names.weight(best_name) == names.weight(header)
        and names.inflected(best_name, header)
    ):
        best_name = header
    return Mention(best_name or "", -1, -1, 0, 0, span or Span(analysis.body.part, 0, 0), frozenset())


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


def _listed_mention(row: Row) -> Mention:
    return Mention(
        row.name,
        -1,
        -1,
        row.start,
        row.start + len(row.name),
        row.span,
        frozenset({Cue.LISTED}),
        emails=(row.email,) if row.email else (),
        organisation=row.organisation,
        phone=row.phone,
    )


# --- the three kinds ---


def _registered(facts: _Facts) -> People:
    doubts: list[Doubt] = []
    listed = facts.listed_mentions
    others = [m for m in facts.mentions if _comes(m, facts)]
    in_list = any(_is(facts.sender, m) for m in listed)
    chosen: list[Mention]
    included: bool
    if listed:
        included = in_list or (not facts.listed.strict and facts.stance.comes is True and facts.stance.strong)
        if not in_list and _list_is_full(facts, len(listed)):
            included = False
        if facts.functional and not in_list:
            included = False
        chosen = [
            replace(facts.sender, emails=m.emails, organisation=m.organisation, phone=m.phone, span=m.span)
            if _is(facts.sender, m)
            else m
            for m in listed
        ]
        row_of_self = _row_of_self(facts.body)
        if row_of_self is not None and not in_list:
            included = True
            chosen.append(facts.sender)
        elif included and not in_list:
            chosen.insert(0, facts.sender)
        known = [m.name for m in chosen]
        if not facts.listed.strict:
            chosen += [m for m in others if m.relation and not any(names.same_person(m.name, k) for k in known)]
    else:
        crowd = facts.crowd.extra
        if not others:
            included = True
            if facts.stance.comes is False and facts.stance.strong:
                included = not crowd
                if included and not _also_comes(facts.body):
                    doubts.append(Doubt("unclear_who"))  # "I can't come", and nobody else is named
        elif facts.stance.comes is None:
            included = (
                not (facts.functional or facts.contact.secretary)
                and any(m.relation in {"colleague", "friend", "assistant"} for m in others)
                and not any(Cue.TITLE in m.cues for m in others)
            )
            if included:
                doubts.append(Doubt("unclear_who", tuple(m.span for m in others)))
        else:
            included = facts.stance.comes
        if included and not facts.stance.strong and len(others) in facts.crowd.totals and not crowd:
            included = False  # "two people will join: …": they are named, and the writer is none of them
        chosen = [m for m in others if m.first < facts.sender_at]
        if included:
            chosen.append(facts.sender)
        chosen += [m for m in others if m.first >= facts.sender_at]
    people = _persons(chosen, facts)
    crowd_extra = facts.crowd.extra
    number = len(people) + crowd_extra
    total = facts.crowd.total if facts.crowd.total is not None else facts.listed.count
    if facts.listed.count is not None:
        total = max(facts.listed.count, total or 0)
    subject_total = count(facts.subject, [], frozenset()).total
    if total is None and subject_total is not None and subject_total > 1:
        total = subject_total
    if number in {*facts.crowd.totals, facts.listed.count, subject_total}:
        total = number
    evidence = facts.crowd.evidence + tuple(s for p in people for s in p.evidence[:1])
    confidence = 0.95
    if total is not None:
        if total >= len(people):
            if not listed or total != number:
                number = total if (total >= number or facts.crowd.extra == 0 or total > 1) else number
        else:
            number = len(people)
            if total > 1:
                confidence = 0.5
                doubts.append(Doubt("unclear_count", facts.crowd.evidence))
    if facts.crowd.vague and (total is None or total < 2):
        doubts.append(Doubt("unclear_count", facts.crowd.evidence))
        confidence = 0.4
    if not people:
        people = (Person(None, facts.sender_email),)
        number = max(number, 1)
    if any(p.name is None for p in people):
        doubts.append(Doubt("unclear_who"))
    return People(people, Found(max(number, 1), confidence, evidence), (), tuple(doubts))


def _also_comes(scene: Scene) -> bool:
    """Beside "I can't …" a clause that puts the writer on the list: for another event, or this time."""
    return any(
        says(scene, c) is Says.COMING
        and any(scene.has(i, "self_i", "self_me", "self_we", "self_us") for i in range(c.first, c.last + 1))
        for c in scene.text.clauses
        if c.first in scene.own_set
    )


def _row_of_self(scene: Scene) -> int | None:
    """ "- mich", "3. ich selbst": the writer as a row of the list."""
    for line in scene.lines:
        words = [i for i in range(line.first, line.last) if scene.tokens[i].kind == "word"]
        if line.own and scene.bullet(line.text) and 0 < len(words) <= 3 and scene.has(words[0], "self_i", "self_me"):
            return words[0]
    return None


def _list_is_full(facts: _Facts, rows: int) -> bool:
    """The mail says a number and the list has as many."""
    total = facts.crowd.total or facts.listed.count
    return total is not None and total == rows


def _comes(mention: Mention, facts: _Facts) -> bool:
    """Is somebody who is mentioned a participant?"""
    if mention.relation == "child" and not facts.body.text.of("seat"):
        return False
    if mention.says is Says.NOT_COMING:
        return False
    if mention.clause is None:  # in the subject
        return bool(mention.cues & {Cue.TITLE, Cue.RELATION, Cue.ADDRESS, Cue.GIVEN}) and not facts.mentions_in_body
    inside = range(mention.clause.first, mention.clause.last + 1)
    coming = any(facts.body.has(i, "come", "attend", "accept", "enrol", "register", "bring") for i in inside)
    asked = any(facts.body.has(i, "self_me") for i in inside) and any(
        facts.body.has(i, "enrol")
        for c in facts.body.sentences[mention.clause.sentence]
        for i in range(c.first, c.last + 1)
    )
    if mention.told and not coming and not asked:
        return False
    if mention.says is Says.NOTHING:
        return bool(mention.cues & {Cue.CALLED, Cue.LISTED, Cue.JOINED, Cue.RELATION}) or (
            bool(mention.cues & {Cue.ADDRESS}) or (len(facts.mentions) == 1 and not mention.told)
        )
    return True


def _changed(facts: _Facts) -> People:
    doubts: list[Doubt] = []
    scene = facts.body
    replaced_self = any(m.first in scene.own_set for m in scene.text.of("instead_of_me"))
    swap = _swaps(facts)
    out: list[Found[str]] = []
    fresh: list[Mention] = []
    needs_only: list[Mention] = []
    for mention in (*facts.listed_mentions, *facts.mentions):
        if mention.clause is None and Cue.LISTED not in mention.cues:
            continue
        if _is(facts.sender, mention):
            continue
        if mention.first in swap or (mention.says is Says.NOT_COMING and mention.first not in _replacements(facts)):
            if mention.relation != "child":
                out.append(Found(mention.name, 0.9, (mention.span,)))
        elif (mention.told and mention.says is Says.NOTHING) or mention.relation == "child":
            continue
        elif _about_needs(facts, mention):
            needs_only.append(mention)
        elif (
            mention.cues & {Cue.RELATION, Cue.CALLED, Cue.LISTED, Cue.JOINED}
            or mention.says is Says.COMING
            or mention.first in _replacements(facts)
        ):
            fresh.append(mention)
    self_out = replaced_self or (
        facts.stance.comes is False and facts.stance.strong and bool(fresh or facts.crowd.extra)
    )
    if self_out and facts.sender.name and not out:
        out.insert(0, Found(facts.sender.name, 0.9, (facts.sender.span,)))
    if fresh:
        people = _persons(fresh, facts)
        extra = facts.crowd.extra if not self_out else 0
        if len(people) + extra > 1 and any(scene.text.of("further")) is False and facts.crowd.vague:
            doubts.append(Doubt("unclear_count", facts.crowd.evidence))
        return People(people, Found(len(people) + extra, 0.9, facts.crowd.evidence), tuple(out), tuple(doubts))
    if facts.crowd.extra:
        if out:
            doubts.append(Doubt("unclear_who"))
        return People((), Found(facts.crowd.extra, 0.7, facts.crowd.evidence), tuple(out), tuple(doubts))
    if out:
        seats = 1 if replaced_self else 0
        if replaced_self:
            doubts.append(Doubt("unclear_who"))
        return People((), Found(seats, 0.7), tuple(out), tuple(doubts))
    if needs_only:
        return People(_persons(needs_only, facts), Found(0, 0.9), (), ())
    people = _persons([facts.sender], facts)
    if people[0].name is None:
        doubts.append(Doubt("unclear_who"))
    return People(people, Found(0, 0.9), (), tuple(doubts))


def _swaps(facts: _Facts) -> frozenset[int]:
    """First tokens of names that follow "statt", "instead of": these people do not come."""
    scene = facts.body
    found: set[int] = set()
    for match in scene.text.of("instead"):
        if match.first not in scene.own_set or any(
            m.first <= match.first <= m.last for m in scene.text.of("instead_of_me", "in_their_place")
        ):
            continue
        follower = next((m for m in facts.mentions if 0 < m.first - match.last <= 5), None)
        while follower is not None:  # "anstelle von A und B"
            found.add(follower.first)
            last = follower.last
            follower = next((m for m in facts.mentions if m.first > last and adjacent(scene, last, m.first)), None)
    return frozenset({*found, *(old.first for old, _ in _exchanged(facts))})


_BY = frozenset("with by for durch gegen fur par por na за на ile بـ ب door prin con z cu".split())


def _exchanged(facts: _Facts) -> list[tuple[Mention, Mention]]:
    """ "replace A with B", "A durch B ersetzen": (who goes, who comes)."""
    scene = facts.body
    pairs: list[tuple[Mention, Mention]] = []
    for old, new in pairwise(m for m in facts.mentions if m.clause is not None):
        between = [scene.tokens[i] for i in range(old.last + 1, new.first) if scene.tokens[i].kind == "word"]
        between = [t for t in between if not scene.has(scene.tokens.index(t), "title")]
        if len(between) != 1 or between[0].folded not in _BY or old.clause is None:
            continue
        sentence = [i for c in scene.sentences[old.clause.sentence] for i in range(c.first, c.last + 1)]
        if any(scene.has(i, "replace", "instead", "change", "in_their_place") for i in sentence):
            pairs.append((old, new))
    return pairs


def _replacements(facts: _Facts) -> frozenset[int]:
    """First tokens of names that stand in a sentence with "an ihrer Stelle", behind it."""
    scene = facts.body
    found: set[int] = set()
    for _, new in _exchanged(facts):
        found.add(new.first)
    for match in scene.text.of("in_their_place", "instead_of_me"):
        if match.first not in scene.own_set:
            continue
        clause = scene.text.clause_of(match)
        for mention in facts.mentions:
            if mention.clause is None or clause is None or mention.clause.sentence != clause.sentence:
                continue
            if mention.first > match.last or (mention.clause == clause and mention.first >= clause.first):
                found.add(mention.first)
    return frozenset(found)


def _about_needs(facts: _Facts, mention: Mention) -> bool:
    """ "Frau X braucht einen Rollstuhlplatz": somebody registered whose needs change."""
    if mention.clause is None or Cue.LISTED in mention.cues:
        return False
    scene = facts.body
    clauses = [c for c in scene.text.clauses if c.sentence == mention.clause.sentence]
    before = {
        c for c in clauses if aside(scene, c) or any(scene.has(i, "past", "told") for i in range(c.first, c.last + 1))
    }
    inside = [i for c in clauses if c not in before or c == mention.clause for i in range(c.first, c.last + 1)]
    alone = range(mention.clause.first, mention.clause.last + 1)
    if any(scene.has(i, *NEEDS) for i in alone):
        inside = list(alone)
    needs = any(scene.has(i, *NEEDS) for i in inside)
    joins = any(
        scene.has(i, "come", "attend", "accept", "bring", "in_their_place", "instead", "add", "replace")
        or (scene.has(i, "enrol") and not scene.has(i, "registration"))
        for i in inside
    )
    return needs and not joins and (mention.relation is None or bool(before))


def _cancelled(facts: _Facts) -> People:
    out: list[Mention] = []
    doubts: list[Doubt] = []
    listed = facts.listed_mentions
    others = [
        m
        for m in facts.mentions
        if m.relation != "child"
        and (
            m.says is Says.NOT_COMING
            or (m.clause is None and not facts.mentions_in_body and Cue.TITLE in m.cues)
            or (
                (Cue.JOINED in m.cues or m.relation in {"colleague", "friend"})
                and m.says is Says.NOTHING
                and not m.told
            )
        )
        and not (m.told and m.says is not Says.NOT_COMING)
    ]
    if listed:
        out = list(listed)
        if facts.stance.comes is True and facts.stance.strong and not any(_is(facts.sender, m) for m in listed):
            out.insert(0, facts.sender)
        out = [replace(facts.sender, span=m.span) if _is(facts.sender, m) else m for m in out]
    elif others:
        included = facts.stance.comes is True
        if included and not facts.stance.strong and len(others) in facts.crowd.totals:
            included = False  # "for our three participants (A, B, C)"
        if included and facts.stance.strong:  # then the others must be said to stay away in so many words
            sure = [m for m in others if _stays_away(m, facts)]
            others = sure
        out = [m for m in others if m.first < facts.sender_at]
        if included:
            out.append(facts.sender)
        out += [m for m in others if m.first >= facts.sender_at]
    else:
        out = [facts.sender]
    out = [m for m in out if m.name]
    if not out:
        doubts.append(Doubt("unclear_who"))
    return People((), Found(0), tuple(Found(m.name, 0.9, (m.span,)) for m in out), tuple(doubts))


def _stays_away(mention: Mention, facts: _Facts) -> bool:
    """In the mention's own clause, or joined with the writer ("X und ich")."""
    if mention.clause is None or Cue.JOINED in mention.cues:
        return True
    if says(facts.body, mention.clause) is Says.NOT_COMING:
        return True
    return beside_self(facts.body, mention)


# --- from mentions to persons ---


def _persons(chosen: list[Mention], facts: _Facts) -> tuple[Person, ...]:
    office = _organisation_of_sender(facts)
    people: list[Person] = []
    emails = _addresses(chosen, facts)
    numbers = _numbers(chosen, facts)
    for position, mention in enumerate(chosen):
        me = mention is facts.sender or (mention.first == -1 and _is(facts.sender, mention))
        name = facts.sender.name if me else mention.name
        organisation = mention.organisation
        if organisation is None:
            if me:
                organisation = office.name if office else facts.listed.organisation
            else:
                organisation = _organisation_of(mention, facts, office)
        email = facts.sender_email if me else emails.get(position)
        phone = mention.phone or numbers.get(position)
        people.append(Person(name or None, email, organisation, phone, (mention.span,)))
    return tuple(people)


def _organisation_of_sender(facts: _Facts) -> Organisation | None:
    """The words of the text before the signature."""
    mine = [o for o in facts.organisations if _said_of_writer(o, facts)]
    strong = [o for o in mine if o.strong] or mine
    if strong:
        return strong[0]
    if facts.contact.organisation is not None:
        return facts.contact.organisation
    subject = find_organisations(facts.subject, frozenset())
    return next((o for o in subject if o.strong), None)


def _said_of_writer(organisation: Organisation, facts: _Facts) -> bool:
    """An organisation that follows somebody else's name directly is theirs."""
    for m in facts.mentions:
        if m.relation == "colleague":
            continue
        if (
            m.clause is not None
            and 0 < organisation.first - m.last <= 4
            and Cue.INTRODUCED not in m.cues
            and not organisation.shared
        ):
            between = range(m.last + 1, organisation.first)
            if all(facts.body.tokens[i].kind == "punct" or facts.body.has(i, "from_organisation") for i in between):
                return False
    return True


def _organisation_of(mention: Mention, facts: _Facts, office: Organisation | None) -> str | None:
    for o in facts.organisations:
        if mention.clause is not None and 0 < o.first - mention.last <= 4 and not _said_of_writer(o, facts):
            after = [m for m in facts.mentions if m.first > mention.last and m.last < o.first]
            if not after:
                return o.name
    if office is None:
        return None
    if mention.relation in {"friend", "child"}:
        if office.shared or _belongs_too(mention, facts):
            return office.name
        return None
    if Cue.LISTED in mention.cues and facts.listed_mentions and any(m.organisation for m in facts.listed_mentions):
        return None
    if Cue.LISTED in mention.cues and not office.strong:
        return None
    return office.name


def _belongs_too(mention: Mention, facts: _Facts) -> bool:
    """ "er ist auch in unserer Gemeinde": an organisation's word behind "our" and "also", near the name."""
    scene = facts.body
    if mention.clause is None:
        return False
    for clause in scene.text.clauses:
        if 0 <= clause.sentence - mention.clause.sentence <= 1:
            inside = range(clause.first, clause.last + 1)
            if any(scene.has(i, "further", "both") for i in inside) and any(
                scene.has(i, "organisation") and any(scene.has(b, "my") for b in scene.words_before(i, 2))
                for i in inside
            ):
                return True
    return False


def _addresses(chosen: list[Mention], facts: _Facts) -> dict[int, str]:
    """Whose is each address that the mail gives: of the list's row, of the name it resembles, of the name before it."""
    given: dict[int, str] = {}
    for position, mention in enumerate(chosen):
        if mention.emails:
            given[position] = mention.emails[0]
    scene = facts.body
    own = {facts.sender_email}
    spare = [
        (t.text.lower(), t.start)
        for line in scene.lines
        if line.own
        for t in scene.tokens[line.first : line.last]
        if t.kind == "email" and t.text.lower() not in own
    ]
    spare += [(a.email, -1) for a in facts.cc]
    for email, start in spare:
        if email in given.values():
            continue
        fits = [
            p
            for p, m in enumerate(chosen)
            if p not in given
            and m is not facts.sender
            and not _is(facts.sender, m)
            and m.name
            and names.resembles(m.name, email)
        ]
        if not fits and start >= 0:
            before = [
                (p, m)
                for p, m in enumerate(chosen)
                if p not in given and m is not facts.sender and 0 <= start - m.end <= 200 and m.clause is not None
            ]
            near = [(p, m) for p, m in before if start - m.end <= 4 or _theirs(scene, start)]
            if near:
                fits = [max(near, key=lambda pair: pair[1].end)[0]]
        if fits:
            given[fits[0]] = email
    return given


def _theirs(scene: Scene, start: int) -> bool:
    """Is there "his", "her" or a label shortly before this place?"""
    index = next((i for i, t in enumerate(scene.tokens) if t.start >= start), None)
    if index is None:
        return False
    return any(scene.has(b, "their") for b in range(max(index - 9, 0), index))


def _numbers(chosen: list[Mention], facts: _Facts) -> dict[int, str]:
    """Whose is each telephone number: the signature's are the writer's; in the text "his" and nearness decide."""
    scene = facts.body
    me = next((p for p, m in enumerate(chosen) if m is facts.sender or _is(facts.sender, m)), None)
    taken = {m.phone for m in chosen if m.phone}
    given: dict[int, str] = {}
    mine: list[Phone] = []
    theirs: dict[int, list[Phone]] = {}
    low = facts.contact.phones[0].start if facts.contact.phones else None
    for phone in facts.phones:
        if phone.kind == "fax" or phone.number in taken:
            continue
        line = next((ln for ln in scene.lines if ln.start <= phone.start < ln.end), None)
        if line is None:
            continue
        if line.signature or (low is not None and phone.start >= low):
            mine.append(phone)
            continue
        before = [
            (p, m)
            for p, m in enumerate(chosen)
            if m is not facts.sender and not _is(facts.sender, m) and m.end <= phone.start and m.clause is not None
        ]
        last = max(before, key=lambda pair: pair[1].end) if before else None
        close = (
            last is not None
            and "\n\n" not in scene.text.text[last[1].end : phone.start]
            and phone.start - last[1].end <= 30
            and not _mine(scene, phone.start)
        )
        if last is not None and (_theirs(scene, phone.start) or close):
            theirs.setdefault(last[0], []).append(phone)
        else:
            mine.append(phone)
    if me is not None and (found := best(mine)) is not None:
        in_text = [p for p in mine if p not in facts.contact.phones]
        chosen_phone = best(in_text) if in_text and (best(in_text) or found).kind == "mobile" else found
        given[me] = (chosen_phone or found).number
    for position, phones in theirs.items():
        if (found := best(phones)) is not None:
            given[position] = found.number
    return given


def _mine(scene: Scene, start: int) -> bool:
    index = next((i for i, t in enumerate(scene.tokens) if t.start >= start), None)
    return index is not None and any(scene.has(b, "my", "self_i", "self_me") for b in range(max(index - 4, 0), index))
