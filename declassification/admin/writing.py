"""The pages on which a letter is drafted beside its request. Nothing here sends anything."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode

from collections_app.admin.desk import DeskAdmin
from declassification.admin.acting import ADDRESS
from declassification.admin.appealing import AppealingAdmin
from declassification.admin.letter_forms import LetterForm
from declassification.drafting.docx import as_docx
from declassification.drafting.facts import Occasion
from declassification.drafting.letter import Letter, drafted, is_list
from declassification.drafting.offering import offers
from declassification.drafting.placeholders import PLACEHOLDERS, parted_by_gaps
from declassification.letters import DOCX
from declassification.models import AccessRequest, Appeal, LetterTemplate

KEPT = "Draft of a letter, not sent by the house: {name}."


class WritingAdmin(AppealingAdmin):
    """Adds letters to the desk of requests. Whoever may act on a request writes letters."""

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(f"<path:object_id>/{place}", self._guarded(view), name=f"{ADDRESS}_{name}")
            for place, view, name in (
                ("letter/", self.choose_letter_view, "choose_letter"),
                ("letter/<int:template_id>/", self.letter_draft_view, "write_letter"),
            )
        ]
        return [*own, *super().get_urls()]

    def desk_links(self, request: HttpRequest, record: AccessRequest) -> list[tuple[str, str]]:
        """Return further pages about a request, as its desk offers them."""
        return [("Write a letter…", letters_url(record))] if self.may_act(request, record) else []

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = kwargs.get("obj")
        if record is not None:
            context["desk_links"] = self.desk_links(request, record)
        return super().render_change_form(request, context, *args, **kwargs)

    def choose_letter_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Offer the templates, those that fit law and stage first."""
        record = self._record(request, object_id)
        appeal = _appeal_of(record, request)
        groups = [
            (offer.heading, [(one, _draft_url(record, one, appeal)) for one in offer.templates])
            for offer in offers(record, appeal)
        ]
        context = self._letter_context(request, record, "Write a letter")
        context |= {"groups": groups, "appeal": appeal}
        return render(request, "declassification/letter_choose.html", context)

    def letter_draft_view(
        self, request: HttpRequest, object_id: str, template_id: int
    ) -> HttpResponse:
        """Show the letter filled in; hand it out as it was changed, or keep it in the log."""
        record = self._record(request, object_id)
        template = LetterTemplate.objects.offered().filter(pk=template_id).first()
        if template is None:
            raise Http404
        appeal = _appeal_of(record, request)
        signer = request.user.get_full_name()  # type: ignore[union-attr]
        occasion = Occasion(record, appeal, template.purpose, template.language, signer)
        form = LetterForm(
            request.POST or None, letter=drafted(template, occasion), revision=record.revision
        )
        if request.method == "POST" and form.is_valid():
            answer = self._take_away(request, record, template, form)
            if answer is not None:
                return answer
        letter = form.letter() if form.is_bound and form.is_valid() else drafted(template, occasion)
        context = self._letter_context(request, record, template.name)
        context |= {"form": form, "gaps": letter.gaps, "letters_url": letters_url(record, appeal)}
        return render(request, "declassification/letter_write.html", context)

    def _take_away(
        self,
        request: HttpRequest,
        record: AccessRequest,
        template: LetterTemplate,
        form: LetterForm,
    ) -> HttpResponse | None:
        letter = form.letter()
        if "docx" in request.POST:
            return _as_file(letter, record)
        if "print" in request.POST:
            return _as_page(request, letter, record)
        if "keep" in request.POST:
            record.revision = form.cleaned_data["revision"]
            try:
                _keep(letter, record, template, request.user)
            except ValidationError as refusal:
                form.add_error(None, refusal)
                return None
            messages.success(request, "Kept in the log as a draft. It is not marked as sent.")
            if letter.gaps:
                messages.warning(request, f"Still missing in it: {', '.join(letter.gaps)}")
            return redirect(self._page_of(record))
        return None

    def _letter_context(
        self, request: HttpRequest, record: AccessRequest, title: str
    ) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(record),
            "opts": self.opts,
            "record": record,
            "back_url": self._page_of(record),
            "media": DeskAdmin(LetterTemplate, self.admin_site).media,
        }


def letters_url(record: AccessRequest, appeal: Appeal | None = None) -> str:
    """Return the page on which a template is chosen, for a request or for one of its appeals."""
    return _with_appeal(reverse(f"admin:{ADDRESS}_choose_letter", args=[record.pk]), appeal)


def _draft_url(record: AccessRequest, template: LetterTemplate, appeal: Appeal | None) -> str:
    address = reverse(f"admin:{ADDRESS}_write_letter", args=[record.pk, template.pk])
    return _with_appeal(address, appeal)


def _with_appeal(address: str, appeal: Appeal | None) -> str:
    return f"{address}?{urlencode({'appeal': appeal.pk})}" if appeal else address


def _appeal_of(record: AccessRequest, request: HttpRequest) -> Appeal | None:
    """Return the appeal that the address names; one of another request is not found."""
    named = request.GET.get("appeal", "")
    if not named:
        return None
    known = record.appeals.select_related("body")
    appeal = known.filter(pk=named).first() if named.isdecimal() and len(named) < 18 else None
    if appeal is None:
        raise Http404
    found: Appeal = appeal
    return found


def _file_name(record: AccessRequest) -> str:
    return f"letter-{record.number}-{record.authority.today().isoformat()}.docx"


def _as_file(letter: Letter, record: AccessRequest) -> HttpResponse:
    response = HttpResponse(as_docx(letter), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{_file_name(record)}"'
    return response


def _as_page(request: HttpRequest, letter: Letter, record: AccessRequest) -> HttpResponse:
    blocks = [
        ("letter-list" if is_list(lines) else "", [parted_by_gaps(line) for line in lines])
        for lines in letter.paragraphs()
    ]
    head = [
        (name, [parted_by_gaps(line) for line in text.split("\n")])
        for name, text in (
            ("sender", letter.sender),
            ("recipient", letter.recipient),
            ("dated", letter.dated),
            ("references", letter.references),
        )
        if text
    ]
    context = {
        "letter": letter,
        "head": head,
        "subject": parted_by_gaps(letter.subject),
        "blocks": blocks,
        "record": record,
    }
    return render(request, "declassification/letter_print.html", context)


def _keep(letter: Letter, record: AccessRequest, template: LetterTemplate, user: Any) -> None:
    file = ContentFile(as_docx(letter), name=_file_name(record))
    record.add_note(
        by=user,
        on=record.authority.today(),
        note=KEPT.format(name=template.name),
        direction="out",
        letter=file,
    )


@admin.register(LetterTemplate)
class LetterTemplateAdmin(DeskAdmin):
    """The list of templates; which names may stand in them is said beside the text."""

    list_display = ["name", "purpose", "regime", "language", "is_active"]
    list_filter = ["language", "purpose", "is_active", ("regime", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["regime"]
    search_fields = ["name", "subject", "body"]
    autocomplete_fields = ["regime"]
    tall_fields = ("body",)
    fieldsets = [
        (None, {"fields": ["name", ("purpose", "language"), "regime", "is_active"]}),
        (
            "The letter",
            {
                "description": "Names between braces are filled in; what is not known stands in "
                "the letter as a gap in brackets. There are: "
                + ", ".join(f"{{{{ {name} }}}}" for name in PLACEHOLDERS)
                + ".",
                "fields": ["subject", "body"],
            },
        ),
        ("For the house", {"fields": ["notes"]}),
    ]
