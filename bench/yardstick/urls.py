from django.urls import path

from yardstick import views

urlpatterns = [
    path("kvittering/<uuid:token>/", views.receipt, name="receipt"),
    path("<slug:slug>/", views.event_page, name="event"),
    path("<slug:slug>/tilmelding/", views.sign_up, name="sign_up"),
    path("<slug:slug>/deltagere/", views.attendee_list, name="list"),
    path("<slug:slug>/deltagere.csv", views.attendee_csv, name="csv"),
    path("<slug:slug>/deltagere.xlsx", views.attendee_excel, name="excel"),
]
