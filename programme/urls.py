from django.urls import path

from programme import views, views_pdf

app_name = "programme"
urlpatterns = [
    path("", views.front, name="front"),
    path("tidligere/", views.past, name="past"),
    path("was", views.accessibility, name="accessibility"),
    path("persondata/", views.privacy, name="privacy"),
    path("<slug:slug>/", views.event, name="event"),
    path("<slug:slug>/kalender.ics", views.calendar, name="calendar"),
    path("<slug:slug>/program.pdf", views_pdf.pdf, name="pdf"),
]
