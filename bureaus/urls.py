from django.urls import path

from bureaus import views

app_name = "bureaus"

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("bureaus/", views.BureauListView.as_view(), name="list"),
    path("bureaus/<str:slug>-<ref:ref>/", views.BureauDetailView.as_view(), name="detail"),
    path("bureaus/<ref:ref>/", views.BureauDetailView.as_view(), {"slug": ""}),
    path("regions/", views.RegionListView.as_view(), name="regions"),
    path("regions/<str:slug>/", views.RegionDetailView.as_view(), name="region"),
]
