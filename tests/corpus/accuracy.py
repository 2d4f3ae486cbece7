"""Reads all labelled mails with `mailreg read` and prints the scores: in all, per language, per kind, and every
difference. Ends with 1 if a figure is below its floor in floors.json.

    accuracy.py            the table and the floors
    accuracy.py --errors   and every field that differs (the mails that are kept unread show figures only)
    accuracy.py --floors   write today's figures as the new floors
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import score  # noqa: E402 - the scorer lies beside this file

FLOORS = HERE / "floors.json"
ZEROS = ("answered_though_none_was_due", "lost", "answered_without_review", "answered_with_wrong_content", "missing")
Labels = dict[str, dict[str, Any]]


def labels_of(folder: Path) -> Labels:
    return {p.stem: json.loads(p.read_text("utf-8")) for p in sorted(folder.glob("*.json"))}


def read_all(folders: Iterable[Path]) -> tuple[dict[str, dict[str, Any]], float]:
    """The readings by name, and the mean milliseconds a mail, through the real command."""
    from mailreg.cli.reading import read

    out = io.StringIO()
    begin = time.perf_counter()
    with contextlib.redirect_stdout(out):
        read(paths=list(folders), events=HERE / "events.toml", as_json=True)
    took = time.perf_counter() - begin
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    return {Path(line["file"]).stem: line for line in lines}, 1000 * took / max(len(lines), 1)


def kept_unread(name: str) -> bool:
    """Half of the newest mails (q, r, s, t), and two writers of HTML, are not looked at while rules are written, only
    their figures are. What was kept unread before has been opened."""
    return name[:3] in {"hb-", "hf-"} or (
        name[:2] in {"q-", "r-", "s-", "t-"} and int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0
    )


def figures(labels: Labels, readings: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return score.score(labels, readings)[0]


def row(name: str, f: dict[str, Any]) -> str:
    zeros = "/".join(str(len(f[z])) for z in ZEROS[:4])
    found = f["found"]
    return (
        f"{name:12} {f['mails']:4}  {zeros:>9}  {f['straight_through']:6.1%}  {f['exact']:6.1%}  "
        f"{f['accuracy']['kind']:6.1%}  {found['name']['f1']:.3f}  {found['organisation']['f1']:.3f}  "
        f"{found['phone']['f1']:.3f}  {found['travel_costs']['f1']:.3f}  {found['interpreting']['f1']:.3f}  "
        f"{found['other_needs']['f1']:.3f}  {found['question']['f1']:.3f}  {f['accuracy']['reply_language']:6.1%}"
    )


HEAD = (
    "              mails    a/l/r/w  straight  exact   kind    "
    "names  organ  phone  travel interp needs  quest  language\n"
    "              a = answered though none was due, l = lost, r = answered without review, w = wrong content"
)


def below(name: str, f: dict[str, Any], floor: dict[str, Any]) -> list[str]:
    """What is worse than its floor."""
    worse = [f"{name}: {z} {len(f[z])} > {floor[z]} ({' '.join(f[z])})" for z in ZEROS if len(f[z]) > floor[z]]
    for key, low in floor["at_least"].items():
        value = flat(f)[key]
        if value < low:
            worse.append(f"{name}: {key} {value} < {low}")
    return worse


def flat(f: dict[str, Any]) -> dict[str, float]:
    return {
        "straight_through": f["straight_through"],
        "exact": f["exact"],
        **{f"accuracy.{k}": v for k, v in f["accuracy"].items()},
        **{f"f1.{k}": v["f1"] for k, v in f["found"].items()},
    }


def main(arguments: list[str]) -> int:
    folders = {name: HERE / name for name in ("dev", "own", "html") if (HERE / name).is_dir()}
    labels = {name: labels_of(folder) for name, folder in folders.items()}
    readings, milliseconds = read_all(folders.values())
    groups: dict[str, Labels] = dict(labels)
    every = {k: v for part in labels.values() for k, v in part.items()}
    groups["unread"] = {k: v for k, v in every.items() if kept_unread(k)}
    groups["all"] = every
    print(HEAD)
    results = {name: figures(part, readings) for name, part in groups.items() if part}
    for name, f in results.items():
        print(row(name, f))
    for title, field in (("language", "reply_language"), ("kind", "kind")):
        print(f"by {title}")
        for value in sorted({v[field] for v in every.values()}):
            print(row(f"  {value}", figures({k: v for k, v in every.items() if v[field] == value}, readings)))
    print(f"{milliseconds:.2f} ms a mail (read from file, decoded, understood, decided, printed as JSON)")
    if "--errors" in arguments:
        shown = {k: v for k, v in every.items() if not kept_unread(k)}
        for name, field, gold, got in score.score(shown, readings)[1]:
            print(f"{name}  {field}\n    label   {json.dumps(gold, ensure_ascii=False)}")
            print(f"    reading {json.dumps(got, ensure_ascii=False)}   [{readings.get(name, {}).get('rule')}]")
    if "--floors" in arguments:
        floors = {n: {**{z: len(results[n][z]) for z in ZEROS}, "at_least": flat(results[n])} for n in labels}
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", "utf-8")
    if not FLOORS.exists():
        return 0
    floors = json.loads(FLOORS.read_text("utf-8"))
    worse = [line for name, floor in floors.items() for line in below(name, results[name], floor)]
    for line in worse:
        print(f"BELOW ITS FLOOR  {line}")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
