"""Where a page asks how far the lists are computed."""

from django.urls import path

from osteon.web.reviews.state import state

urlpatterns = [path("state/", state, name="review_state")]
