"""People with grants, their one-time sign-in links; personal links of respondents with codes."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from sekisho.kernel.actor import Role


class Person(AbstractBaseUser):
    """Somebody of the office who signs in. Has no flags of power: grants decide."""

    uid = models.UUIDField(unique=True)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="ja")
    is_active = models.BooleanField(default=True)
    session_round = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = BaseUserManager()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Every session of this person ends when the password or the round changes."""
        return salted_hmac(
            "sekisho session",
            f"{self.session_round}|{self.password}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class PersonGrant(models.Model):
    """One role of one person at one organisation of the group."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE)
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])

    class Meta:
        """One role at one place."""

        constraints = (
            models.UniqueConstraint(fields=("person", "organisation"), name="grant_once"),
        )


class SignInLink(models.Model):
    """A one-time way in for a person who has no password yet; only a keyed hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_in_links")
    keyed_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Link(models.Model):
    """A respondent's way in: one holder (contact), one subject (assignment), some verbs."""

    uid = models.UUIDField(unique=True)
    purpose = models.CharField(max_length=20, default="answer")
    holder_id = models.BigIntegerField()
    subject_id = models.BigIntegerField()
    verbs = models.JSONField(default=list)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    generation = models.PositiveSmallIntegerField(default=0)
    paper_generation = models.PositiveSmallIntegerField(default=0)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    paper_tries = models.PositiveSmallIntegerField(default=0)  # wrong printed codes, apart
    created_at = models.DateTimeField()

    class Meta:
        """One link per holder, subject and purpose; all of a holder are found at once."""

        constraints = (
            models.UniqueConstraint(
                fields=("purpose", "holder_id", "subject_id"), name="link_once"
            ),
        )
        indexes = (models.Index(fields=("subject_id", "purpose"), name="link_subject"),)


class LinkGeneration(models.Model):
    """One mailed token of a link: its keyed hash; older ones end 72 h later."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="generations")
    number = models.PositiveSmallIntegerField()
    keyed_hash = models.CharField(max_length=64, unique=True)
    first_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        """Numbered within the link."""

        constraints = (
            models.UniqueConstraint(fields=("link", "number"), name="link_generation_once"),
        )


class CodeChallenge(models.Model):
    """One mailed code of one browser session: expiry and tries; the code itself is derived."""

    uid = models.UUIDField(unique=True)
    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="challenges")
    browser_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
