"""The words of the page on which a narrator reviews a transcript, in English and in French."""

from datetime import date

LANGUAGES = {"en": "English", "fr": "Français"}

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("Please read your words", "Merci de relire vos paroles"),
    "for": ("For {name}", "Pour {name}"),
    "private": (
        "This page is for you alone, until {day}. Please give its address to nobody.",
        "Cette page est pour vous seul(e), jusqu’au {day}. Ne donnez son adresse à personne.",
    ),
    "intro": (
        "Here is what was said in your interview, as it was written down. You may ask us to "
        "withhold or to correct any passage. Nothing is published by what you do here.",
        "Voici ce qui a été dit pendant votre entretien, tel que nous l’avons transcrit. Vous "
        "pouvez nous demander de retirer ou de corriger tout passage. Rien de ce que vous faites "
        "ici ne publie quoi que ce soit.",
    ),
    "at_once": (
        "A passage that you wish to be withheld is withheld at once: nobody outside reads or "
        "hears it any more.",
        "Un passage que vous souhaitez retirer l’est aussitôt : plus personne à l’extérieur ne le "
        "lit ni ne l’entend.",
    ),
    "pause": (
        "You can stop and come back: what you have sent is kept.",
        "Vous pouvez vous arrêter et revenir : ce que vous avez envoyé est conservé.",
    ),
    "due": ("We hope for your answer by {day}.", "Nous espérons votre réponse avant le {day}."),
    "listen": ("Listen", "Écouter"),
    "silent": (
        "Where something is withheld the recording is silent.",
        "Là où quelque chose est retiré, l’enregistrement est muet.",
    ),
    "no_recording": (
        "The recording can not be heard here.",
        "L’enregistrement ne peut pas être écouté ici.",
    ),
    "words": ("The words", "Les paroles"),
    "withheld": (
        "Withheld: readers do not see this passage, or not all of it.",
        "Retiré : les lecteurs ne voient pas ce passage, ou pas en entier.",
    ),
    "hidden": ("[Passage withheld]", "[Passage retiré]"),
    "ask": ("Withhold or correct this passage", "Retirer ou corriger ce passage"),
    "change": ("Change what you asked", "Modifier votre demande"),
    "withhold": ("Please withhold this passage", "Merci de retirer ce passage"),
    "correct": ("Please correct this", "Merci de corriger ceci"),
    "nothing": ("I ask for nothing here any more", "Je ne demande plus rien ici"),
    "how": ("How should it read, or why?", "Comment faut-il lire, ou pourquoi ?"),
    "send": ("Keep this", "Enregistrer"),
    "asked_withhold": (
        "You asked us to withhold this passage. It is withheld now.",
        "Vous nous avez demandé de retirer ce passage. Il est retiré.",
    ),
    "asked_correct": (
        "You asked us to correct this passage:",
        "Vous nous avez demandé de corriger ce passage :",
    ),
    "answer": ("Your answer", "Votre réponse"),
    "answer_help": (
        "You can give it once. It is kept with the day on which you gave it.",
        "Vous pouvez la donner une fois. Elle est conservée avec sa date.",
    ),
    "approve": ("I approve", "J’approuve"),
    "changes": ("I approve if the changes are made", "J’approuve si les changements sont faits"),
    "refuse": ("I do not approve, or I withdraw", "Je n’approuve pas, ou je me retire"),
    "refuse_help": (
        "Transcript, recording and index are then closed at once.",
        "La transcription, l’enregistrement et l’index sont alors fermés aussitôt.",
    ),
    "more": (
        "Is there anything else you would like us to know?",
        "Souhaitez-vous ajouter quelque chose ?",
    ),
    "give": ("Give this answer", "Donner cette réponse"),
    "answered": ("You have answered. Thank you.", "Vous avez répondu. Merci."),
    "answered_on": ("Your answer of {day}:", "Votre réponse du {day} :"),
    "closed": (
        "Transcript, recording and index are closed to everybody outside.",
        "La transcription, l’enregistrement et l’index sont fermés à toute personne extérieure.",
    ),
    "next": (
        "A person reads it and does what follows. If you change your mind, write to us.",
        "Une personne la lit et fait le nécessaire. Si vous changez d’avis, écrivez-nous.",
    ),
    "problem": ("This could not be kept:", "Ceci n’a pas pu être enregistré :"),
    "error_kind": ("Choose what you wish.", "Choisissez ce que vous souhaitez."),
    "error_words": (
        "Say how it should read, in at most 10,000 letters.",
        "Dites comment il faut lire, en 10 000 lettres au plus.",
    ),
    "error_answer": ("Choose one of the answers.", "Choisissez une des réponses."),
    "error_other": (
        "It is answered already, or you sent much at once. Please wait, or write to us.",
        "La réponse est déjà donnée, ou vous avez beaucoup envoyé. Patientez, ou écrivez-nous.",
    ),
}
_MONTHS = (
    ("January", "janvier"),
    ("February", "février"),
    ("March", "mars"),
    ("April", "avril"),
    ("May", "mai"),
    ("June", "juin"),
    ("July", "juillet"),
    ("August", "août"),
    ("September", "septembre"),
    ("October", "octobre"),
    ("November", "novembre"),
    ("December", "décembre"),
)


def words_in(language: str) -> dict[str, str]:
    """Return every word of the page in a language; in English where it is not one of the two."""
    at = 1 if language == "fr" else 0
    return {name: both[at] for name, both in _WORDS.items()}


def day_in(language: str, day: date) -> str:
    """Write a day as the language does: 1 May 2026, 1er mai 2026."""
    if language == "fr":
        number = "1er" if day.day == 1 else str(day.day)
        return f"{number} {_MONTHS[day.month - 1][1]} {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1][0]} {day.year}"
