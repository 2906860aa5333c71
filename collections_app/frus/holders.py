"""The archives, people and places a volume names, found in the collections or made as drafts."""

from typing import Any

from django.utils.text import slugify

from collections_app.frus.item_values import PUBLISHER
from collections_app.frus.volume import Correspondent, Volume
from collections_app.models import Agent, Collection, Level, Place, Repository, User


class Holders:
    """Finds records by name, once; what nobody has described yet is made as a draft."""

    def __init__(self, volume: Volume, collection_code: str, by: User | None) -> None:
        self.volume, self.by = volume, by
        self._archives: dict[str, Repository] = {}
        self._agents: dict[str, Agent] = {}
        self._places: dict[str, Place] = {}
        self._people = {person.xml_id: person for person in volume.persons}
        self.collection = self._collection(collection_code)

    def archive(self, name: str) -> Repository:
        """Return the archive of that name."""
        if name not in self._archives:
            found = Repository.objects.filter(name=name).order_by("pk").first()
            self._archives[name] = found or self._new_archive(name)
        return self._archives[name]

    def agent(self, correspondent: Correspondent) -> Agent:
        """Return the person or body a heading names, by the volume's own list of persons."""
        person = self._people.get(correspondent.person_id)
        name = (person.name if person else correspondent.name)[:255]
        if name not in self._agents:
            found = Agent.objects.filter(name=name).order_by("pk").first()
            self._agents[name] = found or self._new_agent(name, correspondent)
        return self._agents[name]

    def place(self, name: str) -> Place:
        """Return the place of that name."""
        name = name[:160]
        if name not in self._places:
            found = Place.objects.filter(name=name).order_by("pk").first()
            self._places[name] = found or Place.objects.create(name=name)
        return self._places[name]

    def agent_name(self, correspondent: Correspondent) -> str:
        """Return the name under which `agent` finds or makes the record."""
        person = self._people.get(correspondent.person_id)
        return (person.name if person else correspondent.name)[:255]

    def _collection(self, code: str) -> Collection:
        found = Collection.objects.filter(code=code).select_related("repository").first()
        if found is not None:
            return found
        made = Collection(
            repository=self.archive(PUBLISHER),
            code=code[:60],
            title=self.volume.title[:400],
            level=Level.COLLECTION,
            created_by=self.by,
        )
        made.full_clean()
        made.save()
        return made

    def _new_archive(self, name: str) -> Repository:
        stem = slugify(name).upper()[:16].strip("-") or "ARCHIVE"
        taken = set(Repository.objects.filter(code__startswith=stem).values_list("code", flat=True))
        code, number = stem, 2
        while code in taken:
            code, number = f"{stem}-{number}", number + 1
        return Repository.objects.create(code=code, name=name[:255], created_by=self.by)

    def _new_agent(self, name: str, correspondent: Correspondent) -> Agent:
        person = self._people.get(correspondent.person_id)
        kinds = Agent.EntityType
        described: dict[str, Any] = {"functions": person.description[:300]} if person else {}
        return Agent.objects.create(
            name=name,
            entity_type=kinds.CORPORATE_BODY if correspondent.is_corporate else kinds.PERSON,
            created_by=self.by,
            **described,
        )
