"""A civil day in a zone becomes instants, and Danish words, here and nowhere else."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def start_of(day: date, zone: str) -> datetime:
    return instant(day, time(0), zone)


def end_of(day: date, zone: str) -> datetime:
    return start_of(day + timedelta(days=1), zone)


def instant(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def day_in(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def short_day_phrase(day: date, language: str) -> str:
    return f"{day:%d.%m.%Y}" if language == "da" else f"{day:%Y-%m-%d}"
