from django.urls import include, path

from coprod.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("sessions.urls")),
]
