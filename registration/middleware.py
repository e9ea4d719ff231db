"""What the pages of this app ask of every response's last headers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class KeptForGoingBack:
    """Lets a browser find a page that is being filled in again, whatever cookies it got since. Only pages marked by
    `being_typed`: they are private to the browser and asked for anew unless somebody goes back, so that nobody is ever
    shown one for the sake of another's cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(response, "is_being_typed", False):
            named = [name.strip() for name in response.get("Vary", "").split(",")]
            response["Vary"] = ", ".join(name for name in named if name and name.lower() != "cookie")
        return response
