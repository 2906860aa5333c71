"""What a harvester asks of the application, and what it reads in the answer."""

from typing import Any

from django.test import Client
from lxml import etree

OAI = {"o": "http://www.openarchives.org/OAI/2.0/"}


def asked(*, by_post: bool = False, **arguments: Any) -> Any:
    """Ask; `from_` stands for `from`. Return the root of the answer."""
    query = {name.rstrip("_"): value for name, value in arguments.items()}
    answer = Client().post("/oai", query) if by_post else Client().get("/oai", query)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    return etree.fromstring(answer.content)


def code(root: Any) -> str:
    """Return the code of the refusal; empty where there is none."""
    found = root.find("o:error", OAI)
    return "" if found is None else str(found.get("code"))


def words(root: Any, name: str) -> list[str]:
    """Return the words of all elements of the protocol with a name."""
    return [one.text or "" for one in root.iterfind(f".//o:{name}", OAI)]


def headers(**arguments: Any) -> dict[str, tuple[str, str]]:
    """Return (datestamp, status) by the local part of each identifier of a whole list."""
    found = {}
    arguments = {"metadataPrefix": "oai_dc"} | arguments
    while True:
        root = asked(verb="ListIdentifiers", **arguments)
        assert code(root) in ("", "noRecordsMatch")
        for header in root.iterfind(".//o:header", OAI):
            name = header.find("o:identifier", OAI).text.split(":", 2)[2]
            stamp = header.find("o:datestamp", OAI).text
            found[name] = (stamp, header.get("status", ""))
        if not (token := "".join(words(root, "resumptionToken"))):
            return found
        arguments = {"resumptionToken": token}


def statuses(**arguments: Any) -> dict[str, str]:
    """Return the status by identifier: "" or "deleted"."""
    return {name: status for name, (_, status) in headers(**arguments).items()}
