"""Every field that names stored files is known to fixity, backups and sweeps."""

import os
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.db.models import FileField

from collections_app import stored_files
from collections_app.stored_files import NotAFile
from tests.collections_app.preservation.masters import leave_stray, make_master, path_of
from tests.make import make_derivative
from tests.records_of_rooms import ROOMS

pytestmark = pytest.mark.django_db


def test_every_field_for_files_of_every_room_is_registered() -> None:
    fields = {
        f"{model._meta.label_lower}.{field.name}"
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, FileField)
    }
    assert fields == set(stored_files.kinds())


def test_every_kind_of_file_lies_in_a_storage_of_the_archive_and_names_real_columns() -> None:
    for kind in stored_files.kinds().values():
        assert kind.storage in stored_files.aliases()
        columns = {field.name for field in kind.model._meta.concrete_fields}
        assert {kind.field, *filter(None, [kind.digest, kind.size]), kind.field} <= columns


def test_static_files_are_no_files_of_the_archive() -> None:
    assert sorted(stored_files.aliases()) == ["default", "derivatives", "editions", "private"]


def test_files_are_listed_as_their_records_name_them() -> None:
    master, image = make_master(), make_derivative()
    found = {(file.place, file.sha256, file.size) for file in stored_files.stored_files()}
    assert found == {
        (f"private/{master.file.name}", master.sha256, master.bytes),
        (f"derivatives/{image.file.name}", image.sha256, image.bytes),
    }


def test_what_no_record_names_is_a_stray_once_it_is_old_enough_to_be_no_upload() -> None:
    make_master()
    old, new = leave_stray("aa/old.tif"), leave_stray("aa/new.tif", days_old=0)
    assert old.exists()
    assert new.exists()
    from_yesterday = storages["private"].get_modified_time("aa/new.tif")
    assert list(stored_files.strays("private", before=from_yesterday)) == ["aa/old.tif"]


def test_a_link_in_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    master = make_master()
    secret = tmp_path / "secret"
    secret.write_text("not of the archive")
    path_of(master).unlink()
    path_of(master).symlink_to(secret)
    with pytest.raises(NotAFile, match="symbolic link"):
        stored_files.open_stored("private", master.file.name)


def test_a_link_in_the_place_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    master = make_master()
    folder = path_of(master).parent
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotAFile, match="symbolic link"):
        stored_files.open_stored("private", master.file.name)
    assert list(stored_files.names_in("private")) == [folder.name]


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for() -> None:
    master = make_master()
    path_of(master).unlink()
    os.mkfifo(path_of(master))
    with pytest.raises(NotAFile, match="no file"):
        stored_files.open_stored("private", master.file.name)


@pytest.mark.parametrize("name", ["../secret.key", "/etc/passwd", "aa/../../secret.key"])
def test_a_name_that_leads_out_of_the_storage_is_not_opened(name: str) -> None:
    with pytest.raises(NotAFile):
        stored_files.open_stored("private", name)
