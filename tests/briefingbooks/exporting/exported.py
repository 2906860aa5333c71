"""An export made in a test, and how it is read."""

from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from lxml import html

LIVE = "https://archive.example"


def export(target: Path, **options: Any) -> str:
    said = StringIO()
    options = {"address": LIVE} | options
    call_command("export_site", str(target), stdout=said, stderr=said, **options)
    return said.getvalue()


def check(target: Path) -> str:
    said = StringIO()
    call_command("check_export", str(target), stdout=said)
    return said.getvalue()


def page(target: Path, file: str) -> html.HtmlElement:
    return html.document_fromstring((target / file).read_bytes())


def links(target: Path, file: str) -> list[str]:
    return [str(one) for one in page(target, file).xpath("//a/@href")]
