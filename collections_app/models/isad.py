from django.db import models


class FurtherElements(models.Model):
    """What a finding aid says of a group of documents beyond its identity (ISAD(G) 3.2 to 3.6).

    Each column is one element of ISAD(G) and of EAD, so that a description can come in and go
    out again without loss. All of them are shown to readers once the description is public.
    """

    abstract = models.TextField(blank=True, help_text="Two or three sentences for a first look.")
    custodial_history = models.TextField(
        blank=True, help_text="Through whose hands it went (ISAD(G) 3.2.3)."
    )
    acquisition = models.TextField(
        "immediate source of acquisition", blank=True, help_text="ISAD(G) 3.2.4."
    )
    appraisal = models.TextField(
        "appraisal, destruction and scheduling", blank=True, help_text="ISAD(G) 3.3.2."
    )
    accruals = models.TextField(blank=True, help_text="What is still expected (ISAD(G) 3.3.3).")
    physical_requirements = models.TextField(
        "physical characteristics and technical requirements",
        blank=True,
        help_text="ISAD(G) 3.4.4.",
    )
    finding_aids = models.TextField("other finding aids", blank=True, help_text="ISAD(G) 3.4.5.")
    originals = models.TextField(
        "existence and location of originals", blank=True, help_text="ISAD(G) 3.5.1."
    )
    copies_elsewhere = models.TextField(
        "existence and location of copies", blank=True, help_text="ISAD(G) 3.5.2."
    )
    related_material = models.TextField(
        "related and separated material", blank=True, help_text="ISAD(G) 3.5.3."
    )
    publication_note = models.TextField(
        blank=True, help_text="What was published from or about it (ISAD(G) 3.5.4)."
    )
    preferred_citation = models.TextField(
        blank=True, help_text="How the archive wishes to be cited."
    )
    processing = models.TextField(
        "processing information", blank=True, help_text="Who described it, when, by which rules."
    )
    general_note = models.TextField("note", blank=True, help_text="ISAD(G) 3.6.1.")

    class Meta:
        abstract = True
