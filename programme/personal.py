"""Where the addresses begin that open somebody's page without a password. What follows is signed: no search engine
reads it, and no log keeps it."""

PREFIXES = ("plads", "samlet", "invitation")
