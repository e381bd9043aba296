from django.urls import path

from schakel.web.ideas import exploring, views

app_name = "ideas"

urlpatterns = [
    path("ideeen/", views.idea_list, name="list"),
    path("ideeen/export.csv", views.export, name="export"),
    path("ideeen/nieuw/", views.report, name="report"),
    path("ideeen/<int:pk>/", views.detail, name="detail"),
    path("ideeen/<int:pk>/wijzigen/", views.change, name="change"),
    path("ideeen/<int:pk>/verkenning/", exploring.commission, name="commission"),
    path("ideeen/<int:pk>/verkenning/intrekken/", exploring.withdraw, name="withdraw"),
    path("ideeen/<int:pk>/bevindingen/", exploring.findings, name="findings"),
    path("ideeen/<int:pk>/laten-vallen/", exploring.drop, name="drop"),
    path("ideeen/<int:pk>/terughalen/", exploring.bring_back, name="bring_back"),
]
