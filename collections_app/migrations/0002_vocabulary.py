"""Lists that every installation begins with: rights, languages, advisories, exemption codes.

The titles of rights statements are those of rightsstatements.org and Creative Commons; all other
words are the house's own. A row that an installation already has is left as it is.
"""

from typing import Any

from django.db import migrations

RIGHTS_URI = "http://rightsstatements.org/vocab/{}/1.0/"
CREATIVE_COMMONS_URI = "https://creativecommons.org/{}/"

PROTECTED_FR = "Protégé par le droit d'auteur"
UNPROTECTED_FR = "Absence de protection par le droit d'auteur"

RIGHTS_STATEMENTS = [
    ("InC", "in_copyright", "In Copyright", PROTECTED_FR),
    (
        "InC-OW-EU",
        "in_copyright",
        "In Copyright - EU Orphan Work",
        f"{PROTECTED_FR} - Œuvre Orpheline de l'UE",
    ),
    (
        "InC-EDU",
        "in_copyright",
        "In Copyright - Educational Use Permitted",
        f"{PROTECTED_FR} - Utilisation à des fins pédagogiques autorisée",
    ),
    (
        "InC-NC",
        "in_copyright",
        "In Copyright - Non-Commercial Use Permitted",
        f"{PROTECTED_FR} - Utilisation non commerciale autorisée",
    ),
    (
        "InC-RUU",
        "in_copyright",
        "In Copyright - Rights-holder(s) Unlocatable or Unidentifiable",
        f"{PROTECTED_FR} - Titulaire(s) des droits impossible(s) à localiser ou à identifier",
    ),
    (
        "NoC-CR",
        "no_copyright",
        "No Copyright - Contractual Restrictions",
        f"{UNPROTECTED_FR} - Restrictions contractuelles",
    ),
    (
        "NoC-NC",
        "no_copyright",
        "No Copyright - Non-Commercial Use Only",
        f"{UNPROTECTED_FR} - Utilisation à des fins uniquement non commerciales",
    ),
    (
        "NoC-OKLR",
        "no_copyright",
        "No Copyright - Other Known Legal Restrictions",
        f"{UNPROTECTED_FR} - Autres restrictions juridiques connues",
    ),
    (
        "NoC-US",
        "no_copyright",
        "No Copyright - United States",
        f"{UNPROTECTED_FR} - États-Unis",
    ),
    ("CNE", "other", "Copyright Not Evaluated", "Droit d'auteur non évalué"),
    ("UND", "other", "Copyright Undetermined", "Droit d'auteur indéterminé"),
    (
        "NKC",
        "other",
        "No Known Copyright",
        "Absence de protection connue par le droit d'auteur",
    ),
]

# Code, path below creativecommons.org, titles, and whether anyone may reuse for any purpose.
CREATIVE_COMMONS = [
    ("CC0", "publicdomain/zero/1.0", "CC0 1.0 Universal", "CC0 1.0 Universel", True),
    (
        "PDM",
        "publicdomain/mark/1.0",
        "Public Domain Mark 1.0",
        "Marque du Domaine Public 1.0",
        True,
    ),
    ("CC-BY", "licenses/by/4.0", "CC BY 4.0 Attribution", "CC BY 4.0 Attribution", True),
    (
        "CC-BY-SA",
        "licenses/by-sa/4.0",
        "CC BY-SA 4.0 Attribution, ShareAlike",
        "CC BY-SA 4.0 Attribution, Partage dans les mêmes conditions",
        True,
    ),
    (
        "CC-BY-ND",
        "licenses/by-nd/4.0",
        "CC BY-ND 4.0 Attribution, NoDerivatives",
        "CC BY-ND 4.0 Attribution, Pas de modification",
        False,
    ),
    (
        "CC-BY-NC",
        "licenses/by-nc/4.0",
        "CC BY-NC 4.0 Attribution, NonCommercial",
        "CC BY-NC 4.0 Attribution, Pas d'utilisation commerciale",
        False,
    ),
    (
        "CC-BY-NC-SA",
        "licenses/by-nc-sa/4.0",
        "CC BY-NC-SA 4.0 Attribution, NonCommercial, ShareAlike",
        "CC BY-NC-SA 4.0 Attribution, Pas d'utilisation commerciale, "
        "Partage dans les mêmes conditions",
        False,
    ),
    (
        "CC-BY-NC-ND",
        "licenses/by-nc-nd/4.0",
        "CC BY-NC-ND 4.0 Attribution, NonCommercial, NoDerivatives",
        "CC BY-NC-ND 4.0 Attribution, Pas d'utilisation commerciale, Pas de modification",
        False,
    ),
]

LANGUAGES = [
    ("en", "English", "anglais"),
    ("fr", "French", "français"),
    ("rw", "Kinyarwanda", "kinyarwanda"),
    ("nl", "Dutch", "néerlandais"),
    ("de", "German", "allemand"),
    ("sw", "Swahili", "swahili"),
    ("rn", "Kirundi", "kirundi"),
    ("es", "Spanish", "espagnol"),
]

ADVISORIES = [
    (
        "graphic-violence",
        "click_through",
        "Graphic violence",
        "Violence explicite",
        "This material shows or describes killing or wounding in detail.",
        "Ce document montre ou décrit en détail des meurtres ou des blessures.",
    ),
    (
        "human-remains",
        "click_through",
        "Human remains",
        "Restes humains",
        "This material shows the bodies or remains of people who were killed.",
        "Ce document montre les corps ou les restes de personnes tuées.",
    ),
    (
        "sexual-violence",
        "notice",
        "Sexual violence",
        "Violences sexuelles",
        "This material speaks of rape or other sexual violence.",
        "Ce document évoque des viols ou d'autres violences sexuelles.",
    ),
    (
        "hateful-propaganda",
        "notice",
        "Hateful propaganda",
        "Propagande haineuse",
        "This material contains propaganda or insults against a group of people. It is kept as "
        "evidence of how hatred was spread.",
        "Ce document contient de la propagande ou des injures visant un groupe de personnes. Il "
        "est conservé comme preuve de la diffusion de la haine.",
    ),
    (
        "children-identifiable",
        "click_through",
        "Children who can be recognized",
        "Enfants reconnaissables",
        "This material shows or names children who can be recognized.",
        "Ce document montre ou nomme des enfants reconnaissables.",
    ),
    (
        "protected-persons",
        "staff_only",
        "Protected persons",
        "Personnes protégées",
        "This material names or shows a person whose identity is protected. Only its description "
        "is public.",
        "Ce document nomme ou montre une personne dont l'identité est protégée. Seule sa "
        "description est publique.",
    ),
    (
        "historical-language",
        "notice",
        "Language of its time",
        "Langage de l'époque",
        "This material keeps the words of its authors, some of which are wrong or offensive "
        "today. They are not ours.",
        "Ce document conserve les mots de ses auteurs, dont certains sont aujourd'hui erronés ou "
        "blessants. Ils ne sont pas les nôtres.",
    ),
]

# The nine exemptions of the US Freedom of Information Act, 5 U.S.C. 552(b).
FOIA_EXEMPTIONS = [
    (
        "(b)(1)",
        "national security",
        "sécurité nationale",
        "The words are classified by executive order to protect national defense or foreign "
        "relations.",
        "Ces mots sont classifiés par décret présidentiel pour protéger la défense nationale ou "
        "les relations extérieures.",
    ),
    (
        "(b)(2)",
        "internal personnel rules",
        "règles internes du personnel",
        "The words concern only an agency's internal rules for its own personnel.",
        "Ces mots ne concernent que les règles internes d'une administration pour son personnel.",
    ),
    (
        "(b)(3)",
        "another law",
        "une autre loi",
        "Another law forbids the release, for example one that protects intelligence sources.",
        "Une autre loi interdit la communication, par exemple pour protéger des sources de "
        "renseignement.",
    ),
    (
        "(b)(4)",
        "trade secrets",
        "secrets d'affaires",
        "The words are trade secrets or confidential business information given by somebody "
        "outside the government.",
        "Ces mots relèvent de secrets d'affaires ou d'informations commerciales confidentielles "
        "fournies par un tiers.",
    ),
    (
        "(b)(5)",
        "internal deliberation",
        "délibérations internes",
        "The words are advice or drafts exchanged inside the government before a decision, or "
        "exchanges with its lawyers.",
        "Ces mots sont des avis ou des projets échangés au sein de l'administration avant une "
        "décision, ou des échanges avec ses juristes.",
    ),
    (
        "(b)(6)",
        "personal privacy",
        "vie privée",
        "The release would be a clearly unwarranted invasion of somebody's personal privacy.",
        "La communication porterait une atteinte manifestement injustifiée à la vie privée d'une "
        "personne.",
    ),
    (
        "(b)(7)",
        "law enforcement",
        "enquêtes et poursuites",
        "The words come from law-enforcement records, and one of the six harms that the law "
        "lists is feared from their release.",
        "Ces mots proviennent de dossiers de police ou de justice, et leur communication ferait "
        "craindre l'un des six préjudices que la loi énumère.",
    ),
    (
        "(b)(8)",
        "supervision of banks",
        "surveillance des banques",
        "The words come from reports about the supervision of banks and other financial "
        "institutions.",
        "Ces mots proviennent de rapports sur la surveillance des banques et d'autres "
        "établissements financiers.",
    ),
    (
        "(b)(9)",
        "wells",
        "forages",
        "The words are geological or geophysical data about wells.",
        "Ces mots sont des données géologiques ou géophysiques sur des forages.",
    ),
]


def keep_rights(RightsStatement: Any) -> None:
    for code, kind, label_en, label_fr in RIGHTS_STATEMENTS:
        RightsStatement.objects.get_or_create(
            code=code,
            defaults={
                "uri": RIGHTS_URI.format(code),
                "kind": kind,
                "label_en": label_en,
                "label_fr": label_fr,
            },
        )
    for code, path, label_en, label_fr, is_open in CREATIVE_COMMONS:
        RightsStatement.objects.get_or_create(
            code=code,
            defaults={
                "uri": CREATIVE_COMMONS_URI.format(path),
                "kind": "licence",
                "label_en": label_en,
                "label_fr": label_fr,
                "is_open": is_open,
            },
        )


def keep_advisories(Advisory: Any) -> None:
    for code, behaviour, label_en, label_fr, text_en, text_fr in ADVISORIES:
        Advisory.objects.get_or_create(
            code=code,
            defaults={
                "behaviour": behaviour,
                "label_en": label_en,
                "label_fr": label_fr,
                "text_en": text_en,
                "text_fr": text_fr,
            },
        )


def keep_exemptions(ExemptionCode: Any) -> None:
    for code, label_en, label_fr, explanation_en, explanation_fr in FOIA_EXEMPTIONS:
        ExemptionCode.objects.get_or_create(
            scheme="FOIA",
            code=code,
            defaults={
                "label_en": label_en,
                "label_fr": label_fr,
                "explanation_en": explanation_en,
                "explanation_fr": explanation_fr,
            },
        )


def keep_vocabulary(apps: Any, schema_editor: Any) -> None:
    Language = apps.get_model("collections_app", "Language")
    for code, label_en, label_fr in LANGUAGES:
        Language.objects.get_or_create(
            code=code, defaults={"label_en": label_en, "label_fr": label_fr}
        )
    keep_rights(apps.get_model("collections_app", "RightsStatement"))
    keep_advisories(apps.get_model("collections_app", "Advisory"))
    keep_exemptions(apps.get_model("collections_app", "ExemptionCode"))


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0001_initial")]
    operations = [migrations.RunPython(keep_vocabulary, migrations.RunPython.noop)]
