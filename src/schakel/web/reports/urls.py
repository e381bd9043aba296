from django.urls import path

from schakel.web.reports import views

app_name = "reports"

urlpatterns = [
    path("ketens/<slug:slug>/verantwoording/", views.accountability, name="accountability"),
    path("ketens/<slug:slug>/verantwoording/bestand/", views.make_file, name="make_file"),
]
