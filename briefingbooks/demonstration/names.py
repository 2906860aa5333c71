"""What the documents of the demonstration are described with: archives, people, terms, links."""

from collections.abc import Callable
from decimal import Decimal

from django.db import models
from django.db.models import Q

from briefingbooks.demonstration import reading
from briefingbooks.demonstration.keeping import Demonstration
from briefingbooks.demonstration.reading import Row, plain
from collections_app.models import (
    Advisory,
    Agent,
    AgentName,
    Collection,
    ExternalLink,
    Place,
    Repository,
    Subject,
)


def load_names(demonstration: Demonstration) -> None:
    """Keep archives with their collections, people and bodies, places, subjects and links."""
    for keep, pattern, table in (
        (_archive, "archives.toml", "archive"),
        (_advisory, "archives.toml", "advisory"),
        (_collection, "archives.toml", "collection"),
        (_agent, "people.toml", "agent"),
        (_place, "terms.toml", "place"),
        (_subject, "terms.toml", "subject"),
        (_link, "links.toml", "link"),
    ):
        _keep_all(demonstration, keep, reading.rows(pattern, table))


def _keep_all(
    demonstration: Demonstration,
    keep: Callable[[Demonstration, Row], models.Model],
    rows: list[Row],
) -> None:
    for row in rows:
        keep(demonstration, row)


def _archive(demonstration: Demonstration, row: Row) -> Repository:
    values = {
        "code": row["code"],
        "name": row["name"],
        "other_names": row.get("other_names", ""),
        "country": row.get("country", ""),
        "city": row.get("city", ""),
        "description": plain(row["description"]),
        "how_to_request": plain(row.get("how_to_request", "")),
    }
    archive, is_new = demonstration.keep(Repository, {"code": row["code"]}, values)
    demonstration.name("archive", row["code"], archive)
    if is_new:
        archive.publish(by=None)
    return archive


def _advisory(demonstration: Demonstration, row: Row) -> Advisory:
    values = {
        "code": row["code"],
        "label_en": row["label"],
        "text_en": plain(row["text"]),
        "behaviour": row["behaviour"],
    }
    advisory, _ = demonstration.keep(Advisory, {"code": row["code"]}, values)
    demonstration.name("advisory", row["code"], advisory)
    return advisory


def _collection(demonstration: Demonstration, row: Row) -> Collection:
    values = {
        "repository": demonstration.get("archive", row["archive"]),
        "parent": demonstration.get("collection", row.get("parent", "")),
        "code": row["code"],
        "title": row["title"],
        "level": row["level"],
        "scope_and_content": plain(row["scope"]),
    }
    collection, is_new = demonstration.keep(Collection, {"code": row["code"]}, values)
    demonstration.name("collection", row["code"], collection)
    if is_new:
        collection.advisories.set(
            demonstration.get("advisory", code) for code in row.get("advisories", [])
        )
        collection.publish(by=None)
    return collection


def _agent(demonstration: Demonstration, row: Row) -> Agent:
    values = {
        "entity_type": row.get("entity", "person"),
        "name": row["name"],
        "display_name": row.get("display_name", ""),
        "privacy": row.get("privacy", "public"),
        "functions": plain(row.get("functions", "")),
    }
    # Somebody whose name was protected since has another address and is found by name.
    where = Q(slug=row["slug"]) | Q(name=row["name"])
    agent, is_new = demonstration.keep(Agent, where, values)
    demonstration.name("agent", row["slug"], agent)
    if is_new:
        for name in row.get("names", []):
            demonstration.add(AgentName, {"agent": agent, **name})
        agent.publish(by=None)
    return agent


def _place(demonstration: Demonstration, row: Row) -> Place:
    values = {
        "name": row["name"],
        "kind": row.get("kind", Place.Kind.CITY),
        "parent": demonstration.get("place", row.get("parent", "")),
        "latitude": Decimal(row["latitude"]),
        "longitude": Decimal(row["longitude"]),
    }
    place, is_new = demonstration.keep(Place, {"slug": row["slug"]}, values)
    demonstration.name("place", row["slug"], place)
    if is_new:
        place.publish(by=None)
    return place


def _subject(demonstration: Demonstration, row: Row) -> Subject:
    values = {
        "label_en": row["label"],
        "label_fr": row.get("label_fr", ""),
        "kind": row.get("kind", Subject.Kind.TOPIC),
        "scope_note": plain(row["scope_note"]),
        "date_edtf": row.get("date", ""),
        "date_basis": row.get("date_basis", ""),
    }
    where = Q(slug=row["slug"]) | Q(label_en=values["label_en"], kind=values["kind"])
    subject, is_new = demonstration.keep(Subject, where, values)
    demonstration.name("subject", row["slug"], subject)
    if is_new:
        subject.publish(by=None)
    return subject


def _link(demonstration: Demonstration, row: Row) -> ExternalLink:
    values = {
        "url": row["url"],
        "title": row["title"],
        "publisher": row.get("publisher", ""),
        "language": row.get("language", "en"),
    }
    link, _ = demonstration.keep(ExternalLink, {"url": row["url"]}, values)
    demonstration.name("link", row["key"], link)
    return link
