"""A question that an action of a list asks before it does anything."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SHOWN_OF_SELECTION = 20


def is_answered(request: HttpRequest) -> bool:
    """Say whether the person has seen the question."""
    return "answered" in request.POST


def ask(
    desk: admin.ModelAdmin,
    request: HttpRequest,
    *,
    action: str,
    title: str,
    form: forms.BaseForm,
    records: Sequence[Any],
    lines: Sequence[str],
    back_url: str = "",
) -> HttpResponse:
    """Show what an action concerns, one line to each record, and what it needs to know."""
    context = {
        **desk.admin_site.each_context(request),
        "title": title,
        "opts": desk.opts,
        "action": action,
        "form": form,
        "lines": lines[:SHOWN_OF_SELECTION],
        "more": max(len(lines) - SHOWN_OF_SELECTION, 0),
        "selected": [record.pk for record in records],
        "checkbox_name": ACTION_CHECKBOX_NAME,
        "back_url": back_url or request.get_full_path(),
        "media": desk.media + form.media,
    }
    return render(request, "oralhistory/desk_question.html", context)
