"""What of the API belongs to policies, mounted at /api/v1/."""

from bureaus.api.routes import route
from policies.api import match, views

urlpatterns = [
    route("match/", match.MatchList, "api-match"),
    route("industries/", views.IndustryList, "api-industries"),
    route("industries/<str:slug>/", views.IndustryDetail, "api-industry"),
    route("documents/", views.DocumentList, "api-documents"),
    route("documents/<int:pk>/", views.DocumentDetail, "api-document"),
    route("priorities/", views.PriorityList, "api-priorities"),
    route("priorities/<int:pk>/", views.PriorityDetail, "api-priority"),
]
