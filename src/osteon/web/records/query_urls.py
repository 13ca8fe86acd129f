"""The addresses of queries."""

from django.urls import path

from osteon.web.records.query_pages import answer_query, close_query, list_queries

app_name = "queries"
urlpatterns = [
    path("", list_queries, name="list"),
    path("<int:number>/answer", answer_query, name="answer"),
    path("<int:number>/close", close_query, name="close"),
]
