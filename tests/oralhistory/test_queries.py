"""Pages cost the same number of queries however much they show."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from oralhistory.models import Interview, Role
from tests.make import make_agent, make_item, make_subject
from tests.oralhistory.make import (
    make_index_point,
    make_interview,
    make_media,
    make_mentioned,
    make_participation,
    make_transcript,
)

pytestmark = pytest.mark.django_db

# keys and their count, interviews, languages, places, advisories; participants, passages,
# recordings; choices of 4 questions, those of languages also for what is said in words
LIST_BUDGET = 14
# no count; how many hits, which ones; passages, points of the index, transcripts. Ten on a page.
SEARCH_BUDGET = 18
# interview, languages, place; transcripts, participants, counts, recordings twice, passages,
# documents, subjects, advisories, notes, index, restrictions, what may be asked for, whether it is
# public; then what cites it. An index costs seven more, at any length (test_page_parts.py).
# Five for what the page says to programs, asked anew so that it is what everybody may see.
PAGE_BUDGET = 24
CAPTIONS_BUDGET = 5  # record, transcripts, passages, advisories, whether it is public


def make_one(cues: int) -> Interview:
    interview = make_interview(narrators=[{"agent": make_agent(published=True)}])
    make_participation(interview=interview, role=Role.INTERVIEWER)
    interview.subjects.add(make_subject(published=True))
    make_transcript(interview=interview, cues=[{}] * cues)
    make_media(interview=interview)
    make_mentioned(interview=interview, item=make_item(published=True))
    interview.publish(by=None)
    return interview


def test_the_list_costs_the_same_for_one_and_for_eleven(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_one(cues=1)
    with django_assert_max_num_queries(LIST_BUDGET) as one:
        assert client.get("/interviews/").status_code == 200
    for _ in range(10):
        make_one(cues=1)
    with django_assert_max_num_queries(LIST_BUDGET) as eleven:
        assert client.get("/interviews/").status_code == 200
    assert len(eleven) == len(one)


def test_a_search_costs_the_same_for_one_interview_and_for_eleven(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    for more in (1, 10):
        for _ in range(more):
            make_index_point(interview=make_one(cues=5), title="Words of a point")
        with django_assert_max_num_queries(SEARCH_BUDGET) as counted:
            answer = client.get("/interviews/?q=words")
        assert answer.content.count(b"<mark>Words</mark>") == 3 * more
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_the_page_costs_the_same_for_ten_and_for_five_hundred_passages(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    for cues in (10, 500):
        interview = make_one(cues=cues)
        with django_assert_max_num_queries(PAGE_BUDGET) as counted:
            answer = client.get(interview.get_absolute_url())
        assert answer.content.count(b'class="cue"') == cues
        counts.append(len(counted))
        with django_assert_max_num_queries(CAPTIONS_BUDGET):
            assert client.get(f"{interview.get_absolute_url()}transcript.vtt").status_code == 200
    assert counts[0] == counts[1]
