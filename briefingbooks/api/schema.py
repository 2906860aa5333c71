"""The application that programs talk to: lists and single records of every kind, read-only.

What it says of itself (OpenAPI) is made from the tables of fields in `open_data`, so that the two
cannot come apart.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from ninja import NinjaAPI, Query, Schema
from ninja.renderers import JSONRenderer
from pydantic import Field, create_model

from briefingbooks.api.answering import EveryAddress, for_everybody
from briefingbooks.api.cursors import NotOurs, read_cursor, write_cursor
from briefingbooks.api.questions import OF_THE_LIST, QUESTIONS, refuse_unknown
from briefingbooks.api.refusals import Gone, NotUnderstood, Refusal, say_refusals
from briefingbooks.open_data.kinds import INTERVIEWS, KINDS, PASSAGES, Kind
from collections_app.filters import readers_query
from collections_app.manifests import NOBODY
from collections_app.visits import find_visible

USUAL, MOST = 50, 200
REFUSALS: dict[Any, Any] = {422: Refusal, 429: Refusal}
DESCRIPTION = """Everything that is public here, as plain values, to read and to take away.

A list is read from page to page by its `next` address until there is none. Records come in the
order in which they were first entered. A record that is hidden and one that never was are the same
404; one that was withdrawn with a notice is a 410 with that notice. The values are in English, or
in the language of the record. Nothing can be written."""


class PlainJson(JSONRenderer):
    """JSON in UTF-8, with letters as they are."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title=f"{settings.SITE_NAME}: public records",
    version="1",
    description=DESCRIPTION,
    urls_namespace="briefingbooks:api-v1",
    docs_url=None,
    renderer=PlainJson(),
    throttle=EveryAddress(),
    openapi_extra={"info": {"license": {"name": "As each record says in `rights`"}}},
)
say_refusals(api)


class ListQuestions(Schema):
    """Where to go on, and how many records at once."""

    cursor: str = Field(
        default="", max_length=200, description="From the `next` address of the page before."
    )
    limit: int = Field(default=USUAL, ge=1, le=MOST, description="How many records at most.")


def page_schema(kind: Kind) -> type[Schema]:
    """Return the schema of a page of a list of one kind."""
    return create_model(
        f"PageOf{kind.name.capitalize()}",
        __base__=Schema,
        __doc__=f"A page of the list of {kind.name}.",
        results=(list[kind.schema], Field(description="The records.")),  # type: ignore[name-defined]
        next=(
            str | None,
            Field(description="Address of the next page; none on the last one."),
        ),
    )


def _page(
    request: HttpRequest, kind: Kind, records: QuerySet, asked: ListQuestions, scope: str = ""
) -> dict[str, Any]:
    """Return a page of some records of a kind, in two steps: read by key, made into values."""
    resource = f"{kind.name}{scope}"
    rows = kind.stretch(_after(resource, asked), asked.limit + 1, records)
    some = rows[: asked.limit]
    more = len(rows) > asked.limit
    return {
        "results": kind.values(some, request.build_absolute_uri),
        "next": _next(request, resource, some[-1].pk) if more else None,
    }


def _after(resource: str, asked: ListQuestions) -> int:
    """Return the key behind which a list goes on. Raises `NotUnderstood`."""
    try:
        return read_cursor(resource, asked.cursor)
    except NotOurs as error:
        words = "This is no cursor of this list. Begin without one."
        raise NotUnderstood([("cursor", words)]) from error


def _next(request: HttpRequest, resource: str, last: int) -> str:
    query: QueryDict = readers_query(request).copy()
    query["cursor"] = write_cursor(resource, last)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _list_of(kind: Kind) -> Callable[..., Any]:
    questions = QUESTIONS.get(kind.name)

    def listed(request: HttpRequest, asked: Query[ListQuestions]) -> Any:
        records = kind.records()
        if questions is None:
            refuse_unknown(readers_query(request), list(OF_THE_LIST))
        else:
            after = _after(kind.name, asked)
            left = questions.answer(request, after, asked.limit + 1)
            records = records.filter(pk__in=left.order_by().values("pk"))
        return _page(request, kind, records, asked)

    return listed


def _one_of(kind: Kind) -> Callable[..., Any]:
    def one(request: HttpRequest, identifier: str) -> Any:
        found = find_visible(kind.records().model.objects, NOBODY, **{kind.key: identifier})
        rows = list(kind.records().filter(pk=found.pk))
        return kind.values(rows, request.build_absolute_uri)[0]

    return one


def _offer(kind: Kind) -> None:
    """Add the list of a kind and its single records to the application."""
    questions = QUESTIONS.get(kind.name)
    extra = {"parameters": questions.described()} if questions else {}
    api.get(
        f"/{kind.name}",
        response={200: page_schema(kind), **REFUSALS},
        operation_id=f"list_{kind.name}",
        summary=f"List of {kind.name}",
        description=kind.schema.__doc__,
        tags=[kind.name],
        openapi_extra=extra,
    )(_list_of(kind))
    api.get(
        f"/{kind.name}/{{identifier}}",
        response={200: kind.schema, 404: Refusal, 410: Gone, **REFUSALS},
        operation_id=f"one_of_{kind.name}",
        summary=f"One {kind.noun}",
        description=kind.schema.__doc__,
        tags=[kind.name],
    )(_one_of(kind))


for _kind in KINDS:
    if _kind is not PASSAGES:
        _offer(_kind)


@api.get(
    "/interviews/{identifier}/passages",
    response={200: page_schema(PASSAGES), 404: Refusal, 410: Gone, **REFUSALS},
    operation_id="passages_of_interview",
    summary="What is said in an interview",
    description="The passages that readers may read, transcript after transcript. What is "
    "withheld is not in them. Read the `notices` of the interview first, and show them to whoever "
    "will read the words.",
    tags=["interviews"],
)
def passages_of_interview(
    request: HttpRequest, identifier: str, asked: Query[ListQuestions]
) -> Any:
    """Return the public passages of a public interview."""
    refuse_unknown(readers_query(request), list(OF_THE_LIST))
    interview = find_visible(INTERVIEWS.records().model.objects, NOBODY, ref=identifier)
    records = PASSAGES.records().filter(interview=interview)
    return _page(request, PASSAGES, records, asked, scope=f":{interview.pk}")


def addresses() -> tuple[list[Any], str]:
    """Return the addresses of the application, as `include` takes them."""
    patterns, app, _ = api.urls
    return [for_everybody(pattern) for pattern in patterns], app
