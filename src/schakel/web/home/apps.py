from django.apps import AppConfig


class HomePage(AppConfig):
    name = "schakel.web.home"
    label = "web_home"
