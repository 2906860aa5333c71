from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from collections_app.models.agents import Agent
from collections_app.models.changes import Historied
from collections_app.models.items import ArchivalItem
from collections_app.models.links import LinkUse
from collections_app.models.places import Place
from collections_app.publication import RuledQuerySet, among


class ItemPartQuerySet(RuledQuerySet):
    """Parts of an item's description: as public as the item and the record they point to."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(among(ArchivalItem.objects.public(at), "item"))


class ItemAgentQuerySet(ItemPartQuerySet):
    """Who wrote, received or appears in a document."""

    def public(self, at: datetime | None = None) -> Self:
        """Return the roles of published agents; a withheld name is shown as withheld."""
        return super().public(at).of_named_agents(at)

    def of_named_agents(self, at: datetime | None = None) -> Self:
        """Narrow to the roles that are told wherever their item is shown."""
        return self.filter(among(Agent.objects.named(at), "agent"))

    def for_display(self) -> Self:
        return self.select_related("agent").order_by("position", "pk")


class ItemAgent(Historied):
    """An agent's part in a document: who wrote it, received it, was shown it, appears in it."""

    class Role(models.TextChoices):
        AUTHOR = "author", pgettext_lazy("person", "author")
        SENDER = "sender", pgettext_lazy("person", "from")
        RECIPIENT = "recipient", pgettext_lazy("person", "to")
        COPIED = "copied", pgettext_lazy("person", "copied to")
        SIGNATORY = "signatory", pgettext_lazy("person", "signed by")
        RECEIVED = "received", pgettext_lazy("person", "received by")
        SHOWN = "shown", pgettext_lazy("person", "was shown")
        DRAFTED = "drafted", pgettext_lazy("person", "drafted by")
        PHOTOGRAPHER = "photographer", pgettext_lazy("person", "photographer")
        DEPICTED = "depicted", pgettext_lazy("person", "depicted")
        MENTIONED = "mentioned", pgettext_lazy("person", "mentioned")

    item = models.ForeignKey(ArchivalItem, on_delete=models.CASCADE, related_name="item_agents")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="item_agents")
    role = models.CharField(max_length=14, choices=Role.choices, default=Role.AUTHOR)
    is_certain = models.BooleanField("certain", default=True)
    note = models.CharField(max_length=200, blank=True, help_text="Shown to the reader.")
    on = models.CharField(
        "when", max_length=120, blank=True, help_text="For received and was shown: day and hour."
    )
    time_zone = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=300, blank=True, help_text="Where this is stated.")
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = ItemAgentQuerySet.as_manager()

    class Meta:
        verbose_name = "person or body"
        verbose_name_plural = "people and bodies"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "agent", "role"], name="an_agent_has_a_role_in_an_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.agent}"


class ItemPlace(Historied):
    """A place's part in a document."""

    class Role(models.TextChoices):
        CREATED_AT = "created_at", pgettext_lazy("place", "written at")
        SENT_TO = "sent_to", pgettext_lazy("place", "sent to")
        DEPICTED = "depicted", pgettext_lazy("place", "shown")
        MENTIONED = "mentioned", pgettext_lazy("place", "mentioned")

    item = models.ForeignKey(ArchivalItem, on_delete=models.CASCADE, related_name="item_places")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="item_places")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.MENTIONED)

    class Meta:
        verbose_name = "place"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "place", "role"], name="a_place_has_a_role_in_an_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.place}"


class ItemRelation(Historied):
    """How one document answers, encloses or repeats another; shown from both sides."""

    class Kind(models.TextChoices):
        REPLIES_TO = "replies_to", gettext_lazy("replies to")
        ENCLOSES = "encloses", gettext_lazy("encloses")
        DRAFT_OF = "draft_of", gettext_lazy("is a draft of")
        TRANSLATION_OF = "translation_of", gettext_lazy("is a translation of")
        REFERS_TO = "refers_to", gettext_lazy("refers to")
        SAME_EVENT = "same_event", gettext_lazy("concerns the same event as")

    CONVERSE: ClassVar[dict[str, Any]] = {
        Kind.REPLIES_TO: gettext_lazy("was answered by"),
        Kind.ENCLOSES: gettext_lazy("is enclosed in"),
        Kind.DRAFT_OF: gettext_lazy("has the draft"),
        Kind.TRANSLATION_OF: gettext_lazy("was translated in"),
        Kind.REFERS_TO: gettext_lazy("is referred to in"),
        Kind.SAME_EVENT: gettext_lazy("concerns the same event as"),
    }

    from_item = models.ForeignKey(
        ArchivalItem, on_delete=models.CASCADE, related_name="relations_from"
    )
    to_item = models.ForeignKey(ArchivalItem, on_delete=models.CASCADE, related_name="relations_to")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    note = models.CharField(max_length=300, blank=True, help_text="Shown to the reader.")

    class Meta:
        verbose_name = "related item"
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_item=F("to_item")), name="item_is_not_related_to_itself"
            ),
            models.UniqueConstraint(
                fields=["from_item", "to_item", "kind"], name="items_are_related_once_per_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.to_item}"


class ItemLink(LinkUse):
    """An external link on an item, with a word on why it matters."""

    item = models.ForeignKey(ArchivalItem, on_delete=models.CASCADE, related_name="links")

    objects: ClassVar = ItemPartQuerySet.as_manager()

    class Meta(LinkUse.Meta):
        verbose_name = "external link"
        constraints = [
            models.UniqueConstraint(fields=["item", "link"], name="item_links_to_an_address_once")
        ]
