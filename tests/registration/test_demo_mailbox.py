import re
from collections.abc import Iterator
from email.mime.text import MIMEText
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client

from registration.demo_mailbox import mail_named, sent_mails

TEXT = "Kære Bo & Åse <3\n\nHer er dit link:\nhttp://testserver/plads/7~abc.def/\n"


@pytest.fixture
def mailbox(settings: Any, tmp_path: Path) -> Path:
    settings.DEMO = True
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


def send(*mails: EmailMessage, folder: Path) -> None:
    """In one go, as a worker sends them: one file."""
    backend = "django.core.mail.backends.filebased.EmailBackend"
    with get_connection(backend, file_path=folder) as connection:
        connection.send_messages(list(mails))


def written(subject: str, *, body: str = TEXT, minute: int = 0, to: str = "bo@example.org") -> EmailMessage:
    mail = EmailMessage(
        subject,
        body,
        "Ærø Bibliotek <tilmelding@example.org>",
        [to],
        headers={
            "Date": f"Mon, 01 Jun 2026 10:{minute:02}:00 +0000",
            "Message-ID": f"<{minute}@example.org>",
        },
    )
    part = MIMEText("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "calendar", "utf-8")
    part.add_header("Content-Disposition", "attachment", filename="kalender.ics")
    mail.attach(part)
    return mail


def test_the_mails_of_every_file_are_read_the_latest_sent_first_whatever_their_clock_said(
    mailbox: Path,
) -> None:
    send(written("Første", minute=1), written("Anden", minute=3), folder=mailbox)
    send(written("Tredje på Ærø", minute=2), folder=mailbox)
    mails = sent_mails(mailbox)
    assert [mail.subject for mail in mails] == ["Tredje på Ærø", "Anden", "Første"]
    latest = mails[0]
    assert (latest.sender, latest.to, latest.text) == (
        "Ærø Bibliotek <tilmelding@example.org>",
        "bo@example.org",
        TEXT,
    )
    assert [(one.number, one.name, one.content_type) for one in latest.attachments] == [
        (1, "kalender.ics", "text/calendar")
    ]
    assert mail_named(latest.name, folder=mailbox) == latest


def test_a_line_of_dashes_in_a_mail_ends_nothing(mailbox: Path) -> None:
    dashes = f"Før\n{'-' * 79}\nefter\n"
    send(written("Streger", body=dashes), written("Næste"), folder=mailbox)
    assert [mail.text for mail in sent_mails(mailbox) if mail.subject == "Streger"] == [dashes]
    assert len(sent_mails(mailbox)) == 2


def test_a_mail_that_is_being_written_is_not_there_yet(mailbox: Path) -> None:
    send(written("Hel"), folder=mailbox)
    (file,) = mailbox.iterdir()
    file.write_bytes(file.read_bytes() + b"Content-Type: text/plain\nSubject: Halv\n\nKun beg")
    assert [mail.subject for mail in sent_mails(mailbox)] == ["Hel"]


def test_an_empty_or_missing_folder_holds_no_mails(mailbox: Path) -> None:
    assert sent_mails(mailbox) == []
    assert sent_mails(mailbox / "findes-ikke") == []


def names(mailbox: Path) -> Iterator[str]:
    (mailbox / "hemmelig.log").write_text("Subject: x\n\nhemmeligt\n" + "-" * 79 + "\n", encoding="utf-8")
    send(written("En"), folder=mailbox)
    (name,) = (mail.name for mail in sent_mails(mailbox))
    yield from ("hemmelig-1", "hemmelig", "../hemmelig-1", f"../{mailbox.name}/{name}")
    yield from (
        name.removesuffix("1") + "2",
        name.removesuffix("1") + "0",
        name.removesuffix("-1"),
        f"{name}.log",
    )


def test_only_the_name_of_a_mail_in_the_folder_finds_anything(mailbox: Path) -> None:
    assert [name for name in names(mailbox) if mail_named(name, folder=mailbox)] == []


# ------------------------------------------------------------------ pages


@pytest.mark.django_db
def test_a_visitor_of_the_demo_reads_a_mail_and_follows_its_link(client: Client, mailbox: Path) -> None:
    send(written("Bo & Åse <3", to="åse <bo@example.org>"), folder=mailbox)
    front = client.get("/demo/mails/")
    page = front.content.decode()
    assert "Bo &amp; Åse &lt;3" in page
    (address,) = re.findall(r'href="(/demo/mails/[^"]+)"', page)
    mail = client.get(address)
    shown = mail.content.decode()
    assert "Kære Bo &amp; Åse &lt;3" in shown
    assert '<a href="http://testserver/plads/7~abc.def/"' in shown
    assert "mandag den 1. juni 2026 kl. 12.00" in shown
    file = client.get(f"{address}1/")
    assert file.content == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    assert file["Content-Disposition"] == 'attachment; filename="kalender.ics"'
    for response in (front, mail, file):
        assert (response.status_code, response["X-Robots-Tag"]) == (200, "noindex, nofollow")
        assert "no-store" in response["Cache-Control"]
    for gone in (f"{address}2/", f"{address}0/", "/demo/mails/20260601-100000-1-1/"):
        assert client.get(gone).status_code == 404


@pytest.mark.django_db
def test_a_demo_that_has_sent_nothing_says_so_in_both_languages(client: Client, mailbox: Path) -> None:
    assert "Der er ikke sendt nogen mail endnu." in client.get("/demo/mails/").content.decode()
    assert "No mail has been sent yet." in client.get("/en/demo/mails/").content.decode()


@pytest.mark.django_db
def test_a_real_installation_has_no_mailbox(client: Client, mailbox: Path, settings: Any) -> None:
    send(written("En"), folder=mailbox)
    (mail,) = sent_mails(mailbox)
    settings.DEMO = False
    for address in ("", f"{mail.name}/", f"{mail.name}/1/"):
        assert client.get(f"/demo/mails/{address}").status_code == 404
