from django.apps import AppConfig


class RegisterPages(AppConfig):
    name = "schakel.web.register"
    label = "web_register"
