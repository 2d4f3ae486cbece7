"""The concepts for people: who comes, how many, who withdraws. Every language must have words for them."""

from __future__ import annotations

PEOPLE_CONCEPTS: dict[str, str] = {
    # the writer and the others
    "self_i": "I, as the subject; where the verb alone says it, its first person",
    "self_me": "me, my name, my place: the writer as the one who is registered",
    "self_we": "we, as the subject; where the verb alone says it, its first person plural",
    "self_us": "us",
    "my": "my, our: before a relation",
    "their": "his, her, their: somebody else's phone or address",
    "third": "he, she, they: takes up somebody who was named before",
    "both": "both of us",
    "myself": "I myself, I am only …: what the writer does apart from the others",
    # what is said of people
    "come": "comes, attends, takes part: the person takes a seat",
    "enrol": "puts somebody on the list: the object takes a seat",
    "withdraw": "does not come: cancels, ill, on leave, crossed out",
    "negative": "not, no, never, without",
    "bring": "brings somebody along",
    "stays_on": "as planned, still, all the same: whoever is the subject comes nevertheless",
    "further": "also, in addition",
    "instead": "instead of: the person who follows does not come",
    "in_their_place": "in his or her place: the person who follows comes",
    "instead_of_me": "in my place: the writer does not come",
    "source": "behind it stands who only sent, told or asked: von, über, durch, via, from",
    "reason": "because, due to: who stands behind it is why somebody else does or doesn't come",
    "meant": "was going to, was supposed to: who was meant to come and does not",
    "told": "what people do who are merely mentioned: told me, forwarded, helps, drives me there",
    # how people are introduced
    "introduces": "my name is, I am",
    "called": "is called, by the name of",
    "joins": "and, as well as",
    "with_me": "with me: a number beside it counts companions",
    "accompanied": "with, accompanied by",
    "colleague": "relations within an organisation: colleague, member, intern",
    "friend": "relations outside: wife, friend, sister, client",
    "assistant": "assistance, companion, somebody",
    "child": "children: take no seat",
    "seat": "persons, seats, places: what is counted",
    "in_the_car": "seats that are no seats at the event: in my car",
    "total": "in total, we are: announces the number of all",
    "title": "Mr, Ms, Dr",
    # organisations and signatures
    "organisation": "words that organisations have in their names",
    "from_organisation": "on behalf of, from the association: an organisation follows",
    "place": "from, in: a place follows, no organisation",
    "heard": "how the writer heard of the meeting: read, been told, passed on",
    "functional": "names of mailboxes that are no persons",
    "secretary": "people who write for others",
    "role": "jobs and functions in signatures",
    "department": "parts of an organisation, none of their own: Abteilung, department",
    "greeting": "words at the beginning of a mail",
    "closing": "words at the end of a mail, before the name",
    # forms and tables
    "label_name": "Name:",
    "label_given": "First name:",
    "label_family": "Surname:",
    "label_organisation": "Organisation:",
    "label_email": "E-mail:",
    "label_phone": "Phone:",
    "label_mobile": "Mobile:",
    "label_fax": "Fax:",
    "label_count": "Number of persons:",
    "no_name": "words that stand where names stand, with capitals: months, subjects, function words",
}

# Whose seat has no name yet, which of several numbers holds, and who comes after all: asked for by name
# (understand/unnamed.py, resumed.py), no feature of any model.
COUNTING: dict[str, str] = {
    "nameless": "N. N., the name follows: somebody has a seat, and the name is not known yet",
    "remaining": "the other ones, the rest: a number beside it counts those who are not named",
    "alone": "on my own, only me",
    "label_along": "a form's field for those who come besides: Begleitpersonen, guests",
    "of_them": "of us, of them, only, now: the number beside it holds, not a larger one before",
    "taken_back": "a cancellation is taken back in so many words: ziehe meine Absage zurück, ignore my cancellation",
    "cancelled_before": "an earlier cancellation: meine Absage, hatte abgesagt; means nothing by itself",
    "after_all": "comes after all, is free again: komme nun doch, bin wieder dabei; beside an earlier cancellation",
    "turned": "takes back what stands above it: streicht das wieder, scrap that; means nothing without a registration",
    "rumour": "what others say of others: angeblich, ich habe gehört, I'm told",
    "twice": "somebody may be on the list already: vielleicht schon angemeldet, nicht zweimal",
}

PEOPLE_VALUES: dict[str, str] = {
    "number": "a number in words; the key is the number",
    "group": "a number of people as a group (zu dritt, the two of us); the key is the number",
}
