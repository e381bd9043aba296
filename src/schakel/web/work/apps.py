from django.apps import AppConfig


class WorkPages(AppConfig):
    name = "schakel.web.work"
    label = "web_work"
