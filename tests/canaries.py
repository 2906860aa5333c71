"""A house with a word planted in everything that is hidden, and another in what is public.

`HIDDEN` stands in every text of hidden records and in every field for the house only; `SHOWN`
stands in public records, so that a crawl that sees nothing is not taken for a good one; `BEHIND`
stands in what nobody is sent who has not chosen to see it: a search finds it and does not show it.
"""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

from briefingbooks.references import derive_references
from collections_app import dependants
from collections_app.concerns import Follow, decide, hide, note, receive
from collections_app.merging import merge
from collections_app.models import (
    AccessCondition,
    AgentName,
    DigitalFile,
    OldIdentifier,
    Privacy,
    User,
)
from collections_app.protected_names import tell_apart
from collections_app.publication import Publishable
from declassification.stages import Stage
from tests.briefingbooks.make import (
    make_book,
    make_entry,
    make_entry_link,
    make_section,
    make_source,
)
from tests.canaries_of_access import plant_access
from tests.canaries_of_collections import plant_hidden_level
from tests.canaries_of_editions import plant_editions
from tests.canaries_of_mentions import plant_mentions
from tests.canaries_of_pages import (
    plant_behind_notices,
    plant_compared,
    plant_tiles,
    plant_withheld_words,
)
from tests.canaries_of_press import plant_press
from tests.canaries_of_quotations import plant_quotations
from tests.canaries_of_reading import plant_beside_hidden_texts, plant_beside_texts
from tests.canaries_of_release import make_public, plant_previews
from tests.canaries_of_testimony import plant_in_hidden, plant_in_testimony, withheld_in_part
from tests.declassification.make import (
    make_appeal,
    make_authority,
    make_contact,
    make_decision,
    make_document,
    make_reference_number,
    make_request,
)
from tests.make import (
    make_advisory,
    make_agent,
    make_collection,
    make_copy,
    make_derivative,
    make_excision,
    make_item,
    make_item_agent,
    make_item_link,
    make_item_place,
    make_item_relation,
    make_page,
    make_page_note,
    make_page_text,
    make_place,
    make_repository,
    make_subject,
)
from tests.oralhistory.make import (
    make_interview,
    make_media,
    make_mentioned,
    make_participation,
    make_transcript,
    rewritten,
)
from tests.records_of_rooms import is_house_only, records

HIDDEN = "Zanzibarfinch"
BEHIND = "Quietheron"
SHOWN = "Larkspur"


def fill_house_fields() -> list[str]:
    """Put the hidden word into every field for the house of every record; return their names."""
    filled = []
    for model in records():
        for field in model._meta.concrete_fields:
            if is_house_only(field) and model._default_manager.exists():
                rows = model._default_manager.all()
                # Past managers that refuse changes: this is the database as it might have become.
                models.QuerySet(model).filter(pk__in=[row.pk for row in rows]).update(
                    **{field.name: HIDDEN[: field.max_length]}
                )
                filled.append(f"{model.__name__}.{field.name}")
    return filled


class House:
    """Everything the crawl walks through, built once a test."""

    def __init__(self) -> None:
        self.by = User.objects.create_user(username=HIDDEN, first_name=HIDDEN, email="x@e.org")
        self.tomorrow = timezone.now() + timedelta(days=1)
        self.hidden: list[Publishable] = []
        self._public_ground()
        self._hidden_ground()
        self._testimony()
        self._requests()
        self._books()
        self._names_and_concerns()
        beside = plant_behind_notices(shown=SHOWN, behind=BEHIND, hidden=HIDDEN)
        self.compared = plant_compared(shown=SHOWN, hidden=HIDDEN)
        self.tokens = plant_access(shown=SHOWN, hidden=HIDDEN)
        plant_previews(self.tokens, self.by, shown=SHOWN, hidden=HIDDEN)
        plant_tiles(shown=SHOWN, hidden=HIDDEN, public=[self.page, self.burnt, beside])
        self.filled = fill_house_fields()

    @property
    def shown(self) -> list[Any]:
        """Return the public records whose own pages show the public word."""
        ground = [self.item, self.archive, self.collection, self.agent, self.place, self.release]
        return [*ground, self.subject, self.point, self.book, self.interview, self.request]

    def hide(self, record: Any, how: str) -> Any:
        """Leave a record in one of the states in which nobody outside sees it."""
        if how == "in_review":
            record.send_to_review(by=self.by)
        if how in ("embargoed", "withdrawn", "tombstone", "held"):
            make_public(record, self.by, self.tomorrow if how == "embargoed" else None)
        if how in ("withdrawn", "tombstone"):
            notice = "Withdrawn." if how == "tombstone" else ""
            record.withdraw(by=self.by, reason=HIDDEN, notice=notice)
        if how == "held":
            record.hold(by=self.by)
        self.hidden.append(record)
        return record

    def _public_ground(self) -> None:
        self.archive = make_repository(name=f"{SHOWN} Archive", published=True)
        self.collection = make_collection(
            repository=self.archive, title=f"{SHOWN} Papers", published=True
        )
        self.agent = make_agent(name=f"{SHOWN}, Person", published=True)
        self.place = make_place(name=f"{SHOWN}ville", published=True)
        self.subject = make_subject(label_en=f"{SHOWN} affair", published=True)
        self.point = make_subject(
            label_en=f"{SHOWN} decision", kind="turning_point", published=True
        )
        self.item = make_item(title=f"{SHOWN} cable", subjects=[self.subject, self.point])
        copy = make_copy(
            item=self.item, repository=self.archive, collection=self.collection,
            opened=True, is_shown=True, extent="excised", released_on=date(2014, 5, 1),
        )  # fmt: skip
        self.page = page = make_page(copy=copy)
        text = make_page_text(page=page, text=f"{SHOWN} text ⟦by {HIDDEN}⟧ of the page.")
        make_page_note(page_text=text, text=f"See ⟦{HIDDEN}⟧ above.")
        make_derivative(page=page)
        make_derivative(page=page, kind="thumbnail")
        make_excision(copy=copy, page=page)
        master = DigitalFile(copy=copy, original_name=f"{HIDDEN}.tif", media_type="image/tiff")
        master.file.save(f"{HIDDEN}.tif", ContentFile(HIDDEN.encode()))
        make_item_agent(item=self.item, agent=self.agent, role="sender")
        make_item_place(item=self.item, place=self.place)
        make_item_link(item=self.item)
        self.burnt = plant_withheld_words(copy, shown=SHOWN, hidden=HIDDEN)
        self._what_a_public_item_hides()
        self.item.publish(by=self.by)

    def _what_a_public_item_hides(self) -> None:
        item = self.item
        internal = make_copy(
            item=item, opened=True, is_internal=True, reference_code=HIDDEN,
            provenance_note=HIDDEN, repository=make_repository(name=HIDDEN),
        )  # fmt: skip
        closed = make_copy(item=item, access_condition=AccessCondition.SEALED)
        for copy in (internal, closed):
            page = make_page(copy=copy)
            text = make_page_text(page=page, text=f"{HIDDEN} text")
            make_page_note(page_text=text, text=HIDDEN)
            make_derivative(page=page, content=HIDDEN.encode())
        make_excision(copy=internal, printed_form=HIDDEN, reason=HIDDEN)
        make_item_agent(item=item, agent=make_agent(name=f"{HIDDEN}, Draft"), role="recipient")
        withheld = make_agent(name=f"{HIDDEN}, W", privacy=Privacy.WITHHELD, history=HIDDEN)
        behind = make_agent(
            name=f"{HIDDEN}, P", privacy=Privacy.PSEUDONYM, public_name="The porter",
            history=HIDDEN, functions=HIDDEN,
        )  # fmt: skip
        for agent in (withheld, behind):
            agent.publish(by=self.by)
            make_item_agent(item=item, agent=agent, role="mentioned", note="")
        self.protected = [withheld, behind]
        make_item_place(item=item, place=make_place(name=HIDDEN))
        item.subjects.add(make_subject(label_en=HIDDEN))
        for_staff = make_item(
            title="Photograph", advisories=[make_advisory(behaviour="staff_only")], published=True
        )
        page = make_page(copy=make_copy(item=for_staff, opened=True))
        make_page_text(page=page, text=HIDDEN)
        make_derivative(page=page, content=HIDDEN.encode())

    def _names_and_concerns(self) -> None:
        """Merged people, old addresses, other names, and what was asked in confidence."""
        for agent in self.protected:
            AgentName.objects.create(agent=agent, name=f"{HIDDEN}, Other")
            dependants.announce_change(agent)
        tell_apart(self.book, [self.protected[0].pk], by=self.by, reason=HIDDEN)
        twin = make_agent(name=f"{HIDDEN}, Twin", published=True)
        make_item_agent(item=self.item, agent=twin, role="copied", note="")
        pair = self.protected[1], make_agent(name=f"{HIDDEN}, Second", published=True)
        merge(self.protected[0], twin, {}, by=self.by, reason=HIDDEN)
        merge(*pair, {"name": "theirs"}, by=self.by, reason=HIDDEN)
        double = make_agent(name=f"{SHOWN}, Double", published=True)
        self.old_address = double.get_absolute_url()
        merge(self.agent, double, {}, by=self.by, reason=HIDDEN)
        OldIdentifier.objects.create(room="people", identifier="a-secret", target=pair[0])
        self._hold_what_a_public_record_shows()
        asked = {
            "kind": "removal", "relation": "self", "page_address": HIDDEN, "material": HIDDEN,
            "message": HIDDEN, "name": HIDDEN, "contact": HIDDEN, "language": HIDDEN,
        }  # fmt: skip
        concern = receive(asked, sent_as=uuid4())
        note(concern, HIDDEN, by=self.by)
        self.held = hide(concern, self.on_hold, by=self.by, words=HIDDEN)
        decide(concern, outcome="granted", decision=HIDDEN, follow=Follow.CHANGE, by=self.by)

    def _hold_what_a_public_record_shows(self) -> None:
        """Make a person and a page of public records that only a hold keeps from strangers."""
        person = make_agent(name=f"{HIDDEN}, Kept", history=HIDDEN, published=True)
        make_item_agent(item=self.item, agent=person, role="signatory", note="")
        make_participation(interview=self.interview, role="other", agent=person)
        page = make_page(copy=self.item.copies.filter(is_shown=True).get())
        make_page_text(page=page, text=HIDDEN)
        make_derivative(page=page, content=HIDDEN.encode())
        self.hidden.append(person)
        self.on_hold = [person, page]

    def _hidden_ground(self) -> None:
        states = ("draft", "in_review", "embargoed", "withdrawn", "tombstone", "held")
        for how in states:
            item = make_item(
                title=f"{HIDDEN} {how}", abstract=HIDDEN, scope_and_content=HIDDEN,
                original_number=HIDDEN, source_note=HIDDEN, known_from=HIDDEN,
                subjects=[self.subject, self.point],
            )  # fmt: skip
            copy = make_copy(
                item=item, repository=self.archive, collection=self.collection, opened=True,
                reference_code=HIDDEN, extent="withheld", is_act_of_originator=True,
            )  # fmt: skip
            page = make_page(copy=copy)
            make_page_text(page=page, text=HIDDEN)
            make_derivative(page=page, content=HIDDEN.encode())
            make_excision(copy=copy, printed_form=HIDDEN)
            make_item_agent(item=item, agent=self.agent, note=HIDDEN)
            make_item_place(item=item, place=self.place)
            make_item_link(item=item, note=HIDDEN)
            make_item_relation(from_item=self.item, to_item=item, note=HIDDEN)
            self.hide(item, how)
            self.hide(make_repository(code=f"{HIDDEN[:9]}-{how}", name=f"{HIDDEN} {how}"), how)
            self.hide(plant_hidden_level(self, how, hidden=HIDDEN), how)
            self.hide(make_agent(name=f"{HIDDEN}, Kin {how}", history=HIDDEN), how)
            self.hide(make_place(name=f"{HIDDEN} {how}", parent=self.place), how)
            self.hide(make_subject(label_en=f"{HIDDEN} {how}", broader=self.subject), how)
            self.hide(make_subject(label_en=f"{HIDDEN} {how}", kind="turning_point"), how)

    def _testimony(self) -> None:
        real = make_agent(name=f"{HIDDEN}, Narrator", display_name=HIDDEN)
        self.interview = make_interview(title=f"{SHOWN} interview", place=self.place, narrators=())
        make_participation(
            interview=self.interview, agent=real, identity_mode="pseudonym",
            public_name="The nurse", speaker_labels=HIDDEN,
        )  # fmt: skip
        silent = make_participation(
            interview=self.interview, role="other", public_name="A guest", allows=None
        )
        make_transcript(
            interview=self.interview,
            cues=[
                {"text": f"{SHOWN} words."},
                {"text": f"{HIDDEN} words.", "is_withheld": True, "withheld_reason": HIDDEN},
                {"text": f"{HIDDEN} guest.", "speaker": silent},
                withheld_in_part(shown=SHOWN, hidden=HIDDEN),
            ],
        )
        make_transcript(interview=self.interview, cues=[{"text": HIDDEN}], current=False)
        plant_in_testimony(self.interview, shown=SHOWN, hidden=HIDDEN)
        make_media(interview=self.interview, name=f"{HIDDEN}.wav")
        make_mentioned(interview=self.interview, item=self.item)
        make_mentioned(interview=self.interview, item=self.hidden[0])  # type: ignore[arg-type]
        rewritten(self.interview).publish(by=self.by)
        no_consent = make_interview(title=HIDDEN, narrators=[{"allows": None}])
        type(no_consent).objects.filter(pk=no_consent.pk).update(
            state="published", public_from=timezone.now() - timedelta(days=1)
        )
        self.hidden.append(no_consent)
        for how in ("draft", "in_review", "embargoed", "withdrawn", "tombstone", "held"):
            interview = make_interview(title=f"{HIDDEN} {how}", summary=HIDDEN, place=self.place)
            make_transcript(interview=interview, cues=[{"text": HIDDEN}])
            plant_in_hidden(interview, hidden=HIDDEN)
            make_mentioned(interview=interview, item=self.item)
            make_media(interview=interview, name=f"{HIDDEN}.wav")
            self.hide(interview, how)

    def _requests(self) -> None:
        facts = {"title": f"{SHOWN} request", "items": [self.item], "by": self.by}
        self.request = make_request(stage=Stage.IN_PROCESS, **facts)
        make_decision(document=self.request.documents.first(), by=self.by)
        make_document(request=self.request, title=f"{SHOWN} memorandum")
        make_contact(authority=self.request.authority)
        make_reference_number(request=self.request)
        on = date(2016, 7, 4)
        told = make_appeal(request=self.request, filed_on=on, public_summary=f"{SHOWN} appeal")
        told.evidence.add(*self.item.copies.all())
        kept = {"request": self.request, "level": "mediation", "public_summary": HIDDEN}
        make_appeal(filed_on=on, is_told=False, **kept)
        make_appeal(**kept)
        self.request.publish(by=self.by)
        secret = make_request(title=HIDDEN, scope=HIDDEN, items=[self.item], stage=Stage.IN_PROCESS)
        make_decision(document=secret.documents.first(), agency_number=HIDDEN)
        self.hidden.append(secret)
        for how in ("in_review", "embargoed", "withdrawn", "tombstone", "held"):
            self.hide(make_request(title=HIDDEN, scope=HIDDEN, items=[self.item]), how)
        self._kin_of_the_request(self.hidden[-1], secret)
        unnamed = make_authority(name=HIDDEN, published=False)
        self.hidden.append(make_request(title=HIDDEN, authority=unnamed, published=False))

    def _kin_of_the_request(self, *kin: Any) -> None:
        """Let hidden requests be split from the public one, and the public one go on in them."""
        one, other = kin
        rows = type(self.request).objects
        rows.filter(pk=other.pk).update(split_from=self.request, superseded_by=self.request)
        rows.filter(pk=self.request.pk).update(split_from=one, superseded_by=other)

    def _work_under_another_key(self) -> str:
        """Cite a work by another key it has; another edition of it is cited nowhere."""
        self.work = make_source(title=f"{SHOWN} work", genre=SHOWN)
        make_source(title=f"{SHOWN} {HIDDEN}", authors=HIDDEN, edition_of=self.work)
        return make_source(title=HIDDEN, authors=HIDDEN, same_as=self.work).key

    def _books(self) -> None:
        self.book = make_book(title=f"{SHOWN} book", turning_point=self.point)
        make_entry(book=self.book, item=self.item, position=1)
        gone = make_item(title=HIDDEN, published=True)
        lost = make_entry(
            book=self.book, item=gone, position=3, annotation_md=HIDDEN, analysis_md=HIDDEN
        )
        make_entry_link(entry=lost, note=HIDDEN)
        make_section(
            book=self.book,
            body_md=f"{SHOWN} text: {{doc}}`{gone.ref}`, {{entry}}`{lost.key}`.[^a]\n\n"
            f"[^a]: See {{doc}}`{self.item.ref}`; {{testimony}}`{self.interview.ref}; 0:00:01`; "
            f"{{cite}}`{self._work_under_another_key()}`.",
        )
        plant_beside_texts(self.book, self.protected[0], shown=SHOWN, hidden=HIDDEN)
        derive_references(self.book)
        make_public(self.book, self.by)
        plant_quotations(self.book, self.interview, shown=SHOWN, hidden=HIDDEN)
        self.hidden += plant_mentions(self.book, self.item, self.by, shown=SHOWN, hidden=HIDDEN)
        gone.withdraw(by=self.by, reason=HIDDEN)
        self.hidden.append(gone)
        plant_press(self, lost, shown=SHOWN, hidden=HIDDEN)
        plant_editions(self, self.by, shown=SHOWN, hidden=HIDDEN)
        for how in ("draft", "in_review", "embargoed", "withdrawn", "tombstone", "held"):
            book = make_book(
                title=f"{HIDDEN} {how}", summary_md=HIDDEN, decks=HIDDEN, turning_point=self.point
            )
            make_entry(book=book, item=self.item, annotation_md=HIDDEN)
            source = make_source(title=HIDDEN, authors=HIDDEN)
            cited = f"{{doc}}`{self.item.ref}`.[^a]\n\n[^a]: {HIDDEN} {{cite}}`{source.key}`."
            make_section(book=book, heading=HIDDEN, body_md=f"{HIDDEN} {cited}")
            plant_beside_hidden_texts(book, self.book, hidden=HIDDEN)
            derive_references(book)
            self.hide(book, how)
