"""Who brings somebody without a name, said in the words of people's own dialects."""

from __future__ import annotations

import pytest

from tests.understand.letters import judged

_INVITED = """

Am 24.08.2022 um 10:41 schrieb Claudia Stoye <stoye@agjf-sachsen.de>:

> get together am 11. Oktober 2022, 15 - 18 Uhr, Lutherstraße 13 in Bischofswerda.
> Anmeldung per E-Mail an stoye@agjf-sachsen.de
"""


@pytest.mark.parametrize(
    ("text", "sender", "seats"),
    [
        ("أنا جاية وأختي كمان", "رنا السيد", 2),
        ("أنا جاي وصاحبي كمان", "سامر حداد", 2),
        ("اني راح اجي وجايب وياي صديقي", "ثائر جبر", 2),
        ("راح احضر معاي اخوي", "ثائر جبر", 2),
        ("راح اجي لوحدي", "ثائر جبر", 1),
        ("Tôi và một người bạn sẽ đến dự.", "Mai Văn Sơn", 2),
        ("Em đi cùng một bạn nữa nhé", "Mai Thị Hoa", 2),
        ("Tôi và hai người bạn sẽ đến dự.", "Mai Thị Hoa", 3),
        ("Tôi đăng ký cho một người", "Mai Thị Hoa", 1),
    ],
)
def test_seats(text: str, sender: str, seats: int) -> None:
    reading, _ = judged(
        "Re: Einladung get together", f"{text}\n\n{sender}{_INVITED}", sender=f"{sender} <x@example.org>"
    )
    assert reading.headcount.value == seats
