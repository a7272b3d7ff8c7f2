from django.urls import path

from coprod.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
]
