"""What a bag for the house holds: masters, texts as they stand, and everything that is described.

Closed and sealed things are in it, and the real names of protected people.
"""

from collections_app.bags.describing import described_collections, described_item
from collections_app.bags.safe_names import safe_name
from collections_app.bags.writing import FINDING_AID, Bag
from collections_app.ead.exporting import finding_aid_of
from collections_app.models import ArchivalItem, Collection, Copy, PageText
from collections_app.spreadsheets.exporting import Export, chosen_items, csv_of

ITEMS_AT_ONCE = 100


def fill_for_the_house(
    bag: Bag, items: list[str], collection: Collection | None, site: str
) -> None:
    """Put items, by their references, into a bag; of a collection its description as well."""
    if collection is not None:
        bag.add_json("collections.json", described_collections(collection))
        bag.add(FINDING_AID, [finding_aid_of(collection, is_whole=True, site=site)])
    chosen = chosen_items(refs=items)
    bag.add("items.csv", csv_of(Export.of(chosen)))
    folders: set[str] = set()
    for item in chosen.order_by("ref").iterator(chunk_size=ITEMS_AT_ONCE):
        _put_item(bag, item, f"items/{safe_name(item.ref, folders)}")


def _put_item(bag: Bag, item: ArchivalItem, folder: str) -> None:
    description = described_item(item)
    for number, copy in enumerate(item.copies.order_by("pk"), start=1):
        paths = _put_masters(bag, item, copy, f"{folder}/copy-{number}")
        _put_texts(bag, copy, f"{folder}/copy-{number}/texts")
        for told in description["copies"]:
            for file in told["files"]:
                file["path"] = paths.get(file["id"], file.get("path"))
    bag.add_json(f"{folder}/description.json", description)


def _put_masters(bag: Bag, item: ArchivalItem, copy: Copy, folder: str) -> dict[int, str]:
    names: set[str] = set()
    paths = {}
    for master in copy.files.all():
        name = safe_name(master.original_name, names, otherwise="master")
        paths[master.pk] = f"{folder}/masters/{name}"
        said = f"{item.ref}, {copy}, {master}"
        bag.add_stored(paths[master.pk], "private", master.file.name, master.sha256, said)
    return paths


def _put_texts(bag: Bag, copy: Copy, folder: str) -> None:
    texts = PageText.objects.filter(page__copy=copy).select_related("page")
    for text in texts.prefetch_related("notes").order_by("page__number", "pk"):
        name = f"{text.page.number:05d}.{text.kind}.{text.language_id}"
        bag.add_text(f"{folder}/{name}.txt", text.text)
        if notes := list(text.notes.all()):
            values = [
                {"label": note.label, "offset": note.offset, "text": note.text} for note in notes
            ]
            bag.add_json(f"{folder}/{name}.notes.json", values)
