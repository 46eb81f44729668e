"""E-mail threads: put together, told apart, without quotations and signatures; and what no mail may do."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from journey.errors import UnreadableFile
from journey.sources.talks.html_text import text_of
from journey.sources.talks.mail_words import own_words
from journey.sources.talks.private import redacted
from journey.sources.talks.reading import read_conversations
from journey.sources.talks.talk import Conversation


def mail(
    id: str, sender: str, to: str, text: str, *, subject: str = "My order", answers: str = "", minute: int = 0, html: str = ""
) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = f"Tue, 10 Nov 2026 10:{minute:02d}:00 +0100"
    message["Message-ID"] = f"<{id}@mail.example>"
    if answers:
        message["References"] = " ".join(f"<{one}@mail.example>" for one in answers.split())
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


def mbox(path: Path, *mails: bytes) -> Path:
    path.write_bytes(b"".join(b"From somebody Tue Nov 10 09:00:00 2026\n" + one + b"\n\n" for one in mails))
    return path


ANA, DESK = "Ana Silva <ana.silva@gmail.com>", "Acme Support <support@acme.example>"
ASKED = mail("1", ANA, DESK, "Hello Tom,\n\nwhere is order 4711?\n\nBest regards,\nAna Silva\n+351 912 345 678\n")
REPLY = mail(
    "2", "Tom Berg <tom.berg@acme.example>", ANA,
    "Dear Ana,\n\nit is on its way.\n\n-- \nTom Berg\nAcme\n\n"
    "On Tue, 10 Nov 2026 at 10:00, Ana Silva <ana.silva@gmail.com> wrote:\n"
    "> Hello Tom,\n> where is order 4711?\n",
    answers="1", minute=5, subject="RE: My order",
)  # fmt: skip
THANKS = mail("3", ANA, DESK, "Thanks\n", answers="1 2", minute=9, subject="Re: RE: My order")
OTHER = mail("9", "Jo Li <jo@other.example>", DESK, "I want to cancel.\n", subject="Cancel")
ANSWER = mail("10", DESK, "Jo Li <jo@other.example>", "Sure.\n", answers="9", minute=2)


def told(conversation: Conversation) -> list[tuple[str, float | None, str]]:
    return [(turn.role, turn.start_s, turn.text) for turn in conversation.turns]


def test_an_mbox_becomes_threads_whatever_the_order_of_its_mails(tmp_path: Path) -> None:
    found = read_conversations(mbox(tmp_path / "support.mbox", THANKS, OTHER, REPLY, ASKED, REPLY, ANSWER))
    first, second = found.conversations
    assert told(first) == [
        ("customer", 0.0, "Hello Tom,\n\nwhere is order 4711?"),
        ("agent", 300.0, "Dear Ana,\n\nit is on its way."),
        ("customer", 540.0, "Thanks"),
    ]
    assert (first.title, first.channel, first.at) == ("My order", "email", datetime(2026, 11, 10, 9, tzinfo=UTC))
    assert told(second) == [("customer", 0.0, "I want to cancel."), ("agent", 120.0, "Sure.")]
    assert found.problems.frame().is_empty()


def test_single_mails_of_a_folder_are_one_thread(tmp_path: Path) -> None:
    for name, content in (("a.eml", REPLY), ("b.eml", ASKED)):
        (tmp_path / name).write_bytes(content)
    (together,) = read_conversations(tmp_path).conversations
    (given,) = read_conversations(tmp_path / "a.eml", tmp_path / "b.eml").conversations
    assert [turn.role for turn in together.turns] == ["customer", "agent"]
    assert (given.key, given.turns) == (together.key, together.turns)


def test_a_thread_has_the_same_key_with_and_without_its_first_mail(tmp_path: Path) -> None:
    keys = {
        read_conversations(mbox(tmp_path / "x.mbox", *mails)).conversations[0].key for mails in ((ASKED, REPLY), (REPLY, THANKS))
    }
    assert keys == {"<1@mail.example>"}


def test_nobody_of_a_thread_is_in_what_is_kept(tmp_path: Path) -> None:
    ours = mail("4", ANA, DESK, "Silva here again, ask Mr Berg.\n", subject="Ana Silva: complaint", answers="1")
    for one in read_conversations(mbox(tmp_path / "support.mbox", ASKED, REPLY, ours)).conversations:
        clean, removed = redacted(one)
        kept = repr(clean).lower()
        assert not [private for private in ("ana", "silva", "berg", "@", "912") if private in kept.replace("analysis", "")]
        assert removed["person"] >= 4
        assert "4711" in kept


def test_the_firms_domain_can_be_told(tmp_path: Path) -> None:
    path = mbox(tmp_path / "one.mbox", mail("1", "Jo <jo@shop.example>", "Ana <ana@acme.example>", "You asked us to call.\n"))
    assert [turn.role for turn in read_conversations(path).conversations[0].turns] == ["customer"]
    assert [turn.role for turn in read_conversations(path, ours=frozenset({"shop.example"})).conversations[0].turns] == ["agent"]


def test_an_html_mail_is_read_without_its_quotation(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = ANA, DESK, "<5@mail.example>"
    message["Date"] = "Tue, 10 Nov 2026 10:00:00 +0100"
    message.set_content(
        "<html><head><style>p{}</style></head><body><p>Still&nbsp;broken.</p><script>alert(1)</script>"
        "<div>On Mon, Tom wrote:<br></div><blockquote><p>Try again.</p></blockquote></body></html>", subtype="html"
    )  # fmt: skip
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    assert told(read_conversations(tmp_path / "a.eml").conversations[0])[0][2] == "Still broken."


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Yes.\n\nAm 10.11.2026 um 10:00 schrieb Tom Berg <t@acme.example>:\n> Ist es da?\n", "Yes."),
        ("Sim.\n\nEm ter., 10 de nov. de 2026 às 10:00, Tom <t@acme.example>\nescreveu:\n\n> Chegou?\n", "Sim."),
        ("Oui.\n\nLe mar. 10 nov. 2026 à 10:00, Tom a écrit :\n> Bien ?\n", "Oui."),
        ("No.\n\n-----Ursprüngliche Nachricht-----\nVon: Tom\nGesendet: heute\n\nIst es da?\n", "No."),
        ("No.\n\nFrom: Tom Berg <t@acme.example>\nSent: Tuesday\nTo: Ana\nSubject: RE: order\n\nIs it there?\n", "No."),
        ("On Tue, Tom wrote:\n> Is it there?\nYes.\n> And whole?\nNo, broken.\n", "Yes.\nNo, broken."),
        ("It broke.\n\nSent from my iPhone\n", "It broke."),
        ("It broke.\n\nMit freundlichen Grüßen\n\nPetra Hoffmann\nHauptstr. 1\n10115 Berlin\n", "It broke."),
        ("Thanks,\nbut it is still broken and nobody has called me back since.\n", None),
        ("It broke.\n\nThis e-mail and any files are confidential and intended for the addressee only.\n", "It broke."),
        ("I wrote:\nplease call me on Monday.\nFrom: here I see nothing.\n", None),
        ("> everything is quoted\n> here\n", "everything is quoted\nhere"),
        ("", ""),
    ],
)
def test_own_words_of_a_mail(text: str, own: str | None) -> None:
    assert own_words(text) == (text.strip() if own is None else own)


def test_html_keeps_lines_and_loses_what_is_never_shown() -> None:
    body = "<!-- x --><div>One<br/>two</div><ul><li>a</li><li>b</li></ul>"
    body += "<table><tr><td>x</td><td>y</td></tr></table><style>p{}</style>"
    assert text_of(body) == "One\ntwo\n\n- a\n- b\n\nx y"
    assert text_of("2 < 3 & 4 > 1") == "2 < 3 & 4 > 1"


def test_mails_in_old_encodings_and_wrong_ones(tmp_path: Path) -> None:
    def raw(charset: str, body: bytes) -> bytes:
        head = "From: =?iso-8859-1?Q?J=F6rg?= <j@x.example>\nDate: Tue, 10 Nov 2026 10:00:00 +0100\nMIME-Version: 1.0\n"
        return f"{head}Content-Type: text/plain; charset={charset}\n\n".encode() + body

    for charset, body in (("iso-8859-1", "schön".encode("latin-1")), ("x-unknown", "schön".encode()), ("utf-8", b"sch\xf6n")):
        (tmp_path / "a.eml").write_bytes(raw(charset, body))
        (conversation,) = read_conversations(tmp_path / "a.eml").conversations
        assert [(turn.speaker, turn.text) for turn in conversation.turns] == [("Jörg", "schön")]


def nested(depth: int) -> bytes:
    head = b"From: a@x.example\nDate: Tue, 10 Nov 2026 10:00:00 +0100\nMIME-Version: 1.0\n"
    parts = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))
    return head + parts + b"Content-Type: text/plain\n\nHello\n"


@pytest.mark.parametrize(
    "content",
    [
        nested(3000),
        b"From: " + b"a@x.example, " * 20_000 + b"\nDate: x\n\nHello\n",
        b'From: "' + b"\\" * 50_000 + b"\nDate: x\n\nHello\n",
        b"From: a@x.example\nDate: x\nSubject: =?utf-8?B?"
        + b"=" * 30_000
        + b"\nContent-Type: "
        + b"a;" * 50_000
        + b"\n\nHello\n",
        b"From: a@x.example\nDate: x\nContent-Type: text/html\n\n" + b"<" * 300_000,
        b"From: a@x.example\nDate: x\nContent-Type: text/html\n\n" + b"<a " * 100_000,
        b"From: a@x.example\nDate: x\nContent-Type: text/html\n\n" + b"<!--" * 100_000,
        b"From: a@x.example\nDate: x\nContent-Type: text/html\n\n" + b"<script>" * 50_000,
        b"From: a@x.example\nDate: x\n\n" + b"On " * 100_000,
        b"From: a@x.example\nDate: x\n\n" + b"On a\n" * 50_000,
        b"From: a@x.example\nDate: x\n\n" + b">" * 500_000,
        b"From a\n" * 50_000,
        b"From: a@x.example\nDate: x\nContent-Type: text/plain; charset=" + b"a" * 50_000 + b"\n\nHello\n",
    ],
    ids=range(13),
)
@pytest.mark.timeout(30)  # each takes a fraction of a second; the standard's parser alone took minutes for some
def test_hostile_mails_are_read_or_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.eml").write_bytes(content)
    with suppress(UnreadableFile):
        assert read_conversations(tmp_path / "a.eml").conversations
