"""Organisations, relations between them, what is visible from where, and wrapped data keys."""

from __future__ import annotations

from django.db import models


class Organisation(models.Model):
    """Any legal body in the chain; exactly one is home, its descendants form the group."""

    uid = models.UUIDField(unique=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    is_home = models.BooleanField(default=False)
    is_group = models.BooleanField(default=False)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    name_kana = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, default="JP")
    own_code = models.CharField(max_length=40, null=True, unique=True)  # noqa: DJ001 - unique and absent
    corporate_number = models.CharField(max_length=13, null=True, unique=True)  # noqa: DJ001
    capital_yen = models.BigIntegerField(null=True)
    headcount = models.PositiveIntegerField(null=True)
    tier = models.SmallIntegerField(null=True)
    folded_name = models.CharField(max_length=200, db_index=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        """One home; lists are sorted by name."""

        indexes = (
            models.Index(fields=("name", "id"), name="organisation_name"),
            models.Index(fields=("tier", "name"), name="organisation_tier"),
            models.Index(fields=("country", "name"), name="organisation_country"),
            # Holds all that the numbers on filter chips are counted from.
            models.Index(
                fields=("is_active", "is_group", "tier", "country", "is_home"),
                name="organisation_facets",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("is_home",), condition=models.Q(is_home=True), name="organisation_one_home"
            ),
        )


class RelationKind(models.TextChoices):
    """Why goods or services flow from supplier to customer."""

    PROCUREMENT = "procurement"
    OUTSOURCING = "outsourcing"
    SERVICE = "service"
    SALES = "sales"


class Relation(models.Model):
    """A directed edge supplier to customer; an organisation may have many of each."""

    uid = models.UUIDField(unique=True)
    supplier = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="supplies")
    customer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="buys")
    kind = models.CharField(max_length=16, choices=RelationKind)
    what = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        """The same supply is one edge."""

        constraints = (
            models.UniqueConstraint(
                fields=("supplier", "customer", "kind", "what"), name="relation_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(supplier=models.F("customer")), name="relation_not_to_itself"
            ),
        )


class Visibility(models.Model):
    """`organisation` can be seen by a grant at `viewer`: its group part and the chain on it.

    Kept for group members other than home; a grant at home sees everything.
    """

    viewer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="seen_from"
    )

    class Meta:
        """One row a pair."""

        constraints = (
            models.UniqueConstraint(fields=("viewer", "organisation"), name="visibility_once"),
        )


class SearchText(models.Model):
    """The bigram index text of one organisation; SQLite mirrors it into an FTS5 table."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="search_text"
    )
    tokens = models.TextField()


class WrappedKey(models.Model):
    """The data key of one organisation, wrapped by the master key named here."""

    id = models.UUIDField(primary_key=True)
    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="wrapped_key"
    )
    master_id = models.CharField(max_length=40)
    wrapped = models.BinaryField()
