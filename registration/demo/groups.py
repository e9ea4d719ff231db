"""The words by which the demo's visitors choose for whom an event is."""

LEADERS = "Ledere"
STAFF = "Bibliotekspersonale"
SCHOOLS = "Skolebiblioteker"
POLITICIANS = "Politikere"
VOLUNTEERS = "Frivillige"
CITIZENS = "Borgere"
