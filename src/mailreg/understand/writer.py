"""Who writes: how the text says it, else the signature, else From, else the address. Offices are no persons."""

from __future__ import annotations

from mailreg.lexicon.load import load_lexicons
from mailreg.model.mail import Letter, Span
from mailreg.understand import names
from mailreg.understand.contact import Contact
from mailreg.understand.mention import Cue, Mention
from mailreg.understand.scene import Scene
from mailreg.understand.text import Analysis
from mailreg.understand.tokens import tokenise


def own_address(letter: Letter) -> str | None:
    """The sender's own address: behind a mailing list or a form on a website the Reply-To, else From."""
    if letter.reply_to is not None and letter.reply_to.email:
        rewritten = letter.sender.name is not None and names.VIA.search(letter.sender.name) is not None
        listed = letter.bulk is not None and letter.bulk.lower().startswith("list")
        if rewritten or listed or names.is_form(letter.sender.name, letter.sender.email):
            return letter.reply_to.email
    return letter.sender.email or None


_FUNCTIONAL = frozenset(
    """sekretariat vorzimmer empfang buero büro info kontakt contact
    geschaeftsstelle geschäftsstelle verwaltung geschaeftszimmer geschäftszimmer schulleitung rektorat dekanat
    pfarramt
    zentrale poststelle office team redaktion service kanzlei dezernat schulverwaltung gemeindebuero gemeindebüro
    familie fam family famille familia família familj rodzina obitelj porodica ailesi aile gia-đình семья сімʼя сім'я
    родина عائلة عائله خانواده خانوادهٔ
    reception
    secretariat secrétariat admin accueil secretaria secretaría recepción sekretariát biuro bureau ofis""".split()
)


def functional_mailbox(name: str | None, email: str | None) -> bool:
    """Is this the mailbox of an office? By its name; by its address only if it has no person's name."""
    words = [w.casefold() for w in (name or "").replace("-", " ").replace("/", " ").split()]
    if any(w.strip("\"',.") in _FUNCTIONAL for w in words):
        return True
    return not words and bool(email) and (email or "").partition("@")[0].partition(".")[0] in _FUNCTIONAL


def without_role(shown: str, scene: Scene) -> str:
    """ "Pfarrer Matthias Grün" → "Matthias Grün"."""
    tokens = tokenise(shown)
    if len(tokens) != 3 or tokens[1].folded not in scene.given or tokens[0].folded in scene.given:
        return shown
    languages = tuple(dict.fromkeys(("de", "en", *scene.text.languages[:1])))
    office = any(m.concept == "role" and m.last == 0 for m in load_lexicons().match(tokens, languages))
    return shown[tokens[1].start :] if office else shown


def organisation_name(shown: str | None, scene: Scene) -> bool:
    """Is the From name that of an organisation ("Asylberatung Nord")? Then somebody else must have a name."""
    if not shown:
        return False
    tokens = tokenise(shown)
    if not tokens or tokens[0].folded in scene.given:
        return False
    languages = tuple(dict.fromkeys(("de", "en", *scene.text.languages[:1])))
    if without_role(shown, scene) != shown:
        return False
    concepts = {m.concept for m in load_lexicons().match(tokens, languages)}
    return bool(concepts & {"organisation", "functional", "secretary"}) or (len(tokens) > 1 and "role" in concepts)


def in_words(scene: Scene, mention: Mention) -> bool:
    """Does the name stand among other words, or alone on its line like a signature?"""
    line = next((ln for ln in scene.lines if ln.first <= mention.first < ln.last), None)
    if line is None:
        return True
    behind = [i for i in range(mention.last + 1, line.last) if scene.tokens[i].kind == "word"]
    if not behind and mention.first > 0 and scene.tokens[mention.first - 1].text in ".!?؟":
        return False  # "… we can't come. Hannah Cole"
    before = [i for i in range(line.first, mention.first) if scene.tokens[i].kind == "word"]
    if not behind and before and scene.has(before[-1], "closing"):
        return False  # "Kind regards, Hannah Cole", "Es grüßt Hannah Cole"
    return any(
        scene.tokens[i].kind == "word" and not mention.first <= i <= mention.last for i in range(line.first, line.last)
    )


def other_first_name(scene: Scene, sender: Mention, mention: Mention) -> bool:
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
    speaks = scene.any(sentence, "self_i", "self_me", "introduces")
    return (
        speaks
        and (alone or Cue.INTRODUCED in mention.cues or _calls_self(scene, mention))
        and not mention.relation
        and Cue.JOINED not in mention.cues
    )


def _calls_self(scene: Scene, mention: Mention) -> bool:
    """ "Ich heiße Abdulrahman Sabbagh"."""
    before = range(max(mention.first - 3, 0), mention.first)
    return scene.any(before, "called", "introduces") and scene.any(before, "self_i")


def _first_name_in_own_script(known: str, mentions: list[Mention]) -> Mention | None:
    """From "Omid" and "امید رستمی" in the text: no relative, and nobody else begins so."""
    if len(names.parts(known)) != 1:
        return None
    fits = [
        m
        for m in mentions
        if names.script(m.name) != names.script(known)
        and len(words := names.parts(m.name)) > 1
        and Cue.RELATION not in m.cues
        and Cue.TITLE not in m.cues
        and names.sounds_like(words[0], known)
    ]
    return fits[0] if len({m.name for m in fits}) == 1 else None


def _fits_initial(header: str, name: str) -> bool:
    """ "Abood S." and "ich heiße Abdulrahman Sabbagh"."""
    short, words = names.parts(header), names.parts(name)
    return len(short[-1]) == 1 and len(words) > 1 and words[-1].startswith(short[-1])


def writer(
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
        introduced = [m for m in introduced if mine & set(names.parts(m.name)) or _fits_initial(header, m.name)]
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
    if email and not functional and (best_name is None or len(names.parts(best_name)) == 1):
        guess = names.name_from_address(email) or names.with_family(best_name or "", email)
        if guess and (best_name is None or names.same_person(guess, best_name)):
            best_name = guess
    if best_name and not header and not contact.name and not introduced:
        # "huong.le@…": made from the address, so the words know it better
        fuller = [m for m in mentions if Cue.RELATION not in m.cues and names.same_person(m.name, best_name)]
        told_name = max(fuller, key=lambda m: names.weight(m.name), default=None)
        if told_name is not None and names.weight(told_name.name) >= names.weight(best_name):
            best_name, span = told_name.name, told_name.span
    if best_name:  # the same name in the writer's own script, anywhere in the text, wins over From
        script = names.script(best_name)
        for name, where in (*candidates, *((m.name, m.span) for m in mentions)):
            if names.script(name) != script and len(names.parts(name)) > 1 and names.same_person(name, best_name):
                best_name, span = name, where
                break
        else:
            alone = _first_name_in_own_script(best_name, mentions)
            if alone is not None:
                best_name, span = alone.name, alone.span
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
