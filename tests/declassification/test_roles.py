"""What each role may do in the directors' room: the least that its work needs."""

import pytest

from tests import cast

pytestmark = pytest.mark.django_db
ROOM = "declassification"


def permissions(person: str) -> set[str]:
    held = getattr(cast, person)().get_all_permissions()
    return {name.partition(".")[2] for name in held if name.startswith(f"{ROOM}.")}


def test_the_editor_sees_requests_and_nothing_else() -> None:
    assert permissions("editor") == {"view_accessrequest"}


@pytest.mark.parametrize("person", ["cataloguer", "transcriber", "outsider_with_account"])
def test_others_have_no_part_in_this_room(person: str) -> None:
    assert permissions(person) == set()


def test_the_administrator_reads_and_changes_nothing() -> None:
    held = permissions("administrator")
    assert held
    assert all(name.startswith("view_") for name in held)


def test_the_director_conducts_requests_but_rewrites_no_history() -> None:
    held = permissions("director")
    for model in ("authority", "accessrequest"):
        for action in ("view", "add", "change", "delete", "publish"):
            assert f"{action}_{model}" in held
    for model in ("requestevent", "decision", "exemptioncited"):
        assert f"add_{model}" in held
        assert f"change_{model}" not in held
        assert f"delete_{model}" not in held
