"""Places in a work are said in one way, however they were typed."""

import pytest

from briefingbooks.citing.locators import locator


@pytest.mark.parametrize(
    ("typed", "kind", "said"),
    [
        ("pp. 142-168", "book", "142–168"),
        ("pp.142--168", "book", "142–168"),
        ("p. 5", "report", "5"),
        ("p 5 - 6", "report", "5–6"),
        ("5, 9-10", "book", "5, 9–10"),
        ("pp. xii-xiv", "book", "xii–xiv"),
        ("p. 5", "news", "p. 5"),
        ("p. 5-6", "web_page", "pp. 5–6"),
        ("pages 5 and 6", "archival", "pp. 5 and 6"),
        ("para 6", "un_document", "para. 6"),
        ("para. 6-8", "un_document", "paras. 6–8"),
        ("paras. 6", "un_document", "para. 6"),
        ("¶ 12", "judgment", "para. 12"),
        ("§ 4", "legislation", "sec. 4"),
        ("vol. 2, p. 3-4", "book", "2:3–4"),
        ("vol. 2, p. 3", "archival", "vol. 2, p. 3"),
        ("vol 2", "book", "vol. 2"),
        ("chapter 3", "book", "chap. 3"),
        ("note 4", "book", "n. 4"),
        ("p. 61, note 4", "book", "61, n. 4"),
        ("00:12:31-00:13:05", "film", "at 0:12:31–0:13:05"),
        ("12:31", "film", "at 0:12:31"),
        ("1:02:03.5", "broadcast", "at 1:02:03"),
        ("S-1062-0001", "archival", "S-1062-0001"),
        ("passim", "book", "passim"),
        ("the map after p. 60", "book", "the map after p. 60"),
        ("  p.  5. ", "book", "5"),
        ("", "book", ""),
    ],
)
def test_a_locator_is_normalised(typed: str, kind: str, said: str) -> None:
    assert locator(typed, kind) == said
