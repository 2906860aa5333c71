"""The desk of the transcriber: a text beside the image of its page, and what readers get of it."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from collections_app.admin.copies import may_be_deleted
from collections_app.admin.desk import DeskAdmin, PartsInline
from collections_app.admin.excisions_drawn import may_draw
from collections_app.admin.found_by_words import FoundByWords
from collections_app.admin.page_pictures import large_picture, master_picture
from collections_app.admin.page_text_forms import PageNoteForm, PageTextForm
from collections_app.desk_words.following import DOCUMENTS, TEXTS
from collections_app.models import Excision, PageNote, PageText
from collections_app.redaction import ours_on
from collections_app.text_marks import follow_marks, follow_words
from collections_app.withheld_words import TAKEN_OUT

MAY_WITHHOLD = "collections_app.change_excision"
STILL_CLOSED = (
    "This text is closed to readers: we withhold something from its page. Put all of it between ⟦ "
    "and ⟧, then {}."
)


class WaitsFilter(admin.SimpleListFilter):
    """Texts that are closed until somebody marks what must go from them."""

    title = "redaction"
    parameter_name = "redaction"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waits", "Waits to be marked"), ("marked", "Holds withheld words")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "waits":
            ours = Excision.objects.filter(made_by=Excision.MadeBy.US, page__isnull=False)
            waiting = queryset.filter(page__in=ours.values("page"))
            return waiting.exclude(pk__in=PageText.objects.unclosed().values("pk"))
        return queryset.exclude(cuts=[]) if self.value() == "marked" else queryset


class PageNoteInline(PartsInline):
    model = PageNote
    form = PageNoteForm
    fields = ["label", "offset", "text"]
    verbose_name_plural = "printed notes"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.form.may_withhold = request.user.has_perm(MAY_WITHHOLD)
        return formset


@admin.register(PageText)
class PageTextAdmin(FoundByWords, DeskAdmin):
    form = PageTextForm
    list_display = ["text_of", "kind", "language", "is_reviewed", "updated_at", "updated_by"]
    list_select_related = ["page__copy__item", "language", "updated_by"]
    list_filter = ["kind", "is_reviewed", WaitsFilter, "language"]
    ordering = ["page_id", "kind", "language_id"]
    sortable_by = ["text_of", "updated_at"]
    search_fields = ["text"]
    found_by = {"pk": TEXTS, "page__copy__item": DOCUMENTS}
    search_help_text = (
        "Beginnings of words, in any order: of the text, or of the reference, titles and number "
        "of its document."
    )
    autocomplete_fields = ["page", "language"]
    tall_fields = ("text",)
    inlines = [PageNoteInline]

    class Media:
        js = ["admin_desk/page_text.js"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask about withheld words where we withhold something, of those who may decide it."""
        marked = ["is_redaction_marked", "redactions_seen"] if _asks(request, obj) else []
        return [
            ("page", "kind", "language"),
            "large",
            "text",
            "readers_get",
            *marked,
            ("source", "is_reviewed"),
            "beside",
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        computed = ["large", "readers_get", "beside"]
        return [*computed, "page"] if obj else computed

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.may_withhold = request.user.has_perm(MAY_WITHHOLD)
        form.may_see_master = may_draw(request)
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Take the page from the address only where it is a number."""
        asked = super().get_changeform_initial_data(request)
        if not str(asked.get("page", "")).isdecimal():
            asked.pop("page", None)
        return asked

    def has_delete_permission(self, request: HttpRequest, obj: PageText | None = None) -> bool:
        if obj is not None and not may_be_deleted(obj.page.copy):
            return False
        return super().has_delete_permission(request, obj)

    def changed_with(self, record: PageText) -> list[Any]:
        return [record.page.copy.item]

    def save_model(
        self, request: HttpRequest, obj: PageText, form: ModelForm, change: bool
    ) -> None:
        """Keep the places of words where only brackets changed, and what was said of the marks."""
        stored = PageText.objects.filter(pk=obj.pk).values_list("text", flat=True).first()
        form.text_before = stored  # type: ignore[attr-defined]
        if stored is not None:
            follow_words(obj, stored)
        if "is_redaction_marked" in form.fields:
            obj.mark(form.cleaned_data["is_redaction_marked"])
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        before = form.text_before  # type: ignore[attr-defined]
        if before is not None:
            placed = [
                part.instance.pk
                for formset in formsets
                for part in formset.forms
                if "offset" in part.changed_data
            ]
            follow_marks(form.instance, before, besides=placed)
        if form.cleaned_data.get("is_redaction_marked"):
            self._mark_with_notes(form.instance)
        if not PageText.objects.unclosed().filter(pk=form.instance.pk).exists():
            may_withhold = request.user.has_perm(MAY_WITHHOLD)
            then = "tick “withheld words are marked”" if may_withhold else "ask a cataloguer"
            messages.warning(request, STILL_CLOSED.format(then))

    def _mark_with_notes(self, text: PageText) -> None:
        """Say it of the notes as well, which are kept only after the text."""
        if not PageText.objects.get(pk=text.pk).is_as_marked():
            text.mark()
            text.save()

    @admin.display(description="page", ordering="page__copy__item__ref")
    def text_of(self, text: PageText) -> str:
        return f"{text.page.copy.item.ref}, {text.page}"

    @admin.display(description="image")
    def large(self, text: PageText) -> SafeString | str:
        if not text.page_id:
            return "The image appears once this is saved."
        sees_master = getattr(text, "is_beside_master", False) and text.page.file_id
        return master_picture(text.page) if sees_master else large_picture(text.page)

    @admin.display(description="what readers get")
    def readers_get(self, text: PageText) -> SafeString:
        """Show the public form; the script keeps it in step with what is typed."""
        pieces = text.public_text.split(TAKEN_OUT)
        bar = format_html('<span class="readers-bar">{}</span>', "withheld by us")
        shown = SafeString(bar.join(format_html("{}", piece) for piece in pieces))
        return format_html(
            '<div class="readers-get" data-readers-get tabindex="0" role="region" '
            'aria-label="What readers get of this text">{}</div>',
            shown,
        )

    @admin.display(description="other texts of this page")
    def beside(self, text: PageText) -> SafeString | str:
        """Show the other texts of the page, to translate or compare from."""
        if not text.page_id:
            return "none"
        others = text.page.texts.in_reading_order().exclude(pk=text.pk).select_related("language")
        shown = format_html_join(
            "",
            "<details open><summary>{}, {}{}</summary>"
            '<div class="readers-get" lang="{}">{}</div></details>',
            (
                (
                    other.get_kind_display().capitalize(),
                    other.language,
                    "" if other.is_reviewed else ", not reviewed",
                    other.language_id,
                    other.text,
                )
                for other in others
            ),
        )
        return shown or "none"


def _asks(request: HttpRequest, text: PageText | None) -> bool:
    """Say whether to ask if withheld words are marked: where there are any, who may decide it."""
    if text is None or not request.user.has_perm(MAY_WITHHOLD):
        return False
    return bool(ours_on(text.page))
