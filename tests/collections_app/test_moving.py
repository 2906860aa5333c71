"""Branches moved: nothing is lost, no circle arises, and paths are what parents say."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collections_app.models import ChangeSet, Collection, Repository
from collections_app.moving import move_branch, preview_move
from collections_app.undoing import undo
from tests import cast, make
from tests.collections_app.desks import at_desk


def grow(archive: Repository, parent: Collection | None, title: str, level: str) -> Collection:
    return make.make_collection(
        repository=archive, parent=parent, title=title, level=level, published=True
    )


def check_tree() -> None:
    """Every path is that of the parent and the own key; order and depth agree."""
    for one in Collection.objects.select_related("parent"):
        above = one.parent
        assert one.path == f"{above.path if above else ''}{one.pk}/"
        assert one.depth == (above.depth + 1 if above else 0)
        assert one.arrangement_key == f"{above.arrangement_key if above else ''}{one.position:06d}"


def titles(parent: Collection | None) -> list[str]:
    found = Collection.objects.filter(parent=parent).order_by("arrangement_key")
    return [one.title for one in found]


@pytest.fixture
def archive() -> Repository:
    return make.make_repository(published=True)


@pytest.fixture
def tree(archive: Repository) -> dict[str, Collection]:
    fonds = grow(archive, None, "fonds", "fonds")
    a, b = grow(archive, fonds, "a", "series"), grow(archive, fonds, "b", "series")
    files = {name: grow(archive, a, name, "file") for name in ("a1", "a2", "a3")}
    return {"fonds": fonds, "a": a, "b": b, **files}


@pytest.mark.django_db
def test_a_branch_takes_everything_below_it_along(tree: dict[str, Collection]) -> None:
    archive = tree["fonds"].repository
    other = grow(archive, None, "other", "fonds")
    copy = make.make_copy(repository=archive, collection=tree["a2"])
    address = tree["a2"].get_absolute_url()
    move_branch(tree["a"], to=other, by=cast.cataloguer(), reason="Wrongly described.")
    check_tree()
    assert titles(other) == ["a"]
    assert titles(tree["fonds"]) == ["b"]
    assert titles(tree["a"]) == ["a1", "a2", "a3"]
    copy.refresh_from_db()
    assert copy.collection == tree["a2"]
    assert Collection.objects.get(pk=tree["a2"].pk).get_absolute_url() == address


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("after", "order"),
    [(0, ["a2", "a3", "a1"]), (-1, ["a1", "a2", "a3"]), ("a2", ["a2", "a1", "a3"])],
)
def test_a_part_takes_the_place_it_is_given(
    tree: dict[str, Collection], after: Any, order: list[str]
) -> None:
    place = tree[after].pk if isinstance(after, str) else after
    move_branch(tree["a1"], to=tree["a"], after=place, by=None)
    check_tree()
    assert titles(tree["a"]) == order


@pytest.mark.django_db
def test_what_can_not_be_is_refused_with_the_reason(tree: dict[str, Collection]) -> None:
    elsewhere = make.make_collection(level="fonds", title="elsewhere")
    for to, words in [
        (tree["a1"], "below itself or one of its own parts"),
        (tree["a"], "below itself"),
        (tree["b"], "A series can not stand below a series"),
        (elsewhere, "belongs to another archive"),
    ]:
        with pytest.raises(ValidationError, match=words):
            move_branch(tree["a"], to=to, by=None)
    check_tree()
    assert titles(tree["fonds"]) == ["a", "b"]


@pytest.mark.django_db
def test_too_many_levels_are_refused(archive: Repository) -> None:
    deep = top = grow(archive, None, "top", "file")
    for number in range(20):
        deep = grow(archive, deep, f"file {number}", "file")
    other = low = grow(archive, None, "other", "file")
    for number in range(4):
        low = grow(archive, low, f"other {number}", "file")
    with pytest.raises(ValidationError, match="more than 24 levels"):
        move_branch(top, to=low, by=None)
    move_branch(top, to=other, by=None)
    check_tree()


@pytest.mark.django_db
def test_a_move_is_one_deed_of_the_history_and_can_be_undone(tree: dict[str, Collection]) -> None:
    person = cast.cataloguer()
    move_branch(tree["a1"], to=tree["b"], by=person, reason="It belongs there.")
    deed = ChangeSet.objects.get()
    assert (deed.by, deed.reason) == (person, "It belongs there.")
    assert str(deed) == "Branch moved: a1, to b"
    undo(deed, by=person)
    check_tree()
    assert titles(tree["a"]) == ["a1", "a2", "a3"]


@pytest.mark.django_db
def test_the_preview_counts_what_moves_and_says_what_changes(tree: dict[str, Collection]) -> None:
    archive = tree["fonds"].repository
    other = grow(archive, None, "other", "fonds")
    other.access_conditions = "Closed."
    other.save()
    item = make.make_item(published=True)
    for name in ("a1", "a2"):
        make.make_copy(item=item, repository=archive, collection=tree[name])
    preview = preview_move(tree["a"], other)
    assert (preview.collections, preview.copies, preview.items) == (4, 2, 1)
    assert [(one.label, one.before) for one in preview.changes] == [
        ("Conditions of access", "nothing")
    ]
    assert preview.changes[0].after == "Closed., from fonds “other”"
    check_tree()


@pytest.mark.django_db
def test_who_looked_before_somebody_else_moved_it_is_told(tree: dict[str, Collection]) -> None:
    seen = tree["a1"].parent_id
    move_branch(tree["a1"], to=tree["b"], by=None)
    with pytest.raises(ValidationError, match="Somebody has moved it"):
        move_branch(tree["a1"], to=tree["fonds"], by=None, seen=seen)


@pytest.mark.django_db
def test_the_same_number_of_queries_moves_three_and_thirty(
    archive: Repository, django_assert_max_num_queries: Any
) -> None:
    fonds, other = grow(archive, None, "f", "fonds"), grow(archive, None, "o", "fonds")
    for number in (3, 30):
        series = grow(archive, fonds, f"s{number}", "series")
        for one in range(number):
            grow(archive, series, f"{number}.{one}", "file")
        with django_assert_max_num_queries(50):
            move_branch(series, to=other, by=None)
    check_tree()


@pytest.mark.django_db
@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(data=st.data())
def test_any_moves_of_any_tree_keep_it_a_tree(archive: Repository, data: st.DataObject) -> None:
    Collection.objects.update(parent=None)
    Collection.objects.all().delete()
    some: list[Collection] = []
    for number in range(data.draw(st.integers(2, 9))):
        parent = data.draw(st.sampled_from([None, *some]))
        fresh = Collection.objects.get(pk=parent.pk) if parent else None
        some.append(grow(archive, fresh, f"n{number}", "file"))
    keys = {one.pk for one in some}
    for _ in range(data.draw(st.integers(1, 8))):
        one = Collection.objects.get(pk=data.draw(st.sampled_from(some)).pk)
        to = data.draw(st.sampled_from([None, *some]))
        after = data.draw(st.sampled_from([0, -1, *keys]))
        try:
            move_branch(one, to=to, after=after, by=None)
        except ValidationError:
            assert to is not None
            assert Collection.objects.get(pk=to.pk).path.startswith(one.path)
        check_tree()
    assert set(Collection.objects.values_list("pk", flat=True)) == keys


# On PostgreSQL the row of the archive is locked; on SQLite a writing transaction excludes others.
@pytest.mark.django_db(transaction=True)
def test_two_branches_moved_into_one_another_at_once_make_no_circle() -> None:
    archive = make.make_repository()
    one, other = (make.make_collection(repository=archive, level="file") for _ in range(2))
    start = Barrier(2, timeout=20)

    def move(pair: tuple[Collection, Collection]) -> str:
        try:
            mine, to = (Collection.objects.get(pk=each.pk) for each in pair)
            start.wait()
            move_branch(mine, to=to, by=None)
        except ValidationError:
            return "refused"
        finally:
            connection.close()
        return "moved"

    with ThreadPoolExecutor(max_workers=2) as people:
        results = list(people.map(move, [(one, other), (other, one)]))
    assert sorted(results) == ["moved", "refused"]
    check_tree()


@pytest.mark.django_db
def test_the_desk_shows_what_changes_and_then_moves(tree: dict[str, Collection]) -> None:
    client = at_desk(cast.cataloguer())
    url = reverse("admin:collections_app_collection_move", args=[tree["a1"].pk])
    assert "stands below “a”" in client.get(url).content.decode()
    refused = client.get(url, {"to": tree["a2"].pk, "is_top": "on"}).content.decode()
    assert "one of the two" in refused
    shown = client.get(url, {"to": tree["b"].pk}).content.decode()
    assert "1 collection: “a1”" in shown
    answer = client.post(
        url, {"to": tree["b"].pk, "seen": tree["a"].pk, "after": "0", "reason": "Why."}, follow=True
    )
    assert "was moved, with everything below it" in answer.content.decode()
    assert titles(tree["b"]) == ["a1"]
    late = client.post(url, {"to": tree["fonds"].pk, "seen": tree["a"].pk, "after": "0"})
    assert "Somebody has moved it" in late.content.decode()
    check_tree()


@pytest.mark.django_db
def test_only_who_may_change_collections_moves_them(tree: dict[str, Collection]) -> None:
    url = reverse("admin:collections_app_collection_move", args=[tree["a1"].pk])
    assert at_desk(cast.transcriber()).get(url).status_code in (302, 403)


@pytest.mark.django_db
def test_the_form_of_a_collection_leaves_its_place_alone(tree: dict[str, Collection]) -> None:
    client = at_desk(cast.cataloguer())
    shown = client.get(
        reverse("admin:collections_app_collection_change", args=[tree["a1"].pk])
    ).content.decode()
    assert 'name="parent"' not in shown
    assert "Move branch…" in shown
    listed = client.get(
        reverse("admin:collections_app_collection_changelist"),
        {"repository__id__exact": tree["fonds"].repository_id},
    ).content.decode()
    places = [listed.index(f">{name}</span>") for name in ("fonds", "a", "a1", "a3", "b")]
    assert places == sorted(places)
    assert "3 parts" in listed


@pytest.mark.django_db
def test_an_archive_with_parts_can_not_be_exchanged_under_them(tree: dict[str, Collection]) -> None:
    tree["fonds"].repository = make.make_repository()
    with pytest.raises(ValidationError, match="belong to the archive"):
        tree["fonds"].full_clean()
