from django.urls import URLPattern, path

from schakel.web.programmes.views import programmes, region
from schakel.web.programmes.views.region import ASSETS, STRENGTHS

app_name = "programmes"


def _list(place: str, thing: str, subject: region.Subject) -> list[URLPattern]:
    """The pages of a list that the client keeps."""
    at, of = f"programmas/<slug:slug>/{place}/", {"subject": subject}
    return [
        path(at, region.listing, of, name=f"{thing}s"),
        path(f"{at}export.csv", region.export, of, name=f"export_{thing}s"),
        path(f"{at}nieuw/", region.add, of, name=f"add_{thing}"),
        path(f"{at}<int:pk>/", region.change, of, name=f"change_{thing}"),
        path(f"{at}<int:pk>/verwijderen/", region.remove, of, name=f"remove_{thing}"),
        path(f"{at}<int:pk>/terugzetten/", region.restore, of, name=f"restore_{thing}"),
    ]


urlpatterns = [
    path("programmas/", programmes.programme_list, name="list"),
    path("programmas/export.csv", programmes.export, name="export"),
    path("programmas/nieuw/", programmes.start, name="start"),
    path("programmas/<slug:slug>/", programmes.detail, name="detail"),
    path("programmas/<slug:slug>/norm/", programmes.norm, name="norm"),
    path("programmas/<slug:slug>/rollen/", programmes.role_weights, name="role_weights"),
    path("programmas/<slug:slug>/omvang/", programmes.size_rule, name="size_rule"),
    *_list("streek", "strength", STRENGTHS),
    *_list("middelen", "asset", ASSETS),
]
