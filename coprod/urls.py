from django.urls import include, path

from coprod import accounts
from coprod.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("sign-in/", accounts.sign_in, name="sign-in"),
    path("in/", accounts.sign_in_by_link, name="sign-in-link"),
    path("sign-out/", accounts.sign_out, name="sign-out"),
    path("welcome/", accounts.welcome, name="welcome"),
    path("account/", accounts.account, name="account"),
    path("account/password/", accounts.password, name="password"),
    path("people/", accounts.people, name="people"),
    path("people/<int:pk>/link/", accounts.person_link, name="person-link"),
    path("plan/", include("checklists.urls")),
    path("", include("sessions.urls")),
]
