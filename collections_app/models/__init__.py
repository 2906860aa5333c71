"""The nouns of the archive, one module to each; import them from here."""

from collections_app.models.agents import Agent, AgentName, AgentRelation, Privacy
from collections_app.models.changes import ChangeSet, Historied
from collections_app.models.collections import Collection, Level
from collections_app.models.copies import (
    AccessCondition,
    Copy,
    CopyType,
    Excision,
    Extent,
    HowObtained,
)
from collections_app.models.files import Derivative, DigitalFile, Page, PageNote, PageText
from collections_app.models.imports import ImportedRecord
from collections_app.models.item_relations import ItemAgent, ItemLink, ItemPlace, ItemRelation
from collections_app.models.items import (
    STILL_LOCKED,
    ArchivalItem,
    ItemKind,
    MarkingLevel,
    MarkingScheme,
    Status,
)
from collections_app.models.links import ExternalLink, LinkStatus, LinkUse, http_url
from collections_app.models.places import Place
from collections_app.models.pulses import WorkerPulse
from collections_app.models.recorded import Recorded
from collections_app.models.references import ReferenceCounter, allot_references
from collections_app.models.repositories import Repository
from collections_app.models.subjects import Subject
from collections_app.models.users import User
from collections_app.models.vocabulary import Advisory, ExemptionCode, Language, RightsStatement

__all__ = [
    "STILL_LOCKED",
    "AccessCondition",
    "Advisory",
    "Agent",
    "AgentName",
    "AgentRelation",
    "ArchivalItem",
    "ChangeSet",
    "Collection",
    "Copy",
    "CopyType",
    "Derivative",
    "DigitalFile",
    "Excision",
    "ExemptionCode",
    "Extent",
    "ExternalLink",
    "Historied",
    "HowObtained",
    "ImportedRecord",
    "ItemAgent",
    "ItemKind",
    "ItemLink",
    "ItemPlace",
    "ItemRelation",
    "Language",
    "Level",
    "LinkStatus",
    "LinkUse",
    "MarkingLevel",
    "MarkingScheme",
    "Page",
    "PageNote",
    "PageText",
    "Place",
    "Privacy",
    "Recorded",
    "ReferenceCounter",
    "Repository",
    "RightsStatement",
    "Status",
    "Subject",
    "User",
    "WorkerPulse",
    "allot_references",
    "http_url",
]
