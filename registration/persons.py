"""Text rules about people."""


def person_key(*, name: str, email: str, contact_email: str) -> str | None:
    return f"{(email or contact_email).casefold()}\x1f{name.casefold()}" if name else None


def name_sort(name: str) -> str:
    return name.casefold()


def search_text(*parts: str) -> str:
    return " ".join(parts).casefold()


def search_terms(query: str) -> list[str]:
    return query.casefold().split()
