"""The house as its plan says: imports point down, public code asks the rule, files stay small."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {"collections_app": 0, "oralhistory": 1, "declassification": 1, "briefingbooks": 2}
PUBLIC_MODULES = (
    "views", "feeds", "sitemaps", "filters", "facets", "search", "assembly", "front", "catalogue",
    "gatherings", "passport", "releases", "reading", "item_words", "links_said", "manifests",
    "text_hits", "thumbnails", "tiles", "choices", "public_contents", "branches", "copy_texts",
    "regressions", "told_index", "told_passages", "account", "manifest", "views_exports",
    "found_within", "cited_interview", "item_reference", "mentions_in_text", "pictures",
    "shown_texts", "shown_sound", "manifest_search", "iiif_collections", "summaries",
)  # fmt: skip
PUBLIC_PLACES = (
    "briefingbooks/searching/page", "briefingbooks/searching/names",
    "briefingbooks/searching/books_found", "collections_app/documents_found",
    "briefingbooks/harvesting/answers", "briefingbooks/harvesting/lists",
    "briefingbooks/harvesting/membership",
)  # fmt: skip
PUBLIC_PACKAGES = {"api", "open_data"}
PUBLIC_SUFFIXES = ("_page", "_pages", "_cards", "cards", "mentions", "holdings", "locked")
VOCABULARIES = {"Advisory", "ExemptionCode", "Language", "RightsStatement"}
WORDS_OF_THE_RULE = {
    "public", "opened", "named", "visible_to", "for_page", "of_seen", "none",
}  # fmt: skip
MODULES_WITHOUT_MEANING = {"utils", "common", "core", "helpers", "services", "selectors", "misc"}
LONGEST_FILE = 400
LONGEST_FUNCTION = 40


def sources(*, with_tests: bool = False) -> list[Path]:
    rooms = [*FLOORS, "config", *(["tests"] if with_tests else [])]
    found = [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []


def upward_imports(room: str, module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        for name in imported(node):
            target = name.split(".")[0]
            if target in ("config", "tests", "bench") and room != "config":
                yield name
            is_other_room = target in FLOORS and room in FLOORS and target != room
            if is_other_room and FLOORS[target] >= FLOORS[room]:
                yield name


def asks_past_the_rule(module: ast.Module) -> Iterator[str]:
    """Yield what is asked of `.objects` other than the rule itself.

    Vocabularies have no rule; `through` tables are only ever nested in a query that has one.
    """
    for node in ast.walk(module):
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Attribute):
            continue
        asked = node.value.value
        is_free = (isinstance(asked, ast.Name) and asked.id in VOCABULARIES) or (
            isinstance(asked, ast.Attribute) and asked.attr == "through"
        )
        is_manager = node.value.attr in ("objects", "_default_manager", "_base_manager")
        if is_manager and node.attr not in WORDS_OF_THE_RULE and not is_free:
            yield f"line {node.lineno}: .objects.{node.attr}"


def is_public_module(path: Path) -> bool:
    if "admin" in path.parts or "management" in path.parts or "models" in path.parts:
        return False
    stem = path.stem
    if PUBLIC_PACKAGES & set(path.parts):
        return True
    in_views = "views" in path.parts or stem.startswith("views")
    in_views = in_views or name_of(path).startswith(PUBLIC_PLACES)
    return in_views or stem in PUBLIC_MODULES or stem.endswith(PUBLIC_SUFFIXES)


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_imports_point_down(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    assert not list(upward_imports(room, tree(path)))


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_nothing_is_imported_inside_a_function(path: Path) -> None:
    """`AppConfig.ready` is the one place where Django itself asks for it."""
    inside = [
        f"{function.name}, line {node.lineno}"
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and not (path.name == "apps.py" and function.name == "ready")
        for node in ast.walk(function)
        if imported(node)
    ]
    assert not inside


@pytest.mark.parametrize("path", [p for p in sources() if is_public_module(p)], ids=name_of)
def test_public_code_begins_with_the_rule(path: Path) -> None:
    assert not list(asks_past_the_rule(tree(path)))


@pytest.mark.parametrize("path", sources(with_tests=True), ids=name_of)
def test_files_and_functions_stay_small_enough_to_read(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    long = [
        f"{node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert lines <= LONGEST_FILE, f"{lines} lines"
    assert not long


def test_no_module_is_named_after_nothing() -> None:
    assert not [name_of(path) for path in sources() if path.stem in MODULES_WITHOUT_MEANING]


def test_rooms_send_no_signals() -> None:
    """What follows from a change goes through `dependants`, in the same transaction.

    Of a deletion that a cascade makes, nobody but a signal tells.
    """
    users = [
        name_of(path)
        for path in sources()
        if any(name.startswith("django.db.models.signals") or name == "django.dispatch"
               for node in ast.walk(tree(path)) for name in imported(node))
    ]  # fmt: skip
    assert users == ["collections_app/search_index/forgetting.py"]


def test_every_template_stays_small_and_has_no_inline_script_or_style() -> None:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= 130, name_of(path)
        assert " style=" not in text, name_of(path)
        assert not re.search(r"<[^>{]*\son[a-z]+=", text), name_of(path)
        for script in text.split("<script")[1:]:
            tag, _, body = script.partition(">")
            is_data = "application/ld+json" in tag or "application/json" in tag
            assert is_data or not body.partition("</script>")[0].strip(), name_of(path)


def test_the_guards_see_a_planted_fault() -> None:
    upward = ast.parse("from briefingbooks.models import Book")
    assert list(upward_imports("collections_app", upward)) == ["briefingbooks.models"]
    beside = ast.parse("import oralhistory.models")
    assert list(upward_imports("declassification", beside)) == ["oralhistory.models"]
    past = ast.parse("ArchivalItem.objects.filter(pk=1)")
    assert list(asks_past_the_rule(past)) == ["line 1: .objects.filter"]
    assert not list(asks_past_the_rule(ast.parse("ArchivalItem.objects.public().filter(pk=1)")))
