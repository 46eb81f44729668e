"""The text of an HTML body: no markup, no scripts, quoted parts marked as in plain mail; its work grows with the length alone."""

from __future__ import annotations

import html
import re

MOST = 1_000_000
"""Characters of a body that are read: a long mail has twenty thousand."""
_PIECE = re.compile(r"<!--|<(/?)([A-Za-z][A-Za-z0-9]{0,20})((?:\s[^<>]{0,20000})?)/?>|<[!?][^<>]{0,2000}>|[^<]+|<")
_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object", "select", "textarea"})
_BLOCKS = frozenset({
    "p", "div", "br", "tr", "table", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "section",
    "article", "header", "footer", "blockquote", "dl", "dt", "dd", "address",
})  # fmt: skip
_SPACED = frozenset({"p", "br", "ul", "ol", "table", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
"""Blocks that stand apart from what is before and behind them."""
_QUOTE = "blockquote"
_CELLS = frozenset({"td", "th"})
_IS_HTML = re.compile(r"</?[A-Za-z][^<>]{0,500}>|&(?:#\d{1,6}|[A-Za-z]{2,8});")


def text_of(body: str) -> str:
    """The text of `body`, lines as its blocks set them, quoted ones after "> "; plain text stays itself."""
    if not _IS_HTML.search(body[:MOST]):
        return body.strip()
    lines: list[tuple[int, str]] = []
    depth, here = 0, ""
    for piece in _pieces(body[:MOST]):
        if isinstance(piece, str):
            here += piece
            continue
        closes, tag = piece
        if tag in _CELLS:
            here += " "
        elif tag in _BLOCKS:
            if here.strip() or tag in _SPACED:
                lines.append((depth, here))
            here = "- " if tag == "li" and not closes else ""
        if tag == _QUOTE:
            depth = max(depth + (-1 if closes else 1), 0)
    return _laid_out([*lines, (depth, here)])


def _pieces(body: str) -> list[str | tuple[bool, str]]:
    """Words, and tags as (closes, name); comments and what is never shown are left out."""
    pieces: list[str | tuple[bool, str]] = []
    at = 0
    while found := _PIECE.match(body, at):
        at, tag = found.end(), (found[2] or "").lower()
        if found[0] == "<!--":
            at = _after(body, at, "-->")
        elif tag in _SILENT and not found[1] and not found[0].endswith("/>"):
            at = _after(body, at, f"</{tag}")
            at = _after(body, at, ">")
        elif tag:
            pieces.append((bool(found[1]), tag))
        elif found[0][0] != "<" or found[0] == "<":
            pieces.append(re.sub(r"\s+", " ", html.unescape(found[0])))
    return pieces


def _after(body: str, at: int, mark: str) -> int:
    """Where `mark` ends; the body's end if it never comes, as browsers have it."""
    found = re.compile(re.escape(mark), re.IGNORECASE).search(body, at)
    return found.end() if found else len(body)


def _laid_out(lines: list[tuple[int, str]]) -> str:
    told: list[str] = []
    for depth, line in lines:
        plain = re.sub(r" {2,}", " ", line).strip()
        if plain or (told and told[-1]):
            told.append(f"{'> ' if depth else ''}{plain}" if plain else "")
    return "\n".join(told).strip()
