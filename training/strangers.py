"""How well the mails of training/unseen are read, on which nothing is trained: what strangers' mails will meet.

    python -m training.strangers                    the table
    python -m training.strangers --out FILE         and each mail's reading, for comparing two programs
    python -m training.strangers --before FILE      and the names of the mails that another program read otherwise
    python -m training.strangers --show ka wa       and the texts and differences of sets that may be read

Columns: a/l/r/w as in `make accuracy`; of the answers that are due how many go out rightly, are held though rightly
read, held and wrongly read, and go out wrong; and which fields are wrong, the commonest first.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from training.mails import TrainingMail, training_mails
from training.material import CORPUS, EVENTS

UNSEEN = Path(__file__).parent / "unseen"
SETS = {
    "sz": "sz",
    "five": "nz qa qb rz sz",
    "tb": "tb",
    "ka": "ka",
    "kb-kd": "kb kc kd",
    "wa wb": "wa wb",
    "wc wd": "wc wd",
    "u": "ua ub uc ud ue uf",
    "v": "va vb vc vd ve vf",
    "x": "xa xb xc xd",
    "y": "ya yb yc yd ye yf yg yh",
    "c": "ca cb cc cd ce cf cg ch",
    "d": "da db dc dd de df dg dh",
    "e f": "ea eb ec ed ee ef fa fb fc",
    "a": "aa ab ac ad ae af ag ah",
    "b": "ba bb bc bd be bg bh",
    "i j": "ia ib ic id ie ig jd jg",
    "z": "za zb zc zd ze zf zg zh",
}
# Read while rules were mended, or trained on but for this file; the others are never looked at.
MAY_BE_READ = frozenset("ka wa wb ua ub uc ud ue uf".split())
READ = ("wa", "wb")  # lie in training/mails, by them the network is weighed

sys.path.insert(0, str(CORPUS))


def reading(mail: TrainingMail) -> dict[str, Any]:
    """As `mailreg read --json` prints it."""
    from mailreg.cli.reading import judge
    from mailreg.cli.readout import as_json

    letter, found, decision, _ = judge(mail.raw, EVENTS)
    return as_json(mail.name, letter, found, decision)


def mails() -> list[TrainingMail]:
    return [*training_mails(UNSEEN), *(m for m in training_mails() if m.name[:2] in READ)]


def row(name: str, labels: dict[str, Any], found: dict[str, Any]) -> str:
    import score

    f = score.score(labels, found)[0]
    due = {n: label for n, label in labels.items() if label["handling"] == "automatic"}
    wrong = {n: score.decisive_differences(label, found[n]) for n, label in due.items()}
    held = Counter((found[n]["handling"] == "automatic", not wrong[n]) for n in due)
    fields = Counter(field for n in due for field in wrong[n]).most_common(5)
    zeros = "/".join(
        str(len(f[z]))
        for z in (
            "answered_though_none_was_due",
            "lost",
            "answered_without_review",
            "answered_with_wrong_content",
        )
    )
    return (
        f"{name:8}{len(labels):5}  {zeros:>9}  {f['straight_through']:6.1%}  {f['exact']:6.1%}  "
        f"{f['accuracy']['kind']:6.1%}  {f['found']['name']['f1']:.3f}  {f['found']['travel_costs']['f1']:.3f}  "
        f"{f['found']['interpreting']['f1']:.3f}  {f['found']['other_needs']['f1']:.3f}  "
        f"{f['found']['question']['f1']:.3f}  {held[True, True]:4}{held[False, True]:5}{held[False, False]:5}"
        f"{held[True, False]:5}  " + ", ".join(f"{field} {n}" for field, n in fields)
    )


def outcome(label: dict[str, Any], found: dict[str, Any]) -> tuple[Any, ...]:
    import score

    return found["handling"], tuple(score.decisive_differences(label, found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--show", nargs="*", default=[], help="sets that may be read")
    options = parser.parse_args()
    if secret := sorted(set(options.show) - MAY_BE_READ):
        parser.error(f"nobody who works on the rules reads {' '.join(secret)}")
    read = mails()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        found = dict(zip((m.name for m in read), pool.map(reading, read, chunksize=20), strict=True))
    labels = {m.name: m.label for m in read}
    if options.out:
        options.out.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    print(
        "        mails    a/l/r/w  straight  exact   kind  names  travel interp needs  quest  right held wrongly  wrong"
    )
    for name, prefixes in SETS.items():
        part = {n: label for n, label in labels.items() if n[:2] in prefixes.split()}
        print(row(name, part, found))
    print(row("all", labels, found))
    if options.before:
        before = json.loads(options.before.read_text("utf-8"))
        for n, label in labels.items():
            if n in before and (was := outcome(label, before[n])) != (now := outcome(label, found[n])):
                print(f"{n}  due {label['handling']}: {was} → {now}")
    for mail in read:
        if mail.name[:2] in options.show:
            handling, wrong = outcome(mail.label, found[mail.name])
            if wrong or handling != mail.label["handling"]:
                print(f"\n=== {mail.name}  due {mail.label['handling']}, is {handling} ({found[mail.name]['rule']})")
                for field in wrong:
                    print(f"  {field}: label {mail.label[field]}, read {found[mail.name][field]}")
                print(mail.raw.decode("utf-8", "replace").split("\n\n", 1)[0].split("\nMIME")[0])
                print(mail.text)


if __name__ == "__main__":
    main()
