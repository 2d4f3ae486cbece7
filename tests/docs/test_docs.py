"""What the documents say about commands, rooms, steps and files is what the code has."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from mailreg.cli.commands import COMMANDS, GROUPS
from mailreg.flow.office import STEPS
from mailreg.model.outgoing import DeliveryState
from mailreg.store.mailrows import MailState

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "mailreg"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def anchors(text: str) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.replace("`", "").lower()).replace(" ", "-") for h in headings}


def column(text: str, heading: str, number: int = 0) -> list[str]:
    """One column of the table whose first heading is `heading`."""
    _, found, table = text.partition(f"\n| {heading} |")
    assert found, f"no table with the heading „{heading}“"
    rows = [line for line in table.split("\n\n")[0].split("\n")[2:] if line.startswith("|")]
    return [row.split(" | ")[number].strip("| ") for row in rows]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.name)
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text("utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", FENCE.sub("", text)):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        goal = (document.parent / path).resolve() if path else document
        assert goal.is_file(), target
        assert not anchor or anchor in anchors(goal.read_text("utf-8")), target


@pytest.mark.parametrize("name", ["README.md", "docs/architecture.md", "docs/decisions.md"])
def test_named_files_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    named = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|toml|txt|json|service))`", text)) - {"words/de.toml"}
    assert named
    missing = {
        path
        for path in named
        if not re.search(r"XX|NNNN", path) and not any((base / path).exists() for base in (ROOT, PACKAGE))
    }
    assert missing == set()


def test_every_command_is_in_the_readme() -> None:
    rows = " ".join(column((ROOT / "README.md").read_text("utf-8"), "command"))
    for name, _, _ in COMMANDS:
        assert f"`mailreg {name}" in rows, name
    for name, group, _ in GROUPS:
        for command in group.registered_commands:
            assert f"`mailreg {name} {command.name}" in rows or re.search(
                rf"`mailreg {name} [^|]*`{command.name}\b", rows
            ), f"{name} {command.name}"


def test_the_floors_are_those_of_the_contract() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = next(c for c in project["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    floors = [set(layer.split(" | ")) for layer in contract["layers"]]
    shown = [set(re.findall(r"`(\w+)`", cell)) for cell in column(ARCHITECTURE, "floor", 1)]
    assert shown == floors


def test_every_room_is_described() -> None:
    rooms = {p.stem if p.is_file() else p.name for p in PACKAGE.iterdir() if (p.is_dir() or p.suffix == ".py")}
    rooms = {r for r in rooms if not r.startswith("_")}
    shown = set(re.findall(r"`(\w+)(?:/|\.py)`", " ".join(column(ARCHITECTURE, "room"))))
    assert shown == rooms


def test_the_steps_are_those_of_the_flow() -> None:
    assert tuple(cell.strip("`") for cell in column(ARCHITECTURE, "step")) == STEPS


@pytest.mark.parametrize("states", [MailState, DeliveryState])
def test_every_state_is_drawn(states: type[MailState] | type[DeliveryState]) -> None:
    drawn = set(re.findall(r"^ {4}(\w+) --> ", ARCHITECTURE, re.MULTILINE))
    drawn |= set(re.findall(r"--> (\w+):", ARCHITECTURE))
    assert {str(s) for s in states} <= drawn
