from django.urls import path

from schakel.web.work import views

app_name = "work"

urlpatterns = [path("mijn-werk/", views.home, name="home")]
