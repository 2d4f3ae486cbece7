"""HTML → text that keeps quotes, lists and tables: one line per block, one line per table row, cells parted by a tab.

What a reader cannot see (display:none, size 0, white on white) is left out: it is a preheader or an attack; and so is
what the writer struck through, unless that is all there is. Linear in the size of the HTML; the tree is walked without
recursion.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mailreg.decode.cells import BOXED, Cell, Line, aligned, spanned
from mailreg.decode.colours import COLOUR, is_coloured, says_in_colour

MANY_TAGS = 4000
MAX_DEPTH = 1000  # the parser's time grows with the square of the depth; deeper HTML is hostile, its tags are cut out
MAX_TABLES = 40  # nested deeper, a table is read as blocks
_BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
    "h6 header hr html li main nav ol p pre section table tbody tfoot thead tr td th ul caption legend option".split()
)
_SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl pre".split())
_DROPPED = frozenset(
    "script style head title noscript template meta link object embed svg math map iframe frameset".split()
)
_QUOTE_CLASSES = (
    "gmail_attr",
    "moz-cite-prefix",
    "yahoo_quoted",
    "protonmail_quote",
    "zmail_extra",
    "moz-signature-quote",
    "tutanota_quote",
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d])|max-height\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:#fff(?:fff)?\b|white\b|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))", re.IGNORECASE
)
_BACKGROUND = re.compile(
    r"background(?:-color|-image)?\s*:\s*(?!\s*(?:#fff(?:fff)?\b|white\b|transparent|none|inherit|initial))",
    re.IGNORECASE,
)
_BOLD = frozenset("b strong th dt h1 h2 h3 h4 h5 h6".split())
_LABEL, _VALUE = 60, 80  # characters; what is longer speaks for itself
_STRUCK_TAGS = frozenset("s strike del".split())
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_NO_BORDER = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)", re.IGNORECASE)
_PREFORMATTED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_WORD_BULLET = re.compile(
    r"^\s*[·§ØüovàŸ•](?:[ \u00a0\n\r\t]{3,})(?=\S)"
)  # Word writes its bullets as letters of other fonts
_BLANKS = re.compile(r"[ \t\n\r\f\x0b\u00a0]+")
_NESTING = re.compile(
    r"<(/?)(?!br\b|hr\b|img\b|p\b|li\b|td\b|tr\b|th\b|meta\b|link\b|input\b|col\b|wbr\b|o:p\b)[a-z]", re.IGNORECASE
)
_TAGS = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    quotes: tuple[tuple[int, int], ...]  # stretches that the HTML marks as a quote
    hidden: bool  # something invisible was left out
    struck: bool = False  # something struck through was left out
    answers: tuple[tuple[int, int], ...] = ()  # lines in another colour, where the writer says that they answer so


def to_text(html: str) -> Text:
    """The visible text of `html`, with the stretches that are quotes. Unparsable HTML gives its text without tags."""
    if html.count("<") > MANY_TAGS and _depth(html) > MAX_DEPTH:
        return Text(normalise_blanks(_TAGS.sub("\n", html)), (), False)
    tree = LexborHTMLParser(html)
    root = tree.body or tree.root
    if root is None:
        return Text(normalise_blanks(_TAGS.sub(" ", html)), (), False)
    walk = _Walk()
    walk.run(root)
    found = walk.result()
    if walk.struck and not found.text:  # a mail of struck words alone: better too much than nothing
        walk = _Walk(with_struck=True)
        walk.run(root)
        found = walk.result()
    if says_in_colour(found.text):
        walk = _Walk(with_struck=walk.with_struck, with_colour=True)
        walk.run(root)
        found = walk.result()
    return found


def normalise_blanks(text: str) -> str:
    return "\n".join(line for line in (_BLANKS.sub(" ", line).strip() for line in text.split("\n")) if line)


def _depth(html: str) -> int:
    """How deep the elements are nested at most, roughly."""
    depth = deepest = 0
    for found in _NESTING.finditer(html):
        depth = depth - 1 if found[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


_OF_HIDDEN, _OF_STRUCK = -1, -2


class _Walk:
    def __init__(self, *, with_struck: bool = False, with_colour: bool = False) -> None:
        self.with_struck = with_struck
        self.with_colour = with_colour
        self.coloured = 0
        self.struck = False
        self.spanned: list[dict[int, int]] = []  # for each open table: the rows that its cells above still fill
        self.cells = [Cell()]  # the innermost table cell; the first is the page
        self.rows: list[list[Cell]] = []
        self.words: list[str] = []
        self.quote = 0
        self.pre = 0
        self.background = 0
        self.bold = 0
        self.label = False  # is the last line of the innermost cell the label of the next one?
        self.term = 0  # the line of the last term of a list of definitions
        self.tables = 0
        self.counters: list[int] = []
        self.hidden = False
        self.marker = ""  # the bullet or number of a list item that has no text yet

    def run(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode, str | None, int]] = [(root, None, 0)]
        while stack:
            node, leaving, flags = stack.pop()
            if leaving is not None:
                self._leave(leaving, flags)
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._text(node.text_content or "")
                continue
            if tag in _DROPPED or tag[:1] in "-!_":
                continue
            if tag == "br":
                self._break(blank=True)
                continue
            flags = self._enter(node, tag)
            if flags < 0:
                if flags == _OF_STRUCK:
                    self.struck = True
                else:
                    self.hidden = True
                continue
            if tag in _BLOCKS or flags:
                stack.append((node, tag, flags))
            children = []
            child = node.first_child
            while child is not None:
                children.append((child, None, 0))
                child = child.next
            stack.extend(reversed(children))

    def _text(self, text: str) -> None:
        if not self.bold and not self.cells[-1].plain and text.strip():
            self.cells[-1].plain = True
        if self.pre and "\n" in text:
            for index, line in enumerate(text.split("\n")):
                if index:
                    self._break(blank=True)
                self.words.append(line)
        else:
            self.words.append(text)

    def _break(self, *, blank: bool = False) -> None:
        """End the line; `blank`: an empty one counts, too, as does one of a space that is kept: Outlook's blank line is
        <p>&nbsp;</p>."""
        words = "".join(self.words)
        text = _BLANKS.sub(" ", _WORD_BULLET.sub("- ", words)).strip()
        blank = blank or (not text and "\u00a0" in words)
        if self.marker and text == self.marker and not blank:
            return  # "<li><p>…": the item's text is still to come
        self.marker = ""
        self.words.clear()
        lines = self.cells[-1].lines
        if text or (blank and lines):
            lines.append((COLOUR + text if self.coloured and text else text, self.quote > 0))

    def _space(self) -> None:
        if self.marker:
            return
        lines = self.cells[-1].lines
        if lines and lines[-1][0]:
            lines.append(("", self.quote > 0))

    def _enter(self, node: LexborNode, tag: str) -> int:
        """Bits to undo on leaving: 1 a quote, 2 pre, 4 a background, 8 a list, 16 a row, 32 a cell, 64 a table,
        128 space, 256 bold type, 512 coloured; below 0: left out."""
        attributes = node.attributes
        flags = 0
        if tag in _STRUCK_TAGS and not self.with_struck:
            return _OF_STRUCK
        if tag in _BLOCKS:
            self._break()
        if attributes:
            style = attributes.get("style") or ""
            if style and (
                _HIDDEN.search(style)
                or (not self.background and _WHITE.search(style) and not _BACKGROUND.search(style))
            ):
                return _OF_HIDDEN
            if "hidden" in attributes and tag not in ("body", "html"):
                return _OF_HIDDEN
            if style and not self.with_struck and _STRUCK.search(style):
                return _OF_STRUCK
            if attributes.get("bgcolor") or (style and _BACKGROUND.search(style)):
                self.background += 1
                flags |= 4
            if self._quotes(tag, attributes, style):
                self.quote += 1
                flags |= 1
        elif tag == "blockquote":
            self.quote += 1
            flags |= 1
        if self.with_colour and tag != "a" and is_coloured(attributes) and not _names_colour(node):
            self._break()
            self.coloured += 1
            flags |= 512
        if tag in _BOLD:
            self.bold += 1
            flags |= 256
        if tag in _SPACED and self._spaced(attributes):
            self._space()
            flags |= 128
        if tag == "pre" or (attributes and _PREFORMATTED.search(attributes.get("style") or "")):
            self.pre += 1
            flags |= 2
        elif tag in ("ul", "ol"):
            self.counters.append(0 if tag == "ol" else -1)
            flags |= 8
        elif tag == "li":
            self._item()
        elif tag == "table" and self.tables < MAX_TABLES:
            self.tables += 1
            self.spanned.append({})
            self.cells[-1].nested = True
            flags |= 64
        elif tag == "tr" and flags & 64 == 0 and self.tables and len(self.rows) < MAX_TABLES:
            self.rows.append([])
            flags |= 16
        elif tag in ("td", "th") and self.rows and len(self.cells) <= len(self.rows):
            self.cells.append(Cell(across=spanned(attributes, "colspan"), down=spanned(attributes, "rowspan")))
            flags |= 32
        return flags

    @staticmethod
    def _quotes(tag: str, attributes: dict[str, str | None], style: str) -> bool:
        if tag == "blockquote":
            return attributes.get("type") == "cite" or not _NO_BORDER.search(style)
        names = attributes.get("class")
        return bool(names) and any(name in names for name in _QUOTE_CLASSES)  # type: ignore[operator]

    @staticmethod
    def _spaced(attributes: dict[str, str | None]) -> bool:
        """Paragraphs have a blank line between them, but not Outlook's, whose margins are 0."""
        if "mso" in (attributes.get("class") or "").lower():
            return False
        return not re.search(r"margin(?:-top|-bottom)?\s*:\s*0", attributes.get("style") or "")

    def _item(self) -> None:
        if self.counters and self.counters[-1] >= 0:
            self.counters[-1] += 1
            self.marker = f"{self.counters[-1]}."
        else:
            self.marker = "-"
        self.words.append(self.marker + " ")

    def _leave(self, tag: str, flags: int) -> None:
        if tag == "li":
            self.marker = ""
        if tag in _BLOCKS or flags & 512:
            self._break()
        if tag in ("dt", "dd"):
            self._term(tag)
        if flags & 32:
            self.rows[-1].append(self.cells.pop())
        if flags & 16:
            self._row(self.rows.pop())
        if flags & 128:
            self._space()
        self.quote -= flags & 1
        self.pre -= flags >> 1 & 1
        self.background -= flags >> 2 & 1
        self.bold -= flags >> 8 & 1
        self.coloured -= flags >> 9 & 1
        if flags & 64:
            self.tables -= 1
            self.spanned.pop()
        if flags & 8:
            self.counters.pop()

    def _row(self, cells: list[Cell]) -> None:
        lines = self.cells[-1].lines
        full = [cell for cell in cells if any(text for text, _ in cell.lines)]
        cells, above = aligned(cells, self.spanned[-1] if self.spanned else {})
        # A cell whose own table is one line is a cell like others beside it: "Dr." and "Weber, Anna".
        layout = any(cell.nested and sum(1 for text, _ in cell.lines if text) > 1 for cell in cells)
        if full and len(full) + above > 1 and not layout and not all(cell.nested for cell in full):
            boxes = [cell for cell in cells if sum(1 for text, _ in cell.lines if BOXED.match(text)) > 1]
            texts = [" ".join(text for text, _ in cell.lines if text).replace("\t", " ") for cell in cells]
            if not boxes and max(map(len, texts)) <= 200 and max(len(cell.lines) for cell in cells) <= 8:
                lines.append(("\t".join(texts).rstrip("\t"), self.quote > 0))
                self.label = False
                return
        if len(full) == 1 and not full[0].nested:
            self._form_row(full[0])
            return
        for cell in full:
            lines.extend(cell.lines)

    def _form_row(self, cell: Cell) -> None:
        """A row of one cell: in bold type, and short, it is the label of the next one, as web forms have it."""
        lines = self.cells[-1].lines
        full = [line for line in cell.lines if line[0]]
        value = full[0][0]
        if self.label and cell.plain and lines and len(value) <= _VALUE and value[-1] not in ",!\t":
            lines[-1] = (f"{lines[-1][0]}\t{value.removeprefix('- ')}", self.quote > 0)
            lines.extend(full[1:])
        else:
            lines.extend(cell.lines)
        self.label = len(full) == 1 and not cell.plain and len(value) <= _LABEL

    def _term(self, tag: str) -> None:
        """A term and its description as a label and its value."""
        lines = self.cells[-1].lines
        if tag == "dd" and self.label and len(lines) > self.term + 1 and 0 < len(lines[self.term + 1][0]) <= _VALUE:
            value = lines.pop(self.term + 1)[0]
            lines[self.term] = (f"{lines[self.term][0]}\t{value}", self.quote > 0)
        self.label = tag == "dt" and bool(lines) and 0 < len(lines[-1][0]) <= _LABEL
        self.term = len(lines) - 1

    def result(self) -> Text:
        self._break()
        while len(self.cells) > 1:  # never left: cannot happen in a tree, but no word may be lost
            self.cells[-2].lines.extend(self.cells.pop().lines)
        lines = self.cells[0].lines
        kept: list[Line] = []
        for line in lines:
            if line[0] or (kept and (kept[-1][0] or (len(kept) > 1 and kept[-2][0]))):
                kept.append(line)  # at most two blank lines in a row
        while kept and not kept[-1][0]:
            kept.pop()
        quotes: list[tuple[int, int]] = []
        answers: list[tuple[int, int]] = []
        position = 0
        for index, (written, quoted) in enumerate(kept):
            text = written.replace(COLOUR, "")
            if text != written:
                kept[index] = text, quoted
                answers.append((position, position + len(text) + 1))
            end = position + len(text) + 1
            if quoted:
                if quotes and quotes[-1][1] == position:
                    quotes[-1] = (quotes[-1][0], end)
                else:
                    quotes.append((position, end))
            position = end
        return Text("\n".join(text for text, _ in kept), tuple(quotes), self.hidden, self.struck, tuple(answers))


def _names_colour(node: LexborNode) -> bool:
    """ "meine Antworten stehen unten in <font color=red>rot</font>"."""
    text = node.text()
    return len(text) <= _LABEL and says_in_colour(f"in {text}")
