"""The desk of requests: where each stands, by when somebody must act, the verbs to record."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dateformat import format as format_date

from declassification.admin.acting import ADDRESS, why_no_rule
from declassification.admin.acting_forms import VERB_FORMS
from declassification.admin.filters import BallFilter, TimeFilter
from declassification.admin.parting import PartingAdmin
from declassification.admin.parts import (
    DecisionInline,
    DocumentInline,
    EventInline,
    ReferenceNumberInline,
)
from declassification.admin.sheets import documents_url
from declassification.cases import Running
from declassification.clocks import Clock
from declassification.explaining import counted
from declassification.kinship import kin_of
from declassification.models import AccessRequest, Verification
from declassification.stages import (
    ANSWERED,
    AWAITING_ANSWER,
    EventKind,
    Outcome,
    Stage,
    ball_with,
)
from declassification.transitions import TRANSITIONS, possible_verbs

STANDING = ("Where it stands", {"fields": ["standing", "kin", "time", "to_decide", "appeals"]})
ASKED = (
    "What is asked",
    {
        "description": "Title and scope are read by the public once the request is published.",
        "fields": [("kind", "authority"), "regime", "title", "scope", "turning_point"],
    },
)
CONDUCT = ("Conduct", {"fields": [("assigned_to", "priority"), "is_demonstration"]})
HOUSE = (
    "For the house",
    {
        "description": "Never shown to the public, published or not.",
        "fields": ["strategy", "notes"],
    },
)

# A page with more documents than this would be too long to read and to send.
MOST_ON_A_PAGE = 100
# What the page of a request shows only to those who conduct it; a list narrowed by it would tell.
KEPT_FIELDS = frozenset({"strategy", "notes", "note", "withdrawal_reason"})


@admin.register(AccessRequest)
class AccessRequestAdmin(PartingAdmin):
    change_form_template = "declassification/request_change_form.html"
    list_display = [
        "number",
        "asked_of",
        "title",
        "state_of_request",
        "sent",
        "due",
        "ball",
        "assigned_to",
    ]
    list_display_links = ["number", "title"]
    list_filter = [
        TimeFilter,
        BallFilter,
        "stage",
        "kind",
        ("regime", admin.RelatedOnlyFieldListFilter),
        ("authority", admin.RelatedOnlyFieldListFilter),
        ("assigned_to", admin.RelatedOnlyFieldListFilter),
        ("turning_point", admin.RelatedOnlyFieldListFilter),
        "priority",
        "is_demonstration",
    ]
    list_select_related = ["assigned_to"]
    search_fields = ["number", "title", "scope", "authority__name", "reference_numbers__value"]
    autocomplete_fields = ["authority", "regime", "turning_point"]
    readonly_fields = ["standing", "kin", "time", "to_decide", "appeals"]
    inlines = [ReferenceNumberInline, DocumentInline, DecisionInline, EventInline]
    tall_fields = ("scope",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        requests: Any = super().get_queryset(request)
        return requests.with_clock()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Refuse, for everyone, to narrow the list by words that are for the house."""
        if KEPT_FIELDS.intersection(lookup.split(LOOKUP_SEP)):
            return False
        return super().lookup_allowed(lookup, value, request)

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Search by their numbers only for those who may read them."""
        fields = [str(field) for field in super().get_search_fields(request)]
        if request.user.has_perm("declassification.view_referencenumber"):
            return fields
        return [field for field in fields if not field.startswith("reference_numbers")]

    def changed_with(self, record: AccessRequest) -> list[Model]:
        """The pages of the documents name the requests for them."""
        return [record, *record.items.all()]

    def after_saving(self, request: HttpRequest, record: AccessRequest) -> None:
        """Let copies follow: the authority and the documents decide what readers may know."""
        record.show_or_hide_releases(by=request.user)  # type: ignore[arg-type]
        super().after_saving(request, record)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Begin with where the request stands; strategy is for those who conduct it."""
        if obj is None:
            return [ASKED, CONDUCT, HOUSE]
        may_conduct = self.has_change_permission(request, obj)
        return [STANDING, ASKED, CONDUCT, HOUSE] if may_conduct else [STANDING, ASKED, CONDUCT]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Leave out what is not yet, and documents too many for one form: they have a list."""
        if obj is None:
            return [one for one in self.inlines if one not in (DecisionInline, EventInline)]
        is_long = obj.documents.count() > MOST_ON_A_PAGE
        return [one for one in self.inlines if not (is_long and one is DocumentInline)]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let only a draft be deleted: what has a log has a history."""
        if obj is not None and obj.events.exists():
            return False
        return super().has_delete_permission(request, obj)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        record = kwargs.get("obj")
        if record is not None and self.may_act(request, record):
            reply = record.events.to_classify().first()
            context["reply"] = reply
            context["verbs"] = self._verbs(record, f"?reply={reply.pk}" if reply else "")
        return super().render_change_form(request, context, *args, **kwargs)

    def _verbs(self, record: AccessRequest, reply: str) -> list[tuple[str, str]]:
        steps = [
            (step.label, step.verb)
            for step in possible_verbs(record.stage)
            if step.verb in VERB_FORMS and not why_no_rule(step.verb, record)
        ]
        if _may_say_when_received(record):
            steps.insert(0, (TRANSITIONS["record_receipt_late"].label, "record_receipt"))
        return [(label, self.act_url(record, verb) + reply) for label, verb in steps]

    # --- Columns -------------------------------------------------------------------------------

    @admin.display(description="authority", ordering="authority__name")
    def asked_of(self, record: AccessRequest) -> str:
        return record.authority.name

    @admin.display(description="state", ordering="stage")
    def state_of_request(self, record: AccessRequest) -> str:
        stage = Stage(record.stage).label
        state = f"{stage}: {Outcome(record.outcome).label}" if record.outcome else str(stage)
        return f"{state} (demonstration)" if record.is_demonstration else state

    @admin.display(description="sent")
    def sent(self, record: AccessRequest) -> str:
        sent_on = record.clock().sent_on
        return short(sent_on) if sent_on else ""

    @admin.display(description="due")
    def due(self, record: AccessRequest) -> str:
        return due_in_words(record.clock())

    @admin.display(description="ball with")
    def ball(self, record: AccessRequest) -> str:
        return ball_with(record.stage).label

    # --- Panels --------------------------------------------------------------------------------

    @admin.display(description="state")
    def standing(self, record: AccessRequest) -> str:
        return f"{self.state_of_request(record)}; ball with {ball_with(record.stage).label}"

    @admin.display(description="belongs with", empty_value="no other request")
    def kin(self, record: AccessRequest) -> str | None:
        found = kin_of(record, AccessRequest.objects.all())
        lines = [
            (kin.words, [(str(one), self._page_of(one)) for one in kin.requests]) for kin in found
        ]
        return render_to_string("declassification/_desk_kin.html", {"lines": lines}) or None

    @admin.display(description="time")
    def time(self, record: AccessRequest) -> str:
        clock = record.clock()
        return render_to_string(
            "declassification/_desk_clock.html",
            {
                "clock": clock,
                "due": due_in_words(clock),
                "theirs": [(one, _over(one, clock)) for one in clock.theirs],
                "not_checked": [term.name for term in _unchecked(clock)],
            },
        )

    @admin.display(description="documents to decide on")
    def to_decide(self, record: AccessRequest) -> str:
        documents = record.documents.select_related("item")[:MOST_ON_A_PAGE]
        stands = {decision.document_id: decision for decision in record.standing_decisions()}
        number = record.documents.count()
        can_be_decided = record.stage in TRANSITIONS["decide_document"].sources
        lines = [
            (
                document,
                stands.get(document.pk),
                reverse(f"admin:{ADDRESS}_decide", args=[record.pk, document.pk]),
            )
            for document in documents
        ]
        return render_to_string(
            "declassification/_desk_documents.html",
            {
                "lines": lines,
                "can_be_decided": can_be_decided,
                "number": number,
                "list_url": documents_url(record) if number > len(lines) else "",
            },
        )

    @admin.display(description="appeals")
    def appeals(self, record: AccessRequest) -> str:
        return render_to_string(
            "declassification/_desk_appeals.html",
            {
                "lines": self.appeal_lines(record),
                "begin_url": reverse(f"admin:{ADDRESS}_begin_appeal", args=[record.pk]),
                "can_begin": record.stage in ANSWERED | AWAITING_ANSWER,
            },
        )


def due_in_words(clock: Clock) -> str:
    """Say in one line where the authority's clock stands."""
    if clock.paused_since:
        return f"clock stands still since {short(clock.paused_since)}"
    if clock.due is None or not clock.is_running:
        return ""
    estimated = " (receipt estimated)" if clock.answer and clock.answer.is_estimated else ""
    days = clock.days_left or 0
    if days < 0:
        return f"{short(clock.due)}, {counted(-days, 'day')} over{estimated}"
    return f"{short(clock.due)}, in {counted(days, 'day')}{estimated}"


def _over(one: Running, clock: Clock) -> str:
    """Say by how much a term of theirs is over; empty while it runs."""
    days = (clock.today - one.due).days if one.due else 0
    return f"{counted(days, 'day')} over" if days > 0 else ""


def short(day: date) -> str:
    """Write a date for a narrow column, on one line."""
    return format_date(day, "j M Y").replace(" ", "\N{NO-BREAK SPACE}")


def _unchecked(clock: Clock) -> list[Any]:
    rights = [one.computed for one in [*clock.theirs, *clock.rights, *clock.rights_to_come]]
    computed = [*([clock.answer] if clock.answer else []), *rights]
    return [
        found.term
        for found in computed
        if found.term.key and found.term.verification != Verification.SEEN
    ]


def _may_say_when_received(record: AccessRequest) -> bool:
    receipts = [e for e in record.standing_events() if e.kind == EventKind.RECEIVED]
    is_known = bool(receipts) and not receipts[-1].is_estimated
    return not is_known and record.stage in TRANSITIONS["record_receipt_late"].sources
