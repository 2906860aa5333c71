"""A transcript taken in at the interview's page: upload, look, then keep as a new draft."""

import base64
import binascii
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from collections_app.models import Language
from oralhistory.importing import Preview, preview_import, take_in
from oralhistory.models import Interview, Participation, Transcript
from oralhistory.reading.formats import MOST_BYTES
from oralhistory.transcripts import ACCEPTED_FORMATS, UnreadableTranscript

if TYPE_CHECKING:
    from collections_app.admin.desk import DeskAdmin

MAY_IMPORT = "oralhistory.add_transcript"


class UploadForm(forms.Form):
    """The file to look at; nothing is kept yet."""

    file = forms.FileField(
        label="Transcript",
        help_text=f"{ACCEPTED_FORMATS} You will see what it becomes before anything is kept.",
    )

    def clean_file(self) -> UploadedFile:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise ValidationError(f"A transcript may have {MOST_BYTES // 1_000_000} million bytes.")
        return upload


class KeepForm(forms.Form):
    """Whom each speaker label means, and what the version is."""

    name = forms.CharField(widget=forms.HiddenInput)
    content = forms.CharField(widget=forms.HiddenInput)
    language = forms.ModelChoiceField(queryset=Language.objects.all())
    kind = forms.ChoiceField(choices=Transcript.Kind.choices, initial=Transcript.Kind.TRANSCRIPTION)
    made_by = forms.CharField(
        required=False, max_length=200, help_text="Person or program. Shown to the reader."
    )

    def __init__(self, interview: Interview, preview: Preview, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.speaker_fields: dict[str, str] = {}
        people = Participation.objects.filter(interview=interview).select_related("agent")
        for number, found in enumerate(preview.speakers):
            name = f"speaker_{number}"
            self.speaker_fields[name] = found.label
            self.fields[name] = forms.ModelChoiceField(
                queryset=people,
                required=False,
                initial=found.participation,
                label=found.label or "No speaker named",
                empty_label="not known",
                help_text=f"Passages: {found.passages}. Words of a speaker who is not known stay "
                "closed unless every participant allows the transcript. Nobody is added by this.",
            )
        if preview.document.has_second_language:
            self.fields["second_language"] = forms.ModelChoiceField(
                queryset=Language.objects.all(),
                help_text="Of the translation, and of the second words of the index.",
            )
        if preview.document.loses_words:
            self.fields["leave_out"] = forms.BooleanField(
                label="Leave out what can not be read",
                help_text="The lines marked above will be missing. The file itself is kept.",
            )

    @property
    def speakers(self) -> dict[str, Participation | None]:
        """Whom each label of the file means."""
        return {label: self.cleaned_data[name] for name, label in self.speaker_fields.items()}


def import_view(desk: "DeskAdmin", request: HttpRequest, object_id: str) -> HttpResponse:
    """Show the upload, then the look at it, then keep it; refuse who may not add transcripts."""
    if not request.user.has_perm(MAY_IMPORT) or not desk.has_view_permission(request):
        raise PermissionDenied
    interview = desk.get_object(request, unquote(object_id))
    if interview is None:
        raise Http404
    if "content" in request.POST:
        return _keep(desk, request, interview)
    form = UploadForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _page(desk, request, interview, form)
    upload = form.cleaned_data["file"]
    data = upload.read()
    try:
        preview = preview_import(interview, upload.name, data)
    except UnreadableTranscript as refusal:
        form.add_error("file", str(refusal))
        return _page(desk, request, interview, form)
    known = {
        "name": upload.name,
        "content": base64.b64encode(data).decode("ascii"),
        "language": preview.language,
        "second_language": preview.second_language,
    }
    return _page(desk, request, interview, KeepForm(interview, preview, initial=known), preview)


def _keep(desk: "DeskAdmin", request: HttpRequest, interview: Interview) -> HttpResponse:
    name = request.POST.get("name", "")
    try:
        data = base64.b64decode(request.POST["content"], validate=True)
        preview = preview_import(interview, name, data)
    except (binascii.Error, UnreadableTranscript) as refusal:
        again = UploadForm({})
        again.add_error(None, str(refusal))
        return _page(desk, request, interview, again)
    form = KeepForm(interview, preview, request.POST)
    if not form.is_valid():
        return _page(desk, request, interview, form, preview)
    answers = form.cleaned_data
    try:
        kept = take_in(
            interview,
            name=name,
            data=data,
            language=answers["language"],
            kind=answers["kind"],
            made_by=answers["made_by"],
            speakers=form.speakers,
            leave_out=answers.get("leave_out", False),
            second_language=answers.get("second_language"),
            by=request.user,  # type: ignore[arg-type]
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _page(desk, request, interview, form, preview)
    desk.log_change(request, interview, f"Imported {kept.transcript}.")
    desk.message_user(request, f"{kept.in_words} Nothing became public.")
    return redirect("admin:oralhistory_transcript_change", kept.transcript.pk)


def _page(
    desk: "DeskAdmin",
    request: HttpRequest,
    interview: Interview,
    form: forms.Form,
    preview: Preview | None = None,
) -> HttpResponse:
    context = {
        **desk.admin_site.each_context(request),
        "title": f"Import a transcript into {interview.ref}",
        "opts": desk.opts,
        "interview": interview,
        "form": form,
        "preview": preview,
        "back_url": reverse("admin:oralhistory_interview_change", args=[interview.pk]),
        "media": desk.media + form.media,
    }
    return render(request, "oralhistory/transcript_import.html", context)
