"""The promises of the look: what a page weighs, how well it reads, and nothing inline."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"
NAMES = ("site", "components", "records", "forms", "print")
SHEETS = [STATIC / "css" / f"{name}.css" for name in NAMES]

CSS_BYTES = 20 * 1024
SCRIPT_BYTES = 15 * 1024  # of which the page of an interview takes half, and no other page that
CATALOGUE_BYTES = 1024
FONT_BYTES = 60 * 1024
TEXT_CONTRAST = 7.0
INTERFACE_CONTRAST = 4.5

GROUNDS = ("paper", "panel", "mark")
INLINE = re.compile(
    r"<style|\sstyle=|<[^>{]*\son[a-z]+=|<script(?![^>]*(\ssrc=|application/ld\+json))"
)
ELSEWHERE = re.compile(r"(url\(|import )[\"']?(https?:)?//")


def packed(paths: list[Path]) -> int:
    """Return the bytes of files as they travel, each compressed on its own."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def tokens(theme: int) -> dict[str, str]:
    """Return the colours by the name of their role: theme 0 is the light page, 1 the dark one."""
    sheet = (STATIC / "css" / "site.css").read_text()
    pairs = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", sheet)
    return {name: colours[theme] for name, *colours in pairs}


def brightness(colour: str) -> float:
    """Return the relative luminance of a colour as WCAG 2 defines it, 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_style_sheets_of_a_public_page_are_light() -> None:
    assert packed(SHEETS) <= CSS_BYTES


def test_every_style_sheet_can_be_read_at_a_sitting() -> None:
    sheets = sorted(STATIC.glob("css/*.css"))
    assert [sheet.name for sheet in sheets if len(sheet.read_text().splitlines()) > 400] == []


def test_the_scripts_of_the_public_pages_are_light_together() -> None:
    scripts = sorted((STATIC / "js").glob("*.js"))
    catalogue = STATIC / "js" / "french.js"  # words, which pages in French load beside the scripts
    assert packed([script for script in scripts if script != catalogue]) <= SCRIPT_BYTES
    assert packed([catalogue]) <= CATALOGUE_BYTES


def test_the_typeface_is_two_light_files_with_their_licence_beside_them() -> None:
    fonts = sorted((STATIC / "fonts").glob("*.woff2"))
    assert len(fonts) == 2
    assert sum(font.stat().st_size for font in fonts) <= FONT_BYTES
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL.txt").read_text()


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("role", ["ink", "muted", "accent", "visited", "alert"])
def test_words_stand_out_from_every_ground(theme: int, ground: str, role: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[role], colours[ground]) >= TEXT_CONTRAST


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "panel"])
def test_the_edges_of_controls_stand_out(theme: int, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours["edge"], colours[ground]) >= INTERFACE_CONTRAST


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_a_withheld_passage_is_a_bar_whose_words_can_be_read(theme: int) -> None:
    colours = tokens(theme)
    assert contrast(colours["bar-ink"], colours["bar"]) >= TEXT_CONTRAST


def test_the_light_colours_are_the_same_where_a_browser_knows_no_dark() -> None:
    sheet = (STATIC / "css" / "site.css").read_text()
    plain = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", sheet))
    assert plain == tokens(0)


def test_no_template_has_an_inline_style_or_script() -> None:
    found = [path.name for path in TEMPLATES.rglob("*.html") if INLINE.search(path.read_text())]
    assert found == []


def test_nothing_is_fetched_from_another_host() -> None:
    files = [*STATIC.rglob("*.css"), *STATIC.rglob("*.js")]
    assert [path.name for path in files if ELSEWHERE.search(path.read_text())] == []
