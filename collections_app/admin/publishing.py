"""The publication desk that every publishable record shares: what is missing, and the public acts.

`class ItemAdmin(PublishingAdmin)` is all that a desk needs. A person needs the permission
`publish_<model>` for the acts; whoever may change a record may send it to review.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from collections_app import dependants
from collections_app.admin.desk import DeskAdmin
from collections_app.admin.homonyms import names_page
from collections_app.admin.publication_verbs import VERBS, Outcome, Verb, perform
from collections_app.admin.uses_told import said_of
from collections_app.old_addresses import keep_old_address, stored_address_word
from collections_app.publication import Gap, PublicationState, Publishable

NAMED_AT_MOST = 20


class PublicationFilter(admin.SimpleListFilter):
    """Where records stand on their way to the public, an embargo told from what is public."""

    title = "publication"
    parameter_name = "publication"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("draft", "Draft"),
            ("in_review", "In review"),
            ("scheduled", "Public from a later date"),
            ("public", "Public"),
            ("withdrawn", "Withdrawn"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        published, now = Q(state=PublicationState.PUBLISHED), timezone.now()
        conditions = {
            "draft": Q(state=PublicationState.DRAFT),
            "in_review": Q(state=PublicationState.IN_REVIEW),
            "scheduled": published & Q(public_from__gt=now),
            "public": published & Q(public_from__lte=now),
            "withdrawn": Q(state=PublicationState.WITHDRAWN),
        }
        return queryset.filter(conditions.get(self.value() or "", Q()))


@dataclass(frozen=True, slots=True)
class MissingPart:
    """A gap as the panel shows it, with the place on the page where it is filled."""

    message: str
    anchor: str


@dataclass(frozen=True, slots=True)
class PublicationPanel:
    """Where a record stands: what it lacks, what may be done with it now, and where to see it."""

    record: Publishable
    is_public: bool
    blocking: list[MissingPart]
    advice: list[MissingPart]
    verbs: list[tuple[Verb, str]]
    url: str


class PublishingAdmin(DeskAdmin):
    """A desk for records that the public sees only after somebody published them."""

    change_form_template = "collections_app/publication_change_form.html"
    actions = ["publish", "publish_from", "send_to_review", "withdraw"]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        codename = get_permission_codename("publish", self.opts)
        return request.user.has_perm(f"{self.opts.app_label}.{codename}")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to delete what was ever published: its address is cited. It is withdrawn."""
        if obj is not None and obj.published_at is not None:
            return False
        return super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Let the former address lead on where the word of the address was changed."""
        former = stored_address_word(obj) if change else ""
        super().save_model(request, obj, form, change)
        keep_old_address(obj, former)

    def after_saving(self, request: HttpRequest, record: Any) -> None:
        """Tell if the record went back from the public with this save, and why."""
        was_published = record.state == PublicationState.PUBLISHED
        super().after_saving(request, record)
        if was_published and record.state == PublicationState.WITHDRAWN:
            messages.warning(request, f"Taken back from the public. {record.withdrawal_reason}")

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_display(request), "publication"]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [PublicationFilter, *super().get_list_filter(request)]

    @admin.display(description="publication", ordering="state")
    def publication(self, record: Publishable) -> str:
        """Say in words where a record stands."""
        if record.on_hold_since is not None:
            return "on hold"
        if record.state != PublicationState.PUBLISHED or record.public_from is None:
            return record.get_state_display()
        day = timezone.localtime(record.public_from)
        if record.public_from > timezone.now():
            return f"public from {day:%Y-%m-%d %H:%M %Z}"
        return f"public since {day:%Y-%m-%d}"

    @admin.action(permissions=["publish"], description="Publish")
    def publish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._act_on_selection(request, queryset, VERBS["publish"])

    @admin.action(permissions=["publish"], description="Publish from a date…")
    def publish_from(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._act_on_selection(request, queryset, VERBS["publish-from"])

    @admin.action(permissions=["change"], description="Send to review")
    def send_to_review(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._act_on_selection(request, queryset, VERBS["send-to-review"])

    @admin.action(permissions=["publish"], description="Withdraw…")
    def withdraw(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._act_on_selection(request, queryset, VERBS["withdraw"])

    def _act_on_selection(
        self, request: HttpRequest, queryset: QuerySet, verb: Verb
    ) -> HttpResponse | None:
        hidden = {
            "action": verb.name.replace("-", "_"),
            "select_across": request.POST.get("select_across", "0"),
        }
        selected = request.POST.getlist(ACTION_CHECKBOX_NAME)
        hidden_fields = [*hidden.items(), *((ACTION_CHECKBOX_NAME, pk) for pk in selected)]
        return self._ask_or_act(request, queryset, verb, hidden_fields)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_publication"
        view = self.admin_site.admin_view(self.publication_view)
        return [
            path("<path:object_id>/publication/<slug:verb>/", view, name=name),
            path(
                "<path:object_id>/protected-names/",
                self.admin_site.admin_view(self.protected_names_view),
            ),
            *super().get_urls(),
        ]

    def publication_view(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        """Do one public act to one record; an act that asks something shows its questions first."""
        record = self.get_object(request, unquote(object_id))
        act = VERBS.get(verb)
        if record is None or act is None:
            raise Http404
        if not self._may(request, act, record):
            raise PermissionDenied
        if request.method == "POST" or act.form is not None:
            page = self._ask_or_act(request, [record], act, [])
            if page is not None:
                return page
        return redirect(self._page_of(record))

    def protected_names_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the protected names that stand in one record, and who else may be meant."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        may_change = self.has_change_permission(request, record)
        return names_page(self.admin_site, request, record, may_change)

    def _may(self, request: HttpRequest, verb: Verb, record: Publishable) -> bool:
        if verb.permission == "publish":
            return self.has_publish_permission(request)
        return self.has_change_permission(request, record)

    def _ask_or_act(
        self,
        request: HttpRequest,
        records: Iterable[Any],
        verb: Verb,
        hidden_fields: list[tuple[str, str]],
    ) -> HttpResponse | None:
        """Return the page that asks what the act needs to know; nothing once it is done."""
        answers: dict[str, Any] = {}
        if verb.form is not None:
            form = verb.form(request.POST if "answered" in request.POST else None)
            if not form.is_valid():
                return self._question_page(request, records, verb, form, hidden_fields)
            answers = form.cleaned_data
        self._report(request, verb, perform(verb, records, request.user, answers))  # type: ignore[arg-type]
        return None

    def _question_page(
        self,
        request: HttpRequest,
        records: Iterable[Any],
        verb: Verb,
        form: Any,
        hidden_fields: list[tuple[str, str]],
    ) -> HttpResponse:
        records = list(records)
        uses = self._uses(verb, records)
        context = {
            **self.admin_site.each_context(request),
            "title": verb.label,
            "opts": self.opts,
            "verb": verb,
            "form": form,
            "records": [(record, verb.possible(record)) for record in records[:NAMED_AT_MOST]],
            "more": max(len(records) - NAMED_AT_MOST, 0),
            "uses": uses,
            "uses_said": said_of(uses),
            "hidden_fields": hidden_fields,
            "back_url": request.get_full_path() if hidden_fields else self._page_of(records[0]),
            "media": self.media + form.media,
        }
        return render(request, "collections_app/publication_ask.html", context)

    def _uses(self, verb: Verb, records: list[Any]) -> list[dependants.Use]:
        """Return what needs these records, for whoever is about to take them back."""
        if verb is not VERBS["withdraw"]:
            return []
        return [use for one in records[:NAMED_AT_MOST] for use in dependants.uses_of(one)]

    def _report(self, request: HttpRequest, verb: Verb, outcomes: list[Outcome]) -> None:
        done = [outcome.record for outcome in outcomes if not outcome.problems]
        refused = [outcome for outcome in outcomes if outcome.problems]
        for record in done:
            self.log_change(request, record, f"{verb.done}.")
        if done:
            names = format_html_join("; ", "{}", ((record,) for record in done[:NAMED_AT_MOST]))
            rest = f" and {len(done) - NAMED_AT_MOST} more" if len(done) > NAMED_AT_MOST else ""
            messages.success(request, format_html("{}: {}{}.", verb.done, names, rest))
        for outcome in refused[:NAMED_AT_MOST]:
            words = format_html(
                "Not done: {} – {}", outcome.record, " ".join(map(str, outcome.problems))
            )
            messages.error(request, words)
        if len(refused) > NAMED_AT_MOST:
            messages.error(request, f"{len(refused) - NAMED_AT_MOST} more were refused.")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = kwargs.get("obj")
        if kwargs.get("change") and record is not None:
            context["publication"] = self._panel(request, record.pk, context)
            context["may_change"] = self.has_change_permission(request, record)
        return super().render_change_form(request, context, *args, **kwargs)

    def gaps_for(self, request: HttpRequest, record: Any) -> list[Gap]:
        """Return what a record lacks, in words that the person at the desk may read."""
        return record.publication_gaps()

    def _panel(self, request: HttpRequest, pk: Any, context: dict[str, Any]) -> PublicationPanel:
        # The record as it is stored: the one in the form may carry what was typed and refused.
        record = self.model._default_manager.get(pk=pk)
        gaps = self.gaps_for(request, record)
        verbs = [
            (verb, self._verb_url(record, verb))
            for verb in VERBS.values()
            if verb.possible(record) and self._may(request, verb, record)
        ]
        return PublicationPanel(
            record=record,
            is_public=record.is_public(),
            blocking=[_with_anchor(gap, context) for gap in gaps if gap.blocks],
            advice=[_with_anchor(gap, context) for gap in gaps if not gap.blocks],
            verbs=verbs,
            url=record.get_absolute_url() if hasattr(record, "get_absolute_url") else "",
        )

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """After “Save and publish” and the like: save, then do the act or ask what it needs."""
        verb = VERBS.get(request.POST.get("_publication", ""))
        if verb is None:
            return super().response_change(request, obj)
        if not self._may(request, verb, obj):
            raise PermissionDenied
        if verb.form is not None:
            return redirect(self._verb_url(obj, verb))
        stored = self.model._default_manager.get(pk=obj.pk)
        self._ask_or_act(request, [stored], verb, [])
        return redirect(self._page_of(obj))

    def _verb_url(self, record: Any, verb: Verb) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_publication"
        return reverse(name, args=[record.pk, verb.name], current_app=self.admin_site.name)

    def _page_of(self, record: Any) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[record.pk], current_app=self.admin_site.name)


def _with_anchor(gap: Gap, context: dict[str, Any]) -> MissingPart:
    if gap.page:
        return MissingPart(gap.message, gap.page)
    field = gap.field.removesuffix("_id")
    if field in context["adminform"].form.fields:
        return MissingPart(gap.message, f"#id_{field}")
    groups = [inline.formset.prefix for inline in context["inline_admin_formsets"]]
    group = next((name for name in groups if name == field or name.endswith(f"_{field}")), None)
    return MissingPart(gap.message, f"#{group}-group" if group else "")
