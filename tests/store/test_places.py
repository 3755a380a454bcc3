"""Where a workspace may be in use: not where others share the folder, not where a service copies it."""

from __future__ import annotations

from pathlib import Path

import pytest

from netdesk.errors import NetDeskError
from netdesk.store import places
from netdesk.store.places import Facts, Unfit, mounts_from_command, mounts_from_proc, why_not_live

HOME = {"windows": "C:\\Users\\rosa", "darwin": "/Users/rosa", "linux": "/home/rosa"}
PROC = """\
/dev/sda2 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
//server/staff /mnt/staff\\040drive cifs rw 0 0
server:/export /srv/team nfs4 rw 0 0
/dev/sdb1 /media/rosa/STICK fuseblk rw 0 0
/home/rosa/.secret /home/rosa/Private fuse.gocryptfs rw 0 0
gdrive: /home/rosa/gdrive fuse.rclone rw 0 0
/dev/sda3 /srv/team/local ext4 rw 0 0
"""


def facts(path: str, system: str = "linux", **more: object) -> Facts:
    return Facts(path, system, home=HOME[system], **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "path",
    ["\\\\server\\staff\\a.netdesk", "//server/staff/a.netdesk", "\\\\?\\UNC\\server\\staff\\a.netdesk"],
)
def test_that_a_share_by_its_network_name_is_shared(path: str) -> None:
    assert why_not_live(facts(path, "windows")) == Unfit("shared")


def test_that_a_network_drive_with_a_letter_is_shared_and_a_stick_is_not() -> None:
    assert why_not_live(facts("H:\\team\\a.netdesk", "windows", drive_type=4)) == Unfit("shared")
    assert why_not_live(facts("E:\\team\\a.netdesk", "windows", drive_type=2)) is None


def test_that_the_long_name_of_a_local_file_is_not_a_share() -> None:
    assert why_not_live(facts("\\\\?\\C:\\Users\\rosa\\a.netdesk", "windows", drive_type=3)) is None


@pytest.mark.parametrize(
    ("path", "system", "service"),
    [
        ("C:\\Users\\rosa\\OneDrive - Lincoln School District\\a.netdesk", "windows", "OneDrive"),
        ("C:\\Users\\rosa\\Dropbox\\team\\a.netdesk", "windows", "Dropbox"),
        ("C:\\Users\\rosa\\iCloudDrive\\a.netdesk", "windows", "iCloud"),
        ("G:\\My Drive\\team\\a.netdesk", "windows", "Google Drive"),
        ("/Users/rosa/Library/CloudStorage/GoogleDrive-rosa@x.org/a.netdesk", "darwin", "GoogleDrive"),
        ("/Users/rosa/Library/Mobile Documents/com~apple~CloudDocs/a.netdesk", "darwin", "iCloud"),
        ("/home/rosa/Nextcloud/a.netdesk", "linux", "Nextcloud"),
    ],
)
def test_that_the_folder_of_a_service_is_synced(path: str, system: str, service: str) -> None:
    assert why_not_live(facts(path, system)) == Unfit("synced", service)


def test_that_documents_moved_into_onedrive_are_found_by_the_environment_without_regard_to_case() -> None:
    environment = {"OneDrive": "C:\\Users\\Rosa\\Work Cloud"}
    path = "c:\\users\\rosa\\work cloud\\Documents\\a.netdesk"
    assert why_not_live(facts(path, "windows", environment=environment)) == Unfit("synced", "OneDrive")
    assert why_not_live(facts("C:\\Users\\Rosa\\Work Clouds\\a.netdesk", "windows", environment=environment)) is None


@pytest.mark.parametrize(
    "path",
    [
        "/home/rosa/Documents/a.netdesk",
        "/home/rosa/work/Dropbox notes/a.netdesk",
        "/home/rosa/dropbox.netdesk",
        "/tmp/x/a.netdesk",
        "/media/rosa/STICK/a.netdesk",
        "/home/rosa/Private/a.netdesk",
        "/srv/team/local/a.netdesk",
    ],
)
def test_that_places_of_this_computer_are_fit(path: str) -> None:
    assert why_not_live(facts(path, mounts=mounts_from_proc(PROC))) is None


@pytest.mark.parametrize("path", ["/mnt/staff drive/a.netdesk", "/srv/team/a.netdesk", "/home/rosa/gdrive/a.netdesk"])
def test_that_a_mounted_share_is_shared(path: str) -> None:
    assert why_not_live(facts(path, mounts=mounts_from_proc(PROC))) == Unfit("shared")


@pytest.mark.parametrize("root", ["overlay", "fuse", "fuse.fuse-overlayfs", "fuse-overlayfs", "9p", "tmpfs"])
def test_that_a_system_in_a_container_is_fit(root: str) -> None:
    assert why_not_live(facts("/srv/a.netdesk", mounts=(("/", root),))) is None


def test_that_a_mac_s_mounts_are_read() -> None:
    told = "/dev/disk3s1 on / (apfs, local, journaled)\n//rosa@server/staff on /Volumes/Staff on it (smbfs, nodev)\n"
    mounts = mounts_from_command(told)
    assert mounts == (("/", "apfs"), ("/Volumes/Staff on it", "smbfs"))
    assert why_not_live(facts("/Volumes/Staff on it/a.netdesk", "darwin", mounts=mounts)) == Unfit("shared")
    assert why_not_live(facts("/Volumes/Stick/a.netdesk", "darwin", mounts=mounts)) is None


def test_that_a_mark_of_a_service_in_a_folder_above_is_found_on_the_real_disk(tmp_path: Path) -> None:
    inner = tmp_path / "Team" / "desk"
    inner.mkdir(parents=True)
    assert places.unfit(inner / "a.netdesk") is None
    (tmp_path / "Team" / ".stfolder").mkdir()
    assert places.unfit(inner / "a.netdesk") == Unfit("synced", "Syncthing")


def test_that_the_refusal_says_what_why_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").touch()
    with pytest.raises(NetDeskError) as refused:
        places.refuse_unfit(tmp_path / "lincoln.netdesk")
    words = refused.value.user_text
    assert "lincoln.netdesk" in words and "Dropbox" in words and "exchange bundles" in words


def test_that_the_dropbox_program_s_own_folder_at_home_is_no_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".dropbox").mkdir()
    assert places.unfit(tmp_path / "a.netdesk") is None
