from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "schakel.cli"
    label = "cli"
