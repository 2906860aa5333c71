"""A collection with its branch as a finding aid, for the public or for the house."""

from collections_app.ead.nodes import nodes_of
from collections_app.ead.writing import WRITERS
from collections_app.models import Collection, Repository

DIALECTS = tuple(WRITERS)


def finding_aid_of(
    collection: Collection, *, dialect: str = "3", is_whole: bool = False, site: str = ""
) -> bytes:
    """Return a finding aid in EAD 2002 ("2002") or EAD3 ("3").

    Only what is public is in it, unless `is_whole`: then everything, with the notes for the house.
    Raises `LookupError` for a collection that is not public and not asked for whole.
    """
    archive: Repository | None = collection.repository
    if not is_whole:
        if not collection.is_public():
            raise LookupError(f"{collection} is not public")
        archive = Repository.objects.public().filter(pk=collection.repository_id).first()
    writer = WRITERS[dialect](
        archive=archive.name if archive else "An archive not yet described here",
        agency=(archive.isil or "") if archive else "",
        country=archive.country if archive else "",
        site=site or "this site",
    )
    return writer.document(nodes_of(collection, is_whole=is_whole))
