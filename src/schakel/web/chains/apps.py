from django.apps import AppConfig


class ChainsPages(AppConfig):
    name = "schakel.web.chains"
    label = "web_chains"
