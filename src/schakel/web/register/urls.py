from django.urls import path, re_path

from schakel.web.register.views import imports, pages

app_name = "register"

urlpatterns = [
    path("register/", pages.initiative_list, name="list"),
    re_path(r"^register/export\.(?P<kind>xlsx|csv)$", pages.export, name="export"),
    path("register/importeren/", imports.upload, name="import"),
    path("register/importeren/sjabloon/", imports.template, name="import_template"),
    path("register/importeren/<int:pk>/", imports.preview, name="import_preview"),
    path("register/importeren/<int:pk>/fouten/", imports.faults, name="import_faults"),
    path("register/importeren/<int:pk>/toepassen/", imports.apply, name="import_apply"),
    path("register/<slug:slug>/", pages.initiative_detail, name="detail"),
]
