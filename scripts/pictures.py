"""Takes the pictures in docs/pictures from a demo of its own: what a visitor sees, small enough for a README."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
START_WITHIN, PRINTED_WITHIN = 120, 600  # seconds
DESK, PHONE, WIDE = (1100, 900), (390, 844), 1340
COLOURS, WIDEST, GAP, MARGIN = 96, 900, 20, 16
TWO_DAYS = "biblioteket-midt-i-byen"
# Who comes there on the second day alone.
SHARES = "Solvej Åkjær Møller"
# Who signs up for places before the names are known; invented.
DEPARTMENT = {
    "contact_name": "Jytte Ørbæk",
    "job_title": "Sekretær",
    "organisation": "Fjordby Bibliotek",
    "contact_email": "jytte.oerbaek@example.org",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    own = {"DEMO": "1", "DATA_DIR": str(folder), "PORT": str(port), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "conference.serve", "--stop-with-parent"]
    with (folder / "log").open("w") as log:
        serving = subprocess.Popen(command, cwd=ROOT, env=os.environ | own, stdout=log, stderr=log)  # noqa: S603
        try:
            latest = time.monotonic() + START_WITHIN
            while not answers(f"{site}/sundhed"):
                if serving.poll() is not None or time.monotonic() > latest:
                    sys.exit((folder / "log").read_text())
                time.sleep(0.2)
            yield site
        finally:
            serving.terminate()
            serving.wait(30)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310
            return bool(response.status == 200)
    except OSError:
        return False


def stands_at(folder: Path, instant: str) -> None:
    (folder / "demo-clock").write_text(f"{instant} chosen\n", encoding="ascii")


def keep(name: str, *shots: bytes, beside: bool = True, margin: int = 0) -> None:
    """Beside each other or one above the other on grey, no wider than a README shows, in few colours. `margin`: white
    around what is cut out of a page."""
    images = [Image.open(BytesIO(shot)).convert("RGB") for shot in shots]
    images = [ImageOps.expand(image, border=margin, fill="white") for image in images]
    gaps = GAP * (len(images) - 1)
    widths, heights = [image.width for image in images], [image.height for image in images]
    size = (sum(widths) + gaps, max(heights)) if beside else (max(widths), sum(heights) + gaps)
    sheet = Image.new("RGB", size, "#c9d3d6" if len(images) > 1 else "white")
    left = top = 0
    for image in images:
        sheet.paste(image, (left, top))
        left, top = (left + image.width + GAP, 0) if beside else (0, top + image.height + GAP)
    if sheet.width > WIDEST:
        sheet = sheet.resize((WIDEST, round(sheet.height * WIDEST / sheet.width)), Image.Resampling.LANCZOS)
    path = PICTURES / f"{name}.png"
    sheet.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {sheet.width} x {sheet.height}, {path.stat().st_size // 1000} kB")  # noqa: T201


def a_page(browser: Browser, size: tuple[int, int]) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="da-DK", timezone_id="Europe/Copenhagen"
    )
    page = context.new_page()
    # The strip of the demo is not part of the product.
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => document.querySelector('aside.demo')?.remove())"
    )
    return page


def log_in(page: Page, site: str, folder: Path) -> None:
    email, password = (folder / "demo-login").read_text(encoding="utf-8").split()
    page.goto(f"{site}/admin/")
    page.fill("#id_username", email)
    page.fill("#id_password", password)
    page.click("[type=submit]")
    page.wait_for_load_state()


def at_the_desk(page: Page, site: str, title: str, end: str = "change/") -> None:
    """An event's page at the organisers' desk, or one of those behind it."""
    page.goto(f"{site}/admin/programme/event/?q={quote(title)}")
    page.click("#result_list tbody th a")
    if end != "change/":
        page.goto(page.url.replace("/change/", f"/{end}"))


def top_of(page: Page, part: str, height: int) -> bytes:
    """The upper part of something long."""
    page.set_viewport_size({"width": DESK[0], "height": 4000})
    box = page.locator(part).bounding_box()
    assert box is not None, part  # noqa: S101
    shot = page.screenshot(clip={**box, "height": min(height, box["height"])})
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    return bytes(shot)


# ------------------------------------------------------------------ for the README


def front_page(browser: Browser, site: str) -> None:
    page = a_page(browser, DESK)
    page.goto(site)
    keep("forside", page.screenshot())


def the_last_free_day_and_the_first_bound_one(browser: Browser, site: str, folder: Path) -> None:
    """The line of deadlines of the conference of 23 May 2016, on 10 May and on 11 May."""
    shots = []
    for day in ("2016-05-10", "2016-05-11"):
        stands_at(folder, f"{day}T09:00:00+02:00")
        page = a_page(browser, DESK)
        page.goto(f"{site}/styrk-samarbejdet-2016/")
        shots.append(page.locator(".panel.sign-up").screenshot())
    (folder / "demo-clock").unlink()
    keep("frist", *shots, beside=False)


def an_event_and_its_form(browser: Browser, site: str) -> None:
    shots = []
    page = a_page(browser, PHONE)
    page.goto(f"{site}/{TWO_DAYS}/")
    shots.append(page.screenshot())
    page.goto(f"{site}/{TWO_DAYS}/tilmelding/?antal=3")
    shots.append(page.screenshot())
    keep("tilmelding", *shots)


def start_page_and_programme(desk: Page, site: str) -> None:
    desk.goto(f"{site}/admin/")
    latest = time.monotonic() + PRINTED_WITHIN
    while "ikke lavet endnu" in desk.inner_text("main") and time.monotonic() < latest:
        time.sleep(1)
        desk.reload()
    keep("skrivebord", desk.screenshot())
    at_the_desk(desk, site, "midt i byen", "program/")
    keep("programmet", desk.screenshot())


# ------------------------------------------------------------------ for the organisers' guide


def the_ways_from_an_event(desk: Page, site: str) -> None:
    at_the_desk(desk, site, "midt i byen")
    keep("arrangementet", desk.locator(".people-numbers").screenshot(), margin=MARGIN)


def the_rule(desk: Page, site: str) -> None:
    """What cancelling costs by date, as it is written and as it then reads."""
    at_the_desk(desk, site, "når samlingen")
    rows = [f".form-row.field-{name}" for name in ("cancellation", "cancellation_steps", "rule_text")]
    keep("afbud", *(desk.locator(row).screenshot() for row in rows), beside=False, margin=MARGIN)


def prices(browser: Browser, desk: Page, site: str) -> None:
    """The table of prices, and how it reads on the event's page."""
    desk.set_viewport_size({"width": WIDE, "height": DESK[1]})
    at_the_desk(desk, site, "midt i byen")
    table = desk.locator("#prices-group").screenshot()
    desk.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page = a_page(browser, DESK)
    page.goto(f"{site}/{TWO_DAYS}/")
    keep("priser", table, page.locator(".facts .prices").screenshot(), beside=False, margin=MARGIN)


def payer_and_invoice(browser: Browser, desk: Page, site: str) -> None:
    """Who pays as the form asks it, and what is to be invoiced."""
    page = a_page(browser, DESK)
    page.goto(f"{site}/{TWO_DAYS}/tilmelding/")
    page.check("[name=payer-kind][value=public]")
    keep("betaler", page.locator(".payer").screenshot())
    at_the_desk(desk, site, "midt i byen", "fakturagrundlag/")
    keep("fakturagrundlag", top_of(desk, "#content", 780))


def the_form_and_a_question(desk: Page, site: str) -> None:
    """What the two days ask of their own."""
    at_the_desk(desk, site, "midt i byen", "form/")
    keep("formularen", desk.locator("#content-main").screenshot(), margin=MARGIN)
    desk.get_by_role("link", name="Hvordan kommer du").click()
    keep("spoergsmaal", desk.locator("#content-main").screenshot(), margin=MARGIN)


def items(browser: Browser, desk: Page, site: str) -> None:
    """How many have chosen each item, and how the form offers them."""
    at_the_desk(desk, site, "midt i byen", "punkter/")
    keep("programpunkter", desk.locator("#content-main").screenshot(), margin=MARGIN)
    page = a_page(browser, DESK)
    page.goto(f"{site}/{TWO_DAYS}/tilmelding/")
    keep("valg", page.locator("fieldset.choices").filter(has_text="frokost").screenshot(), margin=MARGIN)


def wishes(browser: Browser, desk: Page, site: str) -> None:
    """How the form asks for wishes, and what the organiser sees before she distributes them."""
    page = a_page(browser, DESK)
    page.goto(f"{site}/{TWO_DAYS}/tilmelding/")
    asked = page.locator("fieldset.wishes")
    for place, offered in enumerate((2, 1)):
        asked.locator("select").nth(place).select_option(index=offered)
    at_the_desk(desk, site, "midt i byen", "punkter/fordel/")
    shots = (asked.screenshot(), desk.locator("#content-main").screenshot())
    keep("oensker", *shots, beside=False, margin=MARGIN)


def reserved_places(desk: Page, site: str) -> None:
    at_the_desk(desk, site, "midt i byen", "reserverede/")
    for link in desk.locator(".people-invitations input[type=text]").all():
        link.evaluate("one => one.value = 'https://konference.example.org/invitation/3~kX0c…'")
    keep("invitationer", desk.locator("#content-main").screenshot(), margin=MARGIN)


def a_smallest_number(desk: Page, site: str) -> None:
    at_the_desk(desk, site, "nye læsere", "beslutning/")
    keep("mindste-antal", desk.locator("#content-main").screenshot(), margin=MARGIN)


def names_that_follow(browser: Browser, site: str) -> None:
    """A department signs up for six places; then its contact's page, and the page on which the names are written."""
    page = a_page(browser, PHONE)
    page.goto(f"{site}/?q=borgeren")
    page.get_by_role("link", name="Fælles om borgeren").first.click()
    page.goto(f"{page.url}tilmelding/?antal=6")
    for name, typed in DEPARTMENT.items():
        page.fill(f"[name={name}]", typed)
    page.check("[name=payer-kind][value=later]")
    # A form that is sent faster asks a sum.
    page.wait_for_timeout(4000)
    page.get_by_role("button", name="tomme pladser følger senere").click()
    page.get_by_role("button", name="Fortsæt").last.click()
    page.check("#id_accept")
    page.get_by_role("button", name="Tilmeld 6 personer").last.click()
    page.wait_for_url("**/kvittering/**")
    contacts = link_in_the_mail(page, site, DEPARTMENT["contact_email"])
    page.goto(contacts)
    shots = [page.screenshot()]
    page.goto(f"{contacts}navne/")
    page.locator("input[name$=-name]").first.fill("Ebbe Ålykke")
    shots.append(page.screenshot())
    keep("navne-foelger", *shots)


def a_shared_place(desk: Page, site: str) -> None:
    """The page of somebody who shares hers, and the one on which it is changed who comes on which day."""
    desk.goto(f"{site}/admin/registration/registration/?q={quote(SHARES)}")
    desk.get_by_role("link", name=SHARES).first.click()
    desk.locator("main p", has_text="Pladsen tilhører").get_by_role("link").click()
    shots = [top_of(desk, "#content", 370)]
    desk.get_by_role("link", name="Ret dagene").click()
    shots.append(top_of(desk, "#content", 450))
    keep("delt-plads", *shots, beside=False)


def link_in_the_mail(page: Page, site: str, to: str) -> str:
    """The contact's link in the newest mail to an address, once it has come."""
    latest = time.monotonic() + START_WITHIN
    while time.monotonic() < latest:
        page.goto(f"{site}/demo/mails/")
        mail = page.locator("main li").filter(has_text=to)
        if mail.count():
            mail.get_by_role("link").first.click()
            return page.locator("main a[href*='/samlet/']").first.get_attribute("href") or ""
        time.sleep(1)
    sys.exit(f"No mail came to {to}.")


def the_waiting_list(browser: Browser, desk: Page, site: str) -> None:
    """The list of those who wait, and what the event's page says."""
    at_the_desk(desk, site, "skriv, så borgeren")
    desk.get_by_role("link", name="på venteliste").click()
    keep("venteliste", top_of(desk, "#content", 560))
    page = a_page(browser, DESK)
    page.goto(f"{site}/skriv-saa-borgeren-forstaar-det/")
    keep("fuldt", page.locator(".panel.sign-up").screenshot())


def reminders(desk: Page, site: str) -> None:
    at_the_desk(desk, site, "midt i byen", "reminders/")
    desk.locator("summary").first.click()
    keep("paamindelser", top_of(desk, "#content-main", 1500), margin=MARGIN)


def leaflet(site: str, folder: Path, address: str) -> None:
    pdf = folder / "program.pdf"
    with urllib.request.urlopen(f"{site}{address}program.pdf", timeout=30) as response:  # noqa: S310
        pdf.write_bytes(response.read())
    command = ["pdftoppm", "-png", "-r", "60", "-l", "2", str(pdf), str(folder / "side")]
    subprocess.run(command, check=True)  # noqa: S603
    keep("program", *(path.read_bytes() for path in sorted(folder.glob("side-*.png"))))


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="conference-pictures-") as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with demo(folder) as site:
            front_page(browser, site)
            the_last_free_day_and_the_first_bound_one(browser, site, folder)
            an_event_and_its_form(browser, site)
            desk = a_page(browser, DESK)
            log_in(desk, site, folder)
            the_ways_from_an_event(desk, site)
            the_rule(desk, site)
            prices(browser, desk, site)
            payer_and_invoice(browser, desk, site)
            the_form_and_a_question(desk, site)
            items(browser, desk, site)
            wishes(browser, desk, site)
            reserved_places(desk, site)
            a_smallest_number(desk, site)
            a_shared_place(desk, site)
            the_waiting_list(browser, desk, site)
            reminders(desk, site)
            leaflet(site, folder, f"/{TWO_DAYS}/")
            names_that_follow(browser, site)
            start_page_and_programme(desk, site)
        browser.close()


if __name__ == "__main__":
    main()
