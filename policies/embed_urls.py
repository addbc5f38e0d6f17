"""Addresses for other sites, mounted at the top; ``v1`` stays as it is for ever."""

from django.urls import path

from policies import embeds

urlpatterns = [
    path("embed/v1/industry/<str:slug>/", embeds.industry, name="embed-industry"),
]
