"""The words for a copy: its form, how it came, how much of the document it shows, who sees it."""

from django.db import models


class CopyType(models.TextChoices):
    ORIGINAL = "original", "original"
    CARBON = "carbon", "carbon copy"
    FAX = "fax", "fax as received"
    PHOTOCOPY = "photocopy", "photocopy"
    MICROFILM = "microfilm", "microfilm"
    SCAN = "scan", "scan"
    PRINT = "print", "printed publication"
    TRANSCRIPTION = "transcription", "published transcription"
    UNKNOWN = "unknown", "not stated"


# A publication shows a document and does not hold it: the archive does.
PUBLICATIONS = [CopyType.PRINT, CopyType.TRANSCRIPTION]


class HowObtained(models.TextChoices):
    """By which door a copy became known outside the body that made the document."""

    FOIA = "foia", "released under the US Freedom of Information Act"
    MDR = "mdr", "released after mandatory declassification review"
    ISCAP = "iscap", "released by the Interagency Security Classification Appeals Panel"
    AUTOMATIC = "automatic", "declassified automatically by age"
    ACCESS_LAW = "access_law", "released under another access law"
    GENERAL_DEROGATION = "derogation", "opened by general derogation"
    PUBLISHED = "published", "published by its author or successor"
    TRIBUNAL = "tribunal", "exhibit of a court or tribunal"
    FOREIGN_ARCHIVE = "foreign", "found in the archive of another government"
    DONATED = "donated", "donated"
    TRANSFER = "transfer", "transferred to the archive"
    LEAKED = "leaked", "leaked"
    OTHER_PUBLISHER = "reproduced", "reproduced by others"
    UNKNOWN = "unknown", "not stated"


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
