"""What a harvester of metadata asks of the house in which hidden words are planted."""

from collections.abc import Iterator


def harvests(known: dict[str, set[str]]) -> Iterator[str]:
    """Return what a harvester asks: every verb, both formats, every record and set by name."""
    yield from (f"/oai?verb={verb}" for verb in ("Identify", "ListSets", "ListMetadataFormats"))
    names = [*known["ref"], *(f"collections/{code}" for code in known["code"])]
    names += [f"books/{slug}" for slug in known["slug"]]
    sets = [f"collection:{code}" for code in known["code"]]
    sets += [f"book:{slug}" for slug in known["slug"]]
    for form in ("oai_dc", "mods"):
        asked = f"metadataPrefix={form}"
        yield from (f"/oai?verb={verb}&{asked}" for verb in ("ListRecords", "ListIdentifiers"))
        for name in sorted(names):
            yield f"/oai?verb=GetRecord&{asked}&identifier=oai:testserver:{name}"
    for one in sorted(sets):
        yield f"/oai?verb=ListIdentifiers&metadataPrefix=mods&set={one}"
