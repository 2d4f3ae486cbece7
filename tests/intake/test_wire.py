"""What servers answer, as values."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailreg.intake.batches import Listed, groups, uid_set
from mailreg.intake.wire import fetched, internaldate


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ([b"1 (UID 5 RFC822.SIZE 12)"], {5: {"UID": b"5", "RFC822.SIZE": b"12"}}),
        ([(b"1 (UID 5 BODY[] {3}", b"a)("), b")"], {5: {"UID": b"5", "BODY[]": b"a)("}}),
        ([(b"1 (BODY[] {3}", b"abc"), b" UID 5)"], {5: {"UID": b"5", "BODY[]": b"abc"}}),
        ([(b"1 (UID 5 BODY[1.MIME] {1}", b"a"), (b" BODY[1]<0> {1}", b"b"), b")"],
         {5: {"UID": b"5", "BODY[1.MIME]": b"a", "BODY[1]": b"b"}}),
        ([(b'1 (UID 5 BODY[HEADER.FIELDS (MESSAGE-ID "X")] {2}', b"\r\n"), b")"],
         {5: {"UID": b"5", 'BODY[HEADER.FIELDS (MESSAGE-ID "X")]': b"\r\n"}}),
        ([b'1 (UID 5 BODY[] "a \\"b\\" \\\\")'], {5: {"UID": b"5", "BODY[]": b'a "b" \\'}}),
        ([b"1 (UID 5 BODY[] NIL)"], {5: {"UID": b"5", "BODY[]": None}}),
        ([b"1 (UID 5 FLAGS (\\Seen $x))"], {5: {"UID": b"5", "FLAGS": [b"\\Seen", b"$x"]}}),
        ([b"1 (FLAGS (\\Seen))", b"2 (UID 6 FLAGS ())"], {6: {"UID": b"6", "FLAGS": []}}),
        ([b"1 (UID 5 RFC822.SIZE 1)", b"1 (UID 5 FLAGS ())"], {5: {"UID": b"5", "RFC822.SIZE": b"1", "FLAGS": []}}),
        ([None], {}),
        ([b""], {}),
        ([b"1 (UID 5 X ((((("], {5: {"UID": b"5", "X": [[[[[]]]]]}}),
    ],
    ids=["size", "literal", "UID last", "sections", "blank in section", "quoted", "NIL", "flags", "another client's",
         "merged", "nothing", "empty", "unbalanced"],
)  # fmt: skip
def test_fetched(data: list[bytes | tuple[bytes, bytes] | None], expected: dict[int, dict[str, object]]) -> None:
    assert fetched(data) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b" 1-Oct-2022 09:30:15 +0200", datetime(2022, 10, 1, 7, 30, 15, tzinfo=UTC)),
        (b"31-Dec-2022 23:59:60 -0130", datetime(2023, 1, 1, 1, 29, 59, tzinfo=UTC)),
        (b"01-OKT-2022 09:30:15 +0200", None),
        (b"31-Feb-2022 09:30:15 +0200", None),
        (b"1-Jan-0001 00:00:00 +1400", None),
        (b"", None),
        (None, None),
        ([b"x"], None),
    ],
)
def test_internaldate(value: bytes | None, expected: datetime | None) -> None:
    assert internaldate(value) == expected


@pytest.mark.parametrize(("uids", "text"), [([1], "1"), ([3, 1, 2], "1:3"), ([1, 3, 4, 5, 9], "1,3:5,9"), ([], "")])
def test_uid_set(uids: list[int], text: str) -> None:
    assert uid_set(uids) == text


@pytest.mark.parametrize(
    ("sizes", "batch", "expected"),
    [
        ([1] * 5, 2, [2, 2, 1]),
        ([2_000_000] * 7, 50, [3, 3, 1]),
        ([50_000_000] * 3, 50, [1, 1, 1]),
        ([], 50, []),
    ],
    ids=["many", "by bytes", "large ones count as what is fetched of them", "none"],
)
def test_groups(sizes: list[int], batch: int, expected: list[int]) -> None:
    listed = [Listed(uid, size) for uid, size in enumerate(sizes, 1)]
    found = list(groups(listed, batch))
    assert [len(group) for group in found] == expected
    assert [one for group in found for one in group] == listed
