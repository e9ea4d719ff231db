import csv
import tempfile
from collections.abc import Iterator

import xlsxwriter
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime

from yardstick.forms import RegistrationForm
from yardstick.models import Event, Registration

HEADINGS = ["Nummer", "Navn", "Stilling", "Arbejdsplads", "E-mail", "Tilmeldt"]


def event_page(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event, slug=slug)
    sessions = list(event.sessions.prefetch_related("speakers"))
    speakers = {speaker.pk: speaker for session in sessions for speaker in session.speakers.all()}
    context = {
        "event": event,
        "sessions": sessions,
        "speakers": sorted(speakers.values(), key=lambda speaker: speaker.name),
        "places_left": max(0, event.capacity - event.registrations.count()),
    }
    return render(request, "yardstick/event.html", context)


def sign_up(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event, slug=slug)
    form = RegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            locked = Event.objects.select_for_update().get(pk=event.pk)
            if locked.registrations.count() < locked.capacity:
                form.instance.event = locked
                registration = form.save()
                return redirect("receipt", registration.token)
        form.add_error(None, "Der er ikke flere pladser.")
    return render(request, "yardstick/sign_up.html", {"event": event, "form": form})


def receipt(request: HttpRequest, token: str) -> HttpResponse:
    registration = get_object_or_404(Registration.objects.select_related("event"), token=token)
    return render(request, "yardstick/receipt.html", {"registration": registration})


def attendee_list(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event, slug=slug)
    page = Paginator(event.registrations.order_by("name", "pk"), 100).get_page(request.GET.get("page"))
    return render(request, "yardstick/list.html", {"event": event, "page": page})


def _rows(slug: str) -> Iterator[tuple[object, ...]]:
    found = Registration.objects.filter(event__slug=slug).order_by("name", "pk")
    columns = found.values_list("pk", "name", "job_title", "workplace", "email", "created_at")
    for *cells, created_at in columns.iterator():
        yield *cells, f"{localtime(created_at):%Y-%m-%d %H:%M}"


def attendee_csv(_request: HttpRequest, slug: str) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="deltagere.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(HEADINGS)
    writer.writerows(_rows(slug))
    return response


def attendee_excel(_request: HttpRequest, slug: str) -> FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("Deltagere")
        sheet.write_row(0, 0, HEADINGS)
        for number, row in enumerate(_rows(slug), start=1):
            sheet.write_row(number, 0, row)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="deltagere.xlsx")
