from django.apps import AppConfig


class ProgrammesPages(AppConfig):
    name = "schakel.web.programmes"
    label = "web_programmes"
