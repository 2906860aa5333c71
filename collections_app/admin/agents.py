"""The desk of people and bodies. What may be said of a person is decided before anything else."""

from django.contrib import admin

from collections_app.admin.desk import PartsInline
from collections_app.admin.public_places import ProtectedPeopleDesk
from collections_app.models import Agent, AgentName, AgentRelation


class AgentNameInline(PartsInline):
    model = AgentName
    fields = ["name", "kind", "language"]


class AgentRelationInline(PartsInline):
    model = AgentRelation
    fk_name = "from_agent"
    autocomplete_fields = ["to_agent"]
    fields = ["category", "label", "to_agent", "converse_label", "dates", "note"]


@admin.register(Agent)
class AgentAdmin(ProtectedPeopleDesk):
    is_named_in_deeds = False
    list_display = ["name", "shown_as", "entity_type", "privacy"]
    list_filter = ["privacy", "entity_type"]
    search_fields = ["name", "display_name", "public_name", "names__name"]
    readonly_fields = ["shown_as"]
    tall_fields = ("history",)
    inlines = [AgentNameInline, AgentRelationInline]
    fieldsets = [
        (
            "Privacy",
            {
                "description": "Decide this first. The real name of a protected person stays on "
                "this desk: it does not reach any page, address, file or list of the public.",
                "fields": [("privacy", "public_name"), "shown_as"],
            },
        ),
        ("Identity", {"fields": [("entity_type", "name"), ("display_name", "dates_of_existence")]}),
        ("History", {"fields": ["functions", "history"]}),
        ("Elsewhere", {"fields": [("wikidata_id", "viaf_id")]}),
        ("For the house", {"fields": ["notes"]}),
    ]

    @admin.display(description="the public reads")
    def shown_as(self, agent: Agent) -> str:
        return agent.public_label
