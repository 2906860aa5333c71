"""What a program is told where it gets no record: always JSON, and in words that help."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError
from pydantic import Field

from collections_app.visits import Moved, Withdrawn

NOT_FOUND = "There is no such record, or it is not public."
SECONDS_TO_WAIT = 60


class Problem(Schema):
    """One question of the address that was not understood, and why."""

    question: str = Field(description="The name of the question in the address.", examples=["kind"])
    message: str = Field(
        description="What is wrong with it, in words.",
        examples=["There is no kind of document “fish” here."],
    )


class Refusal(Schema):
    """Why there is no answer."""

    status: int = Field(description="The status of the answer, again.", examples=[422])
    detail: str = Field(
        description="What is the matter, in a sentence.",
        examples=["The question was not understood."],
    )
    problems: list[Problem] = Field(
        default=[], description="Which questions of the address were not understood."
    )


class Gone(Schema):
    """A record that was taken back, with the notice that stands in its place."""

    status: int = Field(examples=[410])
    detail: str = Field(examples=["This record was withdrawn."])
    notice: str = Field(
        description="What the house says of the withdrawal.",
        examples=["Withdrawn at the family’s request."],
    )


class NotUnderstood(Exception):
    """Raised for an address whose questions make no sense; answered with 422."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = [Problem(question=name, message=words) for name, words in problems]
        super().__init__(problems)


def refuse(status: int, detail: str, **more: Any) -> HttpResponse:
    """Return a refusal as JSON."""
    said = Refusal(status=status, detail=detail, **more)
    return JsonResponse(said.model_dump(), status=status, json_dumps_params={"ensure_ascii": False})


def say_refusals(api: NinjaAPI) -> None:
    """Have every refusal of the API be said in the same form."""
    api.add_exception_handler(Http404, lambda _request, _error: refuse(404, NOT_FOUND))
    api.add_exception_handler(Withdrawn, _gone)
    api.add_exception_handler(Moved, _moved)
    api.add_exception_handler(NotUnderstood, _not_understood)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(Throttled, _too_often)
    api.add_exception_handler(HttpError, _refused)


def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    return refuse(error.status_code, str(error))


def _gone(_request: HttpRequest, error: Any) -> HttpResponse:
    said = Gone(status=410, detail="This record was withdrawn.", notice=error.notice)
    return JsonResponse(said.model_dump(), status=410, json_dumps_params={"ensure_ascii": False})


def _moved(request: HttpRequest, error: Any) -> HttpResponse:
    """Lead from an old identifier to the record, inside the API."""
    home = reverse("briefingbooks:api")
    resource = request.path.removeprefix(home).split("/")[0]
    response = refuse(301, "The record has another identifier now.")
    response["Location"] = f"{home}{resource}/{error.url.rstrip('/').rsplit('/', 1)[-1]}"
    return response


def _not_understood(_request: HttpRequest, error: Any) -> HttpResponse:
    return refuse(422, "The question was not understood.", problems=error.problems)


def _invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    problems = [
        Problem(question=str(one["loc"][-1]), message=str(one["msg"])) for one in error.errors
    ]
    return refuse(422, "The question was not understood.", problems=problems)


def _too_often(_request: HttpRequest, _error: Any) -> HttpResponse:
    response = refuse(429, "Too many questions in one minute. Go on after a minute.")
    response["Retry-After"] = str(SECONDS_TO_WAIT)
    return response
