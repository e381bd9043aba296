from django.apps import AppConfig


class ExplorerConfig(AppConfig):
    name = "schakel.domain.explorer"
    label = "explorer"
    verbose_name = "Explorer"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from schakel.domain.explorer import permissions  # noqa: F401
