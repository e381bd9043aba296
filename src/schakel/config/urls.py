from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("schakel.web.home.urls")),
    path("taal/", login_not_required(set_language), name="set_language"),
    path("account/", include("schakel.web.account.sign_in")),
    path("", include("schakel.web.account.urls")),
    path("", include("schakel.web.account.personal_urls")),
    path("", include("schakel.web.chains.urls")),
    path("", include("schakel.web.chains.copy_urls")),
    path("", include("schakel.web.ideas.urls")),
    path("", include("schakel.web.programmes.urls")),
    path("", include("schakel.web.reports.urls")),
    path("", include("schakel.web.register.urls")),
    path("", include("schakel.web.register.code_urls")),
    path("", include("schakel.web.shell.urls")),
    path("", include("schakel.web.work.urls")),
]
