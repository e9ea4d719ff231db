from django.urls import path

from programme import views, views_colour, views_lists, views_pdf, views_photo

app_name = "programme"
urlpatterns = [
    path("", views_lists.front, name="front"),
    path("tidligere/", views_lists.past, name="past"),
    path("kalender.ics", views_lists.coming_calendar, name="coming_calendar"),
    path("was", views.accessibility, name="accessibility"),
    path("persondata/", views.privacy, name="privacy"),
    path("medvirkende/<slug:content_hash>.jpg", views_photo.photo, name="photo"),
    path("farver/<slug:digits>.css", views_colour.colour, name="colour"),
    path("<slug:slug>/", views.event, name="event"),
    path("<slug:slug>/kalender.ics", views.calendar, name="calendar"),
    path("<slug:slug>/program.pdf", views_pdf.pdf, name="pdf"),
]
