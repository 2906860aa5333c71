"""Levels that nobody may know of, between a public fonds and a public file."""

from typing import Any

from collections_app.models import Collection
from tests.make import (
    make_agent,
    make_collection,
    make_collection_link,
    make_copy,
    make_link,
    make_place,
    make_subject,
)


def plant_hidden_level(house: Any, how: str, *, hidden: str) -> Collection:
    """Return a series still to be hidden; the public file below it names what may not be named."""
    level = make_collection(
        repository=house.archive, parent=house.collection, level="series", code=f"H-{how}",
        title=f"{hidden} {how}", access_conditions=hidden, reproduction_conditions=hidden,
        general_note=hidden, containers=hidden, reference_code=hidden,
    )  # fmt: skip
    level.creators.add(house.agent)
    make_collection_link(collection=level, note=hidden, link=make_link(title=hidden))
    below = make_collection(
        repository=house.archive, parent=level, level="file", title="A file", published=True
    )
    below.named_agents.set(house.protected)
    below.creators.add(make_agent(name=f"{hidden}, Clerk"))
    below.subjects.add(make_subject(label_en=f"{hidden} under {how}"))
    below.places.add(make_place(name=f"{hidden} under {how}"))
    make_copy(item=house.item, repository=house.archive, collection=below)
    return level
