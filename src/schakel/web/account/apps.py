from django.apps import AppConfig


class AccountPages(AppConfig):
    name = "schakel.web.account"
    label = "web_account"
