from django.apps import AppConfig


class IdeasPages(AppConfig):
    name = "schakel.web.ideas"
    label = "web_ideas"
