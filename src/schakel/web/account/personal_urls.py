from django.urls import path

from schakel.web.account import drafts

app_name = "personal"

urlpatterns = [path("concept/", drafts.draft, name="draft")]
