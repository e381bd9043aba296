from django.urls import path

from schakel.web.home import views

urlpatterns = [path("", views.home, name="home")]
