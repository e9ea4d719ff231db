from django.urls import path

from registration import demo_clock, demo_mailbox
from registration.views import choosing, contact, needs, paying, place, questions, signing_up, waiting

app_name = "registration"
urlpatterns = [
    path("demo/ur/", demo_clock.set_clock, name="demo_clock"),
    path("demo/mails/", demo_mailbox.mailbox, name="mailbox"),
    path("demo/mails/<slug:name>/", demo_mailbox.mail, name="mailbox_mail"),
    path("demo/mails/<slug:name>/<int:number>/", demo_mailbox.attachment, name="mailbox_attachment"),
    path("<slug:slug>/tilmelding/", signing_up.sign_up, name="sign_up"),
    path("<slug:slug>/tilmelding/kvittering/<str:number>/", signing_up.receipt, name="receipt"),
    path(
        "<slug:slug>/tilmelding/kvittering/<str:number>/ret/<int:position>/",
        contact.correct_address,
        name="correct_address",
    ),
    path("invitation/<str:token>/", signing_up.invited, name="invited"),
    path("<slug:slug>/find-min-tilmelding/", contact.find, name="find"),
    path("plads/<str:token>/", place.place, name="place"),
    path("plads/<str:token>/kalender.ics", place.calendar, name="calendar"),
    path("plads/<str:token>/afbud/", place.cancel, name="cancel"),
    path("plads/<str:token>/giv-tilbage/", place.give_back, name="give_back"),
    path("plads/<str:token>/overdrag/", place.substitute, name="substitute"),
    path("plads/<str:token>/ny-person/", place.new_person, name="new_person"),
    path("plads/<str:token>/ret/", place.correct, name="correct"),
    path("plads/<str:token>/behov/", needs.personal_needs, name="needs"),
    path("plads/<str:token>/spoergsmaal/", questions.of_person, name="questions"),
    path("plads/<str:token>/programpunkter/", choosing.choose, name="items"),
    path("plads/<str:token>/venteliste/svar/", waiting.answer, name="answer"),
    path("plads/<str:token>/venteliste/tag/", waiting.take, name="take"),
    path("samlet/<str:token>/", contact.booking, name="booking"),
    path("samlet/<str:token>/betaler/", paying.payer, name="payer"),
    path("samlet/<str:token>/ret/", contact.correct_contact, name="correct_contact"),
    path("samlet/<str:token>/spoergsmaal/", questions.of_booking, name="booking_questions"),
    path("samlet/<str:token>/venteliste/svar/", waiting.booking_answer, name="booking_answer"),
    path("samlet/<str:token>/venteliste/tag/", waiting.booking_take, name="booking_take"),
    path("samlet/<str:token>/venteliste/enkeltvis/", waiting.booking_apart, name="booking_apart"),
    path("samlet/<str:token>/<int:place>/afbud/", place.cancel, name="contact_cancel"),
    path("samlet/<str:token>/<int:place>/giv-tilbage/", place.give_back, name="contact_give_back"),
    path("samlet/<str:token>/<int:place>/overdrag/", place.substitute, name="contact_substitute"),
    path("samlet/<str:token>/<int:place>/ret/", place.correct, name="contact_correct"),
    path("samlet/<str:token>/<int:place>/spoergsmaal/", questions.of_person, name="contact_questions"),
    path("samlet/<str:token>/<int:place>/programpunkter/", choosing.choose, name="contact_items"),
]
