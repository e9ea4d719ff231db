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

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
START_WITHIN = 120  # seconds
DESK, PHONE = (1100, 900), (390, 844)
COLOURS, WIDEST, GAP = 96, 900, 20


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


def keep(name: str, *shots: bytes, beside: bool = True) -> None:
    """Beside each other or one above the other on grey, no wider than a README shows, in few colours."""
    images = [Image.open(BytesIO(shot)).convert("RGB") for shot in shots]
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
    page.goto(f"{site}/biblioteket-midt-i-byen/")
    shots.append(page.screenshot())
    page.goto(f"{site}/biblioteket-midt-i-byen/tilmelding/?antal=3")
    shots.append(page.screenshot())
    keep("tilmelding", *shots)


def organisers_pages(browser: Browser, site: str, folder: Path) -> None:
    page = a_page(browser, DESK)
    log_in(page, site, folder)
    latest = time.monotonic() + START_WITHIN
    while "ikke lavet endnu" in page.inner_text("main") and time.monotonic() < latest:
        time.sleep(1)
        page.reload()
    keep("skrivebord", page.screenshot())
    page.goto(f"{site}/admin/programme/event/?q=midt+i+byen")
    page.click("#result_list tbody th a")
    page.goto(page.url.replace("/change/", "/program/"))
    keep("programmet", page.screenshot())


def reminders(browser: Browser, site: str, folder: Path) -> None:
    page = a_page(browser, DESK)
    log_in(page, site, folder)
    page.goto(f"{site}/admin/programme/event/?q=f%C3%A6lles+om+borgeren")
    page.click("#result_list tbody th a")
    page.goto(page.url.replace("/change/", "/reminders/"))
    page.locator("summary").last.click()
    keep("paamindelser", page.locator("#content-main").screenshot())


def the_form(browser: Browser, site: str, folder: Path) -> None:
    """What the two days ask of their own."""
    page = a_page(browser, DESK)
    log_in(page, site, folder)
    page.goto(f"{site}/admin/programme/event/?q=midt+i+byen")
    page.click("#result_list tbody th a")
    page.goto(page.url.replace("/change/", "/form/"))
    keep("formularen", page.locator("#content-main").screenshot())


def the_rule(browser: Browser, site: str, folder: Path) -> None:
    """What cancelling costs by date, as it is written and as it then reads."""
    page = a_page(browser, DESK)
    log_in(page, site, folder)
    page.goto(f"{site}/admin/programme/event/?q=n%C3%A5r+samlingen")
    page.click("#result_list tbody th a")
    rows = [f".form-row.field-{name}" for name in ("cancellation", "cancellation_steps", "rule_text")]
    keep("afbud", *(page.locator(row).screenshot() for row in rows), beside=False)


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
            organisers_pages(browser, site, folder)
            reminders(browser, site, folder)
            the_form(browser, site, folder)
            the_rule(browser, site, folder)
            leaflet(site, folder, "/biblioteket-midt-i-byen/")
        browser.close()


if __name__ == "__main__":
    main()
