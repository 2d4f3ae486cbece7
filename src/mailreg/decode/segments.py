"""A body → segments."""

from __future__ import annotations

from mailreg.model.mail import Segment, SegmentKind


def segment(body: str) -> tuple[Segment, ...]:
    marked: list[tuple[SegmentKind, int, int]] = []
    position, signature = 0, False
    for line in body.splitlines(keepends=True):
        end = position + len(line)
        signature = signature or line.rstrip("\n") in ("-- ", "--")
        kind = SegmentKind.QUOTED if line.startswith(">") else SegmentKind.SIGNATURE if signature else SegmentKind.OWN
        if marked and marked[-1][0] is kind:
            marked[-1] = (kind, marked[-1][1], end)
        else:
            marked.append((kind, position, end))
        position = end
    return tuple(Segment(*m) for m in marked)
