"""From mentions to persons: whose is each organisation, address and telephone number."""

from __future__ import annotations

import re

from mailreg.model.reading import Person
from mailreg.understand import names
from mailreg.understand.findings import Facts, is_sender
from mailreg.understand.layout import Line
from mailreg.understand.mention import Cue, Mention
from mailreg.understand.organisations import Organisation, find_organisations
from mailreg.understand.phones import Phone, best
from mailreg.understand.scene import Scene


def persons(chosen: list[Mention], facts: Facts) -> tuple[Person, ...]:
    office = organisation_of_sender(facts)
    people: list[Person] = []
    emails = _addresses(chosen, facts)
    numbers = _numbers(chosen, facts)
    for position, mention in enumerate(chosen):
        me = mention is facts.sender or (mention.first == -1 and is_sender(facts.sender, mention))
        name = facts.sender.name if me else mention.name
        organisation = mention.organisation
        if office is not None and office.strong and _unit(facts.body, organisation):
            organisation = office.name
        if organisation is None:
            if me:
                organisation = office.name if office else facts.listed.organisation
            else:
                organisation = organisation_of(mention, facts, office)
        email = facts.sender_email if me else emails.get(position)
        if me and facts.functional and mention.emails:
            email = mention.emails[0]  # a form sent from the office's mailbox
        phone = mention.phone or numbers.get(position)
        people.append(Person(name or None, email, organisation, phone, (mention.span,)))
    return tuple(people)


def _unit(scene: Scene, shown: str | None) -> bool:
    """ "Torben Ehlert, Vormundschaften": one word behind a listed name of which nothing says that it is an
    organisation, where the whole mail comes from one."""
    if shown is None or not shown.istitle() or " " in shown:
        return False
    return not any(scene.has(i, "organisation") for i, t in enumerate(scene.tokens) if t.text == shown)


def organisation_of_sender(facts: Facts) -> Organisation | None:
    """The writer's: the words of the text before the signature."""
    mine = [o for o in facts.organisations if _said_of_writer(o, facts)]
    strong = [o for o in mine if o.strong]
    if not strong and (facts.contact.organisation is None or not facts.contact.organisation.strong):
        strong = mine
    if strong:
        # "im Team der Beratung beim Landkreis Zwickau": the whole before its part
        whole = [o for o in strong if not facts.body.has(o.first, "department", "role")]
        return (whole or strong)[0]
    if facts.contact.organisation is not None:
        return facts.contact.organisation
    subject = find_organisations(facts.subject, frozenset())
    strong = [o for o in subject if o.strong]
    if not strong and facts.header_organisation:
        return Organisation(facts.header_organisation, 0, 0, facts.sender.span, strong=True)
    return next(iter(strong or subject), None)


def _signs_for_another(organisation: Organisation, facts: Facts) -> bool:
    """Does the signature name an organisation of its own?"""
    mine = facts.contact.organisation
    return (
        mine is not None and mine.strong and mine.name not in organisation.name and organisation.name not in mine.name
    )


def _said_of_writer(organisation: Organisation, facts: Facts) -> bool:
    """An organisation that follows somebody else's name directly is theirs."""
    for m in facts.mentions:
        if m.relation == "colleague" and not _signs_for_another(organisation, facts):
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


def organisation_of(mention: Mention, facts: Facts, office: Organisation | None) -> str | None:
    for o in facts.organisations:
        if mention.clause is not None and 0 < o.first - mention.last <= 4 and not _said_of_writer(o, facts):
            after = [m for m in facts.mentions if m.first > mention.last and m.last < o.first]
            if not after:
                own = o.within and not o.strong and office is not None and office.strong
                return office.name if own and office is not None else o.name
    if office is None:
        return None
    if mention.relation in {"friend", "child"}:
        if office.shared or _belongs_too(mention, facts):
            return office.name
        return None
    if (
        Cue.LISTED in mention.cues
        and facts.listed_mentions
        and any(m.organisation and not _unit(facts.body, m.organisation) for m in facts.listed_mentions)
    ):
        return None
    if Cue.LISTED in mention.cues and not (office.strong or office.shared):
        return None
    return office.name


def _belongs_too(mention: Mention, facts: Facts) -> bool:
    """ "er ist auch in unserer Gemeinde": an organisation's word behind "our" and "also", near the name."""
    scene = facts.body
    if mention.clause is None:
        return False
    for clause in scene.text.clauses:
        if 0 <= clause.sentence - mention.clause.sentence <= 1:
            inside = range(clause.first, clause.last + 1)
            if scene.any(inside, "further", "both") and any(
                scene.has(i, "organisation") and any(scene.has(b, "my") for b in scene.words_before(i, 2))
                for i in inside
            ):
                return True
    return False


def _addresses(chosen: list[Mention], facts: Facts) -> dict[int, str]:
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
            and not is_sender(facts.sender, m)
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


def _numbers(chosen: list[Mention], facts: Facts) -> dict[int, str]:
    """Whose is each telephone number: the signature's are the writer's; in the text "his" and nearness decide."""
    scene = facts.body
    me = next((p for p, m in enumerate(chosen) if m is facts.sender or is_sender(facts.sender, m)), None)
    taken = {m.phone for m in chosen if m.phone}
    given: dict[int, str] = {}
    mine: list[Phone] = []
    theirs: dict[int, list[Phone]] = {}
    low = facts.contact.phones[0].start if facts.contact.phones else None
    # what the mail that is answered gives is the organiser's number
    quoted = {p.number for p in facts.phones if not any(ln.start <= p.start < ln.end for ln in scene.lines)}
    for phone in facts.phones:
        if phone.kind == "fax" or phone.number in taken:
            continue
        line = next((ln for ln in scene.lines if ln.start <= phone.start < ln.end), None)
        if line is None or phone.number in quoted or _of_a_relative(scene, line, phone):
            continue
        if line.signature or (low is not None and phone.start >= low):
            mine.append(phone)
            continue
        if (owner := _owner(chosen, facts, line, phone)) is not None:
            theirs.setdefault(owner, []).append(phone)
            continue
        before = [
            (p, m)
            for p, m in enumerate(chosen)
            if m is not facts.sender
            and not is_sender(facts.sender, m)
            and m.end <= phone.start
            and m.clause is not None
        ]
        last = max(before, key=lambda pair: pair[1].end) if before else None
        if last is not None and len(chosen) == 1 and me is None and not _mine(scene, phone.start):
            theirs.setdefault(last[0], []).append(phone)  # nobody else comes
            continue
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


def _owner(chosen: list[Mention], facts: Facts, line: Line, phone: Phone) -> int | None:
    """Whose number it is by its place: "Durchwahl Frau Weber: …", "Agnes Bergelt (a.bergelt@…, Tel. …)", or a line of
    its own between two rows of a list."""
    scene = facts.body
    others = [(p, m) for p, m in enumerate(chosen) if m is not facts.sender and m.name]
    label = scene.text.text[line.start : phone.start]
    named = [
        p for p, m in others if len(family := m.name.split()[-1]) > 2 and re.search(rf"\b{re.escape(family)}\b", label)
    ]
    if len(named) == 1 and ("\t" in label or label.rstrip().endswith(":")):
        return named[0]
    for position, mention in others:
        between = scene.text.text[mention.end : phone.start] if mention.end <= phone.start else ""
        if between.lstrip().startswith("(") and ")" not in between and "\n\n" not in between:
            return position
    rows = [(p, m) for p, m in enumerate(chosen) if m.name and (Cue.LISTED in m.cues or _begins_item(scene, m))]
    above = [(p, m) for p, m in rows if m.end <= line.start]
    if above and any(m.start >= line.end for _, m in rows):
        position, mention = max(above, key=lambda pair: pair[1].end)
        if "\n\n" not in scene.text.text[mention.end : phone.start]:
            return position
    return None


def _begins_item(scene: Scene, mention: Mention) -> bool:
    """Does the name stand behind a bullet or a number?"""
    line = next((ln for ln in scene.lines if ln.start <= mention.start < ln.end), None)
    return line is not None and 0 < scene.bullet(line.text) == mention.start - line.start


def _of_a_relative(scene: Scene, line: Line, phone: Phone) -> bool:
    """ "Notfallkontakt: mein Mann, 0170 …": somebody who is not named, and hence does not come."""
    inside = [i for i in range(line.first, line.last) if scene.tokens[i].start < phone.start]
    return (
        any(scene.has(i, "friend") and scene.has(i - 1, "my") for i in inside if i)
        and not scene.any(inside, "self_i", "come", "enrol", "register")
        and not any(scene.tokens[i].folded in scene.given for i in inside)
    )


def _mine(scene: Scene, start: int) -> bool:
    index = next((i for i, t in enumerate(scene.tokens) if t.start >= start), None)
    return index is not None and any(scene.has(b, "my", "self_i", "self_me") for b in range(max(index - 4, 0), index))
