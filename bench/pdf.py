"""How long the programme's PDF takes, how large it is and how much memory it needs: `.venv/bin/python bench/pdf.py`.
Each is printed by a process of its own, as for a visitor. No database and no network is needed."""

import json
import os
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What is printed, and within how many seconds of processor time, without the start of the process.
KINDS = {"two pages": (14, 0.5), "60 items": (60, 2.0), "1,000 sessions": (1000, 8.0)}
TEXT = "Oplægget viser, hvordan kommunens biblioteker og forvaltninger arbejder sammen om borgerne."


def facts_of(items: int) -> dict:
    """An invented programme over one day, or over three when it is long."""
    first, days = date(2027, 4, 14), 1 if items < 30 else 3
    sessions = []
    for number in range(items):
        is_pause = number % 6 == 0
        minute = number * 25 % 600
        sessions.append(
            {
                "day": (first + timedelta(days=number * days // items)).isoformat(),
                "starts_at": f"{9 + minute // 60:02}:{minute % 60:02}:00", "ends_at": None,
                "kind": "break" if is_pause else "talk",
                "title": "Kaffe" if is_pause else f"Oplæg nummer {number} om fælles opgaver",
                "abstract": "" if is_pause else TEXT, "room": "Store Sal", "track": "",
                "status": "planned", "note": "", "talks": [],
                "speakers": []
                if is_pause
                else [{"role": "speaker", "title": "lektor", "affiliation": "Kystby", "number": number}],
            }
        )  # fmt: skip
    return {
        "event": {
            "title": "På tværs af kommunen", "subtitle": "Biblioteker og forvaltninger", "introduction": TEXT,
            "description": "\n\n".join([TEXT] * 4), "audience": "Ledere og medarbejdere", "language": "da",
            "starts_on": first.isoformat(), "starts_at": "09:00:00",
            "ends_on": (first + timedelta(days=days - 1)).isoformat(), "ends_at": "16:00:00",
            "contact_name": "Dorte Ørsted", "contact_email": "dorte@example.org", "contact_phone": "",
            "fee_ore": 129_500, "sign_up": "here", "sign_up_url": "", "registration_opens_on": None,
            "registration_closes_on": "2027-03-31", "binding_after": "2027-03-17", "substitutes_until": None,
        },
        "cancelled": False, "cancellation_note": "", "moved_from": None, "venue": None,
        "organisers": [{"name": "Foreningen for Læsning", "role": "organiser"}],
        "speakers": [{"name": f"Navn Nummer {number}", "biography": ""} for number in range(items)],
        "sessions": sessions,
    }  # fmt: skip


def print_one() -> None:
    """In the process of its own: prints what standard input tells of, and its figures."""
    import gc
    import resource

    began = time.process_time(), time.perf_counter()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")
    import django

    django.setup()
    import weasyprint  # noqa: F401 (so that loading it is no part of printing)

    from programme import fonts, pdf

    for name in fonts.FACES:
        fonts.file(name)
    gc.disable()
    ready = time.process_time(), time.perf_counter()
    data = pdf.render(
        json.load(sys.stdin), changed_on=date(2027, 2, 1), address="https://example.org/på-tværs/"
    )
    done = time.process_time(), time.perf_counter()
    figures = {
        "cpu": done[0] - ready[0], "wall": done[1] - ready[1], "start": ready[0] - began[0],
        "bytes": len(data),
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip
    print(json.dumps(figures))


def main() -> int:
    late = 0
    print(f"{'':16}{'print, processor':>18}{'wall':>8}{'start':>8}{'kB':>8}{'MB':>7}")
    for kind, (items, seconds) in KINDS.items():
        child = subprocess.run(
            [sys.executable, __file__, "--one"],
            input=json.dumps(facts_of(items)).encode(),
            capture_output=True,
            check=True,
        )
        one = json.loads(child.stdout.splitlines()[-1])
        is_late = one["cpu"] > seconds
        late += is_late
        print(
            f"{kind:16}{one['cpu']:16.2f} s{one['wall']:6.2f} s{one['start']:6.2f} s"
            f"{one['bytes'] / 1000:8.0f}{one['mb']:7}" + (f"   above {seconds:g} s" if is_late else "")
        )
    return bool(late)


if __name__ == "__main__":
    sys.exit(print_one() if "--one" in sys.argv else main())
