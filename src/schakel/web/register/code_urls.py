from django.urls import path

from schakel.web.register.views import codes

app_name = "codes"

urlpatterns = [
    path("codes/", codes.code_list, name="list"),
    path("codes/export.csv", codes.export, name="export"),
]
