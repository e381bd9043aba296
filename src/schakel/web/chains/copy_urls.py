from django.urls import path

from schakel.web.chains.views import copies

app_name = "copies"

urlpatterns = [path("kopie-controleren/", copies.check, name="check")]
