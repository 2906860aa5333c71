"""The words for a copy: its form, how it came, how much of the document it shows, who sees it."""

from django.db import models
from django.utils.translation import gettext_lazy


class CopyType(models.TextChoices):
    ORIGINAL = "original", gettext_lazy("original")
    CARBON = "carbon", gettext_lazy("carbon copy")
    FAX = "fax", gettext_lazy("fax as received")
    PHOTOCOPY = "photocopy", gettext_lazy("photocopy")
    MICROFILM = "microfilm", gettext_lazy("microfilm")
    SCAN = "scan", gettext_lazy("scan")
    PRINT = "print", gettext_lazy("printed publication")
    TRANSCRIPTION = "transcription", gettext_lazy("published transcription")
    UNKNOWN = "unknown", gettext_lazy("not stated")


# A publication shows a document and does not hold it: the archive does.
PUBLICATIONS = [CopyType.PRINT, CopyType.TRANSCRIPTION]


class HowObtained(models.TextChoices):
    """By which door a copy became known outside the body that made the document."""

    FOIA = "foia", gettext_lazy("released under the US Freedom of Information Act")
    MDR = "mdr", gettext_lazy("released after mandatory declassification review")
    ISCAP = (
        "iscap",
        gettext_lazy("released by the Interagency Security Classification Appeals Panel"),
    )
    AUTOMATIC = "automatic", gettext_lazy("declassified automatically by age")
    ACCESS_LAW = "access_law", gettext_lazy("released under another access law")
    GENERAL_DEROGATION = "derogation", gettext_lazy("opened by general derogation")
    PUBLISHED = "published", gettext_lazy("published by its author or successor")
    TRIBUNAL = "tribunal", gettext_lazy("exhibit of a court or tribunal")
    FOREIGN_ARCHIVE = "foreign", gettext_lazy("found in the archive of another government")
    DONATED = "donated", gettext_lazy("donated")
    TRANSFER = "transfer", gettext_lazy("transferred to the archive")
    LEAKED = "leaked", gettext_lazy("leaked")
    OTHER_PUBLISHER = "reproduced", gettext_lazy("reproduced by others")
    UNKNOWN = "unknown", gettext_lazy("not stated")


# Copies that became known by these doors change access, never the status of the information.
NEVER_AN_ACT_OF_THE_ORIGINATOR = ["tribunal", "foreign", "leaked", "reproduced"]


class Extent(models.TextChoices):
    """How much of the document this copy shows."""

    IN_FULL = "in_full", "in full"
    EXCISED = "excised", "with excisions"
    WITHHELD = "withheld", "withheld in full"
    PENDING = "pending", "decision pending"
    NEVER_CLASSIFIED = "never_classified", "in full; never classified"
    UNKNOWN = "unknown", "not stated"


class AccessCondition(models.TextChoices):
    """What the holder of the copy allows: a fact about the copy, not our decision."""

    NOT_REVIEWED = "not_reviewed", "not yet reviewed"
    OPEN = "open", "open"
    ON_SITE_ONLY = "on_site_only", "in the reading room only"
    PERSONAL_PERMISSION = "personal_permission", "by personal permission only"
    SEALED = "sealed", "sealed"
    DONOR_RESTRICTION = "donor_restriction", "restricted by the donor"
    CLOSED_UNTIL = "closed_until", "closed until a date"
