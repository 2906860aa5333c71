"""The nouns of the archive, one module to each; import them from here."""

from collections_app.models.agents import Agent, AgentName, AgentRelation, Privacy
from collections_app.models.burnings import Burning
from collections_app.models.changes import ChangeSet, Historied
from collections_app.models.check_runs import CheckRun, FileFixity
from collections_app.models.collection_links import CollectionLink
from collections_app.models.collections import Collection, Level
from collections_app.models.concerns import Concern, ConcernEvent, ConcernTarget
from collections_app.models.copies import Copy
from collections_app.models.copy_terms import AccessCondition, CopyType, Extent, HowObtained
from collections_app.models.counted_changes import CountedChange
from collections_app.models.excisions import Excision
from collections_app.models.files import Derivative, DigitalFile, Page
from collections_app.models.homonyms import Homonym
from collections_app.models.import_batches import (
    ImportBatch,
    ImportKind,
    ImportMapping,
    ImportMode,
)
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
from collections_app.models.kept_pages import ContentVersion, KeptPage
from collections_app.models.links import ExternalLink, LinkStatus, LinkUse, http_url
from collections_app.models.name_keys import LookAlike, Named, NameKey
from collections_app.models.old_identifiers import OldIdentifier
from collections_app.models.page_texts import PageNote, PageText
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
    "Burning",
    "ChangeSet",
    "CheckRun",
    "Collection",
    "CollectionLink",
    "Concern",
    "ConcernEvent",
    "ConcernTarget",
    "ContentVersion",
    "Copy",
    "CopyType",
    "CountedChange",
    "Derivative",
    "DigitalFile",
    "Excision",
    "ExemptionCode",
    "Extent",
    "ExternalLink",
    "FileFixity",
    "Historied",
    "Homonym",
    "HowObtained",
    "ImportBatch",
    "ImportKind",
    "ImportMapping",
    "ImportMode",
    "ImportedRecord",
    "ItemAgent",
    "ItemKind",
    "ItemLink",
    "ItemPlace",
    "ItemRelation",
    "KeptPage",
    "Language",
    "Level",
    "LinkStatus",
    "LinkUse",
    "LookAlike",
    "MarkingLevel",
    "MarkingScheme",
    "NameKey",
    "Named",
    "OldIdentifier",
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
