"""Centres, accounts, and which role an account has at which centre."""

import hashlib
from collections import defaultdict

from django.contrib.auth.models import AbstractUser
from django.db import models

from osteon.registry.policies import EVERYWHERE, Actor, Role


class Centre(models.Model):
    """A centre that keeps patients."""

    code = models.CharField(max_length=100, primary_key=True)
    name = models.CharField(max_length=200)
    double_entry = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Account(AbstractUser):
    """Somebody who signs in."""

    first_name = None
    last_name = None
    full_name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5, blank=True)

    def as_actor(self) -> Actor:
        """Return who acts when this account does."""
        grants: defaultdict[str, set[Role]] = defaultdict(set)
        for membership in self.memberships.all():
            grants[membership.centre_id or EVERYWHERE].add(Role(membership.role))
        return Actor(self.username, {centre: frozenset(held) for centre, held in grants.items()})


class Membership(models.Model):
    """A role of an account at a centre; without a centre, at all of them."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="memberships")
    centre = models.ForeignKey(Centre, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account", "centre", "role"], name="one_grant", nulls_distinct=False
            ),
        )


class StartLink(models.Model):
    """A link by which an account sets its first password; it opens once and only for a while."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    @staticmethod
    def digest(token: str) -> str:
        """Return what is kept of the secret of a link."""
        return hashlib.sha256(token.encode()).hexdigest()
