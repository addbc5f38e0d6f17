"""Addresses for other sites, mounted at the top; ``v1`` stays as it is for ever."""

from django.urls import path

from bureaus import embeds

urlpatterns = [
    path("embed/v1/", embeds.at_address, name="embed"),
    path("embed/v1/embed.js", embeds.script, name="embed-script"),
    path("embed/v1/bureau/<ref:ref>/", embeds.bureau, name="embed-bureau"),
    path("embed/v1/bureau/<ref:ref>/badge.svg", embeds.badge, name="embed-badge"),
    path("embed/v1/region/<str:value>/", embeds.region, name="embed-region"),
]
