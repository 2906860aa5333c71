"""Small finding aids for tests, in both dialects."""

from pathlib import Path

EAD_2002 = "urn:isbn:1-931666-22-9"
EAD3 = "http://ead3.archivists.org/schema/"
FILE = "<c level='file'><did><unittitle>Cables</unittitle></did></c>"


def ead(
    whole: str = "",
    parts: str = "",
    *,
    namespace: str = EAD_2002,
    did: str = "<unittitle>Mission papers</unittitle><unitid>S-1062</unitid>",
    level: str = "fonds",
    before: str = "",
    archive: str = "Archive of the Mission",
) -> str:
    """Return a finding aid; `whole` stands beside its `did`, `parts` are its components."""
    holder = f"<repository><corpname>{archive}</corpname></repository>" if archive else ""
    space = f' xmlns="{namespace}"' if namespace else ""
    header = "<eadheader><eadid>mission</eadid></eadheader>"
    if namespace == EAD3:
        header = "<control><recordid>mission</recordid></control>"
    dsc = f"<dsc>{parts}</dsc>" if parts else ""
    return (
        f'{before}<ead{space} xmlns:xlink="http://www.w3.org/1999/xlink">{header}'
        f'<archdesc level="{level}"><did>{did}{holder}</did>{whole}{dsc}</archdesc></ead>'
    )


def part(title: str, inside: str = "", *, level: str = "", did: str = "", name: str = "c") -> str:
    """Return a component with its parts in it."""
    said = f' level="{level}"' if level else ""
    return f"<{name}{said}><did><unittitle>{title}</unittitle>{did}</did>{inside}</{name}>"


def written(folder: Path, text: str, name: str = "mission.xml") -> Path:
    """Keep a finding aid in a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
