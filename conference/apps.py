from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    default_site = "conference.admin.Site"

    def ready(self) -> None:
        super().ready()
        # Registers the checks; the project itself is no app.
        import conference.checks  # noqa: F401
