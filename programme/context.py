from django.conf import settings
from django.http import HttpRequest


def site(_request: HttpRequest) -> dict[str, object]:
    """What every page says of the installation."""
    return {
        "site_name": settings.SITE_NAME,
        "site_contact": settings.CONTACT_EMAIL,
        "demo": settings.DEMO,
    }
