from django.urls import path

from schakel.web.programmes import views

app_name = "programmes"

urlpatterns = [
    path("programmas/", views.programme_list, name="list"),
    path("programmas/export.csv", views.export, name="export"),
    path("programmas/nieuw/", views.start, name="start"),
    path("programmas/<slug:slug>/", views.detail, name="detail"),
    path("programmas/<slug:slug>/norm/", views.norm, name="norm"),
    path("programmas/<slug:slug>/rollen/", views.role_weights, name="role_weights"),
]
