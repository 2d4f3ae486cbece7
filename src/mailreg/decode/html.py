"""HTML → text that keeps quotes, lists and tables."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

BLOCKS = frozenset(
    "address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li "
    "main nav ol p pre section table tbody tfoot thead tr ul body".split()
)
DROPPED = frozenset("script style head title noscript template meta link".split())


def to_text(html: str) -> str:
    tree = LexborHTMLParser(html)
    body = tree.body
    if body is None:
        return ""
    out: list[str] = []
    stack = [(body, False)]
    while stack:
        node, leaving = stack.pop()
        tag = node.tag or ""
        if leaving:
            out.append("\n")
            continue
        if tag == "-text":
            out.append(" ".join((node.text_content or "").split()) and (node.text_content or "").replace("\n", " "))
            continue
        if tag in DROPPED or tag.startswith(("-", "_", "!")):
            continue
        if tag == "br":
            out.append("\n")
            continue
        if tag in BLOCKS:
            out.append("\n")
            stack.append((node, True))
        child = node.last_child
        while child is not None:
            stack.append((child, False))
            child = child.prev
    lines = [" ".join(line.split()) for line in "".join(out).split("\n")]
    return "\n".join(line for i, line in enumerate(lines) if line or (i and lines[i - 1])).strip()
