from django.apps import AppConfig


class ReportsPages(AppConfig):
    name = "schakel.web.reports"
    label = "web_reports"
