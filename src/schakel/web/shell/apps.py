from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "schakel.web.shell"
    label = "shell"
