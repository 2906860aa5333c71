"""Builders of ground-floor records, keyword-only; each record is checked as a form would do it.

A publishable record is a draft, as in life, unless `published=True` or `public_from` is given.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import models

from collections_app.declassification_status import refresh_status
from collections_app.models import (
    AccessCondition,
    Advisory,
    Agent,
    ArchivalItem,
    Collection,
    CollectionLink,
    Copy,
    Derivative,
    Excision,
    ExemptionCode,
    ExternalLink,
    ItemAgent,
    ItemKind,
    ItemLink,
    ItemPlace,
    ItemRelation,
    Language,
    Page,
    PageNote,
    PageText,
    Place,
    Repository,
    RightsStatement,
    Subject,
)
from collections_app.publication import Publishable
from collections_app.searched_words import write_item

Record = TypeVar("Record", bound=models.Model)
_numbers = count(1)


def next_number() -> int:
    """Return a number no other record of this run was made with."""
    return next(_numbers)


def checked(record: Record) -> Record:
    """Check a record as a form would, then keep it."""
    record.full_clean()
    record.save()
    return record


def published_if(record: Record, published: bool, public_from: datetime | None) -> Record:
    """Publish a record by its own verb where the test asks for it."""
    if published or public_from:
        assert isinstance(record, Publishable)
        record.publish(by=None, public_from=public_from)
    return record


def make_language(*, code: str = "en", label_en: str = "English") -> Language:
    return Language.objects.get_or_create(code=code, defaults={"label_en": label_en})[0]


def make_rights(*, code: str = "CNE") -> RightsStatement:
    made = {
        "uri": f"http://rightsstatements.org/vocab/{code}/1.0/",
        "label_en": "Copyright Not Evaluated",
        "kind": RightsStatement.Kind.OTHER,
    }
    return RightsStatement.objects.get_or_create(code=code, defaults=made)[0]


def make_advisory(
    *, behaviour: str = Advisory.Behaviour.NOTICE, text_en: str = "Describes killings."
) -> Advisory:
    number = next_number()
    return checked(
        Advisory(
            code=f"advisory-{number}",
            label_en=f"Advisory {number}",
            text_en=text_en,
            behaviour=behaviour,
        )
    )


def make_exemption(*, scheme: str = "FOIA", code: str = "", **fields: Any) -> ExemptionCode:
    fields = {
        "label_en": "national security",
        "explanation_en": "Classified in the interest of defense or foreign policy.",
    } | fields
    return checked(ExemptionCode(scheme=scheme, code=code or f"(x)({next_number()})", **fields))


def make_repository(
    *,
    code: str = "",
    name: str = "",
    published: bool = False,
    public_from: datetime | None = None,
    **fields: Any,
) -> Repository:
    number = next_number()
    fields = {"city": "Kigali", "country": "RW"} | fields
    archive = Repository(code=code or f"ARCH{number}", name=name or f"Archive {number}", **fields)
    return published_if(checked(archive), published, public_from)


def make_collection(
    *,
    repository: Repository | None = None,
    code: str = "",
    title: str = "",
    published: bool = False,
    public_from: datetime | None = None,
    **fields: Any,
) -> Collection:
    number = next_number()
    collection = Collection(
        repository=repository or make_repository(published=True),
        code=code or f"COLL-{number}",
        title=title or f"Papers {number}",
        **fields,
    )
    return published_if(checked(collection), published, public_from)


def make_collection_link(
    *,
    collection: Collection,
    link: ExternalLink | None = None,
    note: str = "Why it matters.",
    **fields: Any,
) -> CollectionLink:
    link = link or make_link()
    return checked(CollectionLink(collection=collection, link=link, note=note, **fields))


def make_agent(
    *,
    name: str = "",
    published: bool = False,
    public_from: datetime | None = None,
    **fields: Any,
) -> Agent:
    number = next_number()
    agent = Agent(name=name or f"Person {number}", **fields)
    agent.full_clean(exclude=["slug_made_under"])
    agent.save()
    return published_if(agent, published, public_from)


def make_place(
    *,
    name: str = "",
    published: bool = False,
    public_from: datetime | None = None,
    **fields: Any,
) -> Place:
    place = Place(name=name or f"Town {next_number()}", **fields)
    return published_if(checked(place), published, public_from)


def make_subject(
    *,
    label_en: str = "",
    kind: str = Subject.Kind.TOPIC,
    published: bool = False,
    public_from: datetime | None = None,
    **fields: Any,
) -> Subject:
    subject = Subject(label_en=label_en or f"Topic {next_number()}", kind=kind, **fields)
    return published_if(checked(subject), published, public_from)


def make_item(
    *,
    title: str = "",
    kind: str = ItemKind.CABLE,
    date_edtf: str = "1994-01-11",
    copies: Sequence[Mapping[str, Any]] = (),
    subjects: Sequence[Subject] = (),
    languages: Sequence[Language] | None = None,
    advisories: Sequence[Advisory] = (),
    published: bool = False,
    public_from: datetime | None = None,
    **fields: Any,
) -> ArchivalItem:
    """Make an item that lacks nothing for publication; `copies` are the words of `make_copy`.

    Without a copy and without `known_from` a published item says where it is held.
    """
    is_public = published or public_from is not None
    if is_public and not copies and not fields.get("known_from") and "held_at" not in fields:
        fields["held_at"] = make_repository(published=True)
    defaults = {"abstract": "What it is.", "is_sensitivity_reviewed": True}
    item = ArchivalItem(
        title=title or f"Cable {next_number()}",
        kind=kind,
        date_edtf=date_edtf,
        rights=fields.pop("rights", None) or make_rights(),
        **(defaults | fields),
    )
    checked(item)
    item.subjects.set(subjects)
    item.advisories.set(advisories)
    item.languages.set([make_language()] if languages is None else languages)
    for words in copies:
        make_copy(item=item, **words)
    refresh_status(item)
    return published_if(item, published, public_from)


def make_copy(
    *,
    item: ArchivalItem | None = None,
    repository: Repository | None = None,
    opened: bool = False,
    **fields: Any,
) -> Copy:
    """Make a copy; `opened` sets both the holder's condition and our own decision."""
    if opened:
        fields = {"access_condition": AccessCondition.OPEN, "is_opened": True} | fields
    copy = Copy(
        item=item or make_item(published=True),
        repository=repository or make_repository(published=True),
        **fields,
    )
    checked(copy)
    refresh_status(copy.item)
    return copy


def make_page(*, copy: Copy | None = None, number: int = 0, **fields: Any) -> Page:
    copy = copy or make_copy(opened=True, is_shown=True)
    return checked(Page(copy=copy, number=number or copy.pages.count() + 1, **fields))


def make_derivative(
    *,
    page: Page | None = None,
    kind: str = Derivative.Kind.DISPLAY,
    content: bytes = b"\xff\xd8\xff\xe0 stands for a page image",
    **fields: Any,
) -> Derivative:
    """Make an image of a page for readers, of bytes that stand for one."""
    fields = {
        "media_type": "image/jpeg",
        "width": 1200,
        "height": 1600,
        "sha256": hashlib.sha256(content).hexdigest(),
    } | fields
    derivative = Derivative(page=page or make_page(), kind=kind, bytes=len(content), **fields)
    derivative.file.save(f"{kind}.jpg", ContentFile(content), save=False)
    return checked(derivative)


def make_page_text(
    *,
    page: Page | None = None,
    text: str = "The text.",
    language: Language | None = None,
    **fields: Any,
) -> PageText:
    made = checked(
        PageText(
            page=page or make_page(), text=text, language=language or make_language(), **fields
        )
    )
    write_item(made.page.copy.item)
    return made


def make_readable_copy(*, item: ArchivalItem, **fields: Any) -> Copy:
    """Make the copy shown first: opened, of one page with an image and the text "The text."."""
    copy = make_copy(item=item, opened=True, is_shown=True, **fields)
    page = make_page(copy=copy)
    make_derivative(page=page)
    make_page_text(page=page)
    return copy


def make_page_note(
    *, page_text: PageText, label: str = "1", offset: int = 0, text: str = "A printed note."
) -> PageNote:
    made = checked(PageNote(page_text=page_text, label=label, offset=offset, text=text))
    write_item(page_text.page.copy.item)
    return made


def make_excision(
    *,
    copy: Copy | None = None,
    printed_form: str = "[2 lines not declassified]",
    exemptions: Sequence[ExemptionCode] = (),
    **fields: Any,
) -> Excision:
    excision = checked(Excision(copy=copy or make_copy(), printed_form=printed_form, **fields))
    excision.exemptions.set(exemptions)
    return excision


def make_link(*, url: str = "", title: str = "", **fields: Any) -> ExternalLink:
    number = next_number()
    return checked(
        ExternalLink(
            url=url or f"https://archive.example.org/{number}",
            title=title or f"Page {number}",
            **fields,
        )
    )


def make_item_link(
    *,
    item: ArchivalItem,
    link: ExternalLink | None = None,
    note: str = "Why it matters.",
    **fields: Any,
) -> ItemLink:
    return checked(ItemLink(item=item, link=link or make_link(), note=note, **fields))


def make_item_agent(
    *,
    item: ArchivalItem,
    agent: Agent | None = None,
    role: str = ItemAgent.Role.AUTHOR,
    **fields: Any,
) -> ItemAgent:
    agent = agent or make_agent(published=True)
    return checked(ItemAgent(item=item, agent=agent, role=role, **fields))


def make_item_place(
    *, item: ArchivalItem, place: Place | None = None, role: str = ItemPlace.Role.MENTIONED
) -> ItemPlace:
    return checked(ItemPlace(item=item, place=place or make_place(published=True), role=role))


def make_item_relation(
    *,
    from_item: ArchivalItem,
    to_item: ArchivalItem,
    kind: str = ItemRelation.Kind.REFERS_TO,
    note: str = "",
) -> ItemRelation:
    return checked(ItemRelation(from_item=from_item, to_item=to_item, kind=kind, note=note))
