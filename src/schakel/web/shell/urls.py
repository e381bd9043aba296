from django.urls import path

from schakel.web.shell import views

app_name = "shell"

urlpatterns = [path("componenten/", views.components, name="components")]
