from django.urls import path

from schakel.web.work import digests, feed, views

app_name = "work"

urlpatterns = [
    path("mijn-werk/", views.home, name="home"),
    path("mijn-werk/export.csv", views.export, name="export"),
    path("mijn-werk/agenda/", feed.address, name="feed_address"),
    path("mijn-werk/agenda/intrekken/", feed.revoke, name="feed_revoke"),
    path("mijn-werk/meldingen/", digests.digests, name="digests"),
    path("agenda/<str:token>.ics", feed.feed, name="feed"),
]
