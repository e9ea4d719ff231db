"""The sign-up: form, check page, receipt. The answers travel in the page; nothing personal is stored before the last
button is pressed."""

from registration.views.signing_up.pages import invited, sign_up
from registration.views.signing_up.receipts import of_receipt, receipt

__all__ = ["invited", "of_receipt", "receipt", "sign_up"]
