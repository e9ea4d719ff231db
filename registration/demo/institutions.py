"""The institutions behind the conferences. What is stored about the demo's invented people is asked about at an
address of nobody's."""

from registration.demo.shapes import Institution

ASSOCIATION = Institution(
    "Danmarks Biblioteksforening", "DB", website="https://www.db.dk/", email="persondata@example.org"
)
AALBORG = Institution("Aalborg Bibliotekerne")
LIBRARY_DIRECTORS = Institution("Bibliotekschefforeningen")
COUNTY_LIBRARIES = Institution("Centralbibliotekerne i Roskilde og Gentofte")
TAARNBY = Institution("Tårnby Kommune")

# Of the invented events.
COOPERATION = Institution("Åens Bibliotekssamarbejde", email="persondata@example.org")
SMALL_LIBRARY = Institution("Søengens Bibliotek", email="persondata@example.org")
COASTAL_TOWN = Institution("Kystby Kommune")
