from django.urls import path

from schakel.web.account import views

app_name = "invitation"

urlpatterns = [
    path("uitnodiging/<str:token>/", views.invitation, name="show"),
    path("uitnodigingen/<int:pk>/", views.answer, name="answer"),
]
