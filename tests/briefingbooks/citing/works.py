"""Works of each kind, as somebody would describe them at the desk."""

from briefingbooks.citing.names import Name
from briefingbooks.citing.work import Work


def person(given: str, family: str, suffix: str = "") -> Name:
    return Name(family=family, given=given, suffix=suffix)


def body(words: str) -> Name:
    return Name(literal=words)


DALLAIRE = Work(
    key="dallaire-2003", title="Shake Hands with the Devil: The Failure of Humanity in Rwanda",
    authors=(person("Roméo", "Dallaire"),), place="Toronto", publisher="Random House Canada",
    date="2003",
)  # fmt: skip
PRUNIER = Work(
    key="prunier-1997", title="The Rwanda Crisis: History of a Genocide",
    authors=(person("Gérard", "Prunier"),), place="London", publisher="Hurst & Company",
    date="1997", edition="rev. ed.",
)  # fmt: skip
ADELMAN = Work(
    key="adelman-1999",
    title="The Path of a Genocide: The Rwanda Crisis from Uganda to Zaire",
    editors=(person("Howard", "Adelman"), person("Astri", "Suhrke")),
    place="New Brunswick, NJ", publisher="Transaction Publishers", date="1999",
)  # fmt: skip
DORN = Work(
    key="dorn-1999", kind="report",
    title="Preventing the Bloodbath: Could the UN Have Predicted and Prevented the Rwanda "
    "Genocide?",
    authors=(person("A. Walter", "Dorn"), person("Jonathan", "Matloff"),
             person("Jennifer", "Matthews")),
    container="Occasional Paper", number="no. 24", place="Ithaca, NY",
    publisher="Cornell University Peace Studies Program", date="November 1999",
)  # fmt: skip
HATZFELD = Work(
    key="hatzfeld-2005", title="Machete Season: The Killers in Rwanda Speak",
    authors=(person("Jean", "Hatzfeld"),), translators=(person("Linda", "Coverdale"),),
    place="New York", publisher="Farrar, Straus and Giroux", date="2005", original_language="fr",
)  # fmt: skip
LEAVE_NONE = Work(
    key="leave-none-1999", kind="report", title="Leave None to Tell the Story: Genocide in Rwanda",
    authors=(body("Human Rights Watch"),
             body("Fédération internationale des ligues des droits de l’homme")),
    place="New York", publisher="Human Rights Watch", date="1999",
)  # fmt: skip
REYNTJENS = Work(
    key="reyntjens-1995", title="Rwanda: Trois jours qui ont fait basculer l’histoire",
    short_title="Trois jours", authors=(person("Filip", "Reyntjens"),), language="fr",
    container="Cahiers africains", number="no. 16", place="Paris", publisher="L’Harmattan",
    date="1995",
)  # fmt: skip
CHAPTER = Work(
    key="des-forges-2007", kind="chapter", title="Call to Genocide: Radio in Rwanda, 1994",
    authors=(person("Alison", "Des Forges"),), container="The Media and the Rwanda Genocide",
    container_editors=(person("Allan", "Thompson"),), pages="41–54", place="London",
    publisher="Pluto Press", date="2007",
)  # fmt: skip
ARTICLE = Work(
    key="feil-1998", kind="article", title="Could 5,000 Peacekeepers Have Saved 500,000 Rwandans?",
    short_title="Could 5,000 Peacekeepers", authors=(person("Alan J.", "Kuperman"),),
    container="Foreign Affairs", volume="79", issue="1", pages="94–118",
    date="January–February 2000", doi="10.2307/20049616",
)  # fmt: skip
RESOLUTION = Work(
    key="sc-912", kind="un_document", title="Resolution 912 (1994)",
    authors=(body("United Nations Security Council"),), number="S/RES/912", date="21 April 1994",
    url="https://undocs.org/S/RES/912(1994)",
)  # fmt: skip
NDIAYE = Work(
    key="ndiaye-1993", kind="un_document",
    title="Report by the Special Rapporteur on His Mission to Rwanda from 8 to 17 April 1993",
    short_title="Report on His Mission", authors=(person("Bacre Waly", "Ndiaye"),),
    number="E/CN.4/1994/7/Add.1", date="11 August 1993",
)  # fmt: skip
AKAYESU = Work(
    key="akayesu", kind="judgment", title="Prosecutor v. Jean-Paul Akayesu",
    short_title="Akayesu", number="Case No. ICTR-96-4-T", genre="Judgment",
    publisher="ICTR Trial Chamber I", date="2 September 1998",
)  # fmt: skip
NEWS = Work(
    key="bonner-1994", kind="news", title="U.N. Votes to Cut Force in Rwanda",
    authors=(person("Paul", "Lewis"),), container="New York Times", date="22 April 1994",
)  # fmt: skip
PAGE = Work(
    key="unog-access", kind="web_page", title="Can I Request Access to Restricted Records?",
    short_title="Access to Restricted Records",
    authors=(body("United Nations Archives Geneva"),), container="Ask an Archivist",
    date="last changed 11 July 2023", accessed="3 March 2026",
    url="https://ask.unog.ch/faq/1",
)  # fmt: skip
POSTING = Work(
    key="ebb-452", kind="posting", title="The Rwanda “Genocide Fax”: What We Know Now",
    short_title="Genocide Fax", editors=(person("Michael", "Dobbs"),),
    contributors=(person("Emily", "Willard"),),
    container="National Security Archive Electronic Briefing Book", number="no. 452",
    date="9 January 2014", url="https://nsarchive2.gwu.edu/NSAEBB/NSAEBB452/",
)  # fmt: skip
THESIS = Work(
    key="straus-2004", kind="thesis",
    title="The Order of Genocide: Race, Power, and War in Rwanda", genre="PhD diss.",
    authors=(person("Scott", "Straus"),), publisher="University of California, Berkeley",
    date="2004",
)  # fmt: skip
INTERVIEW = Work(
    key="interview", kind="interview", title="Interview", authors=(person("Roméo", "Dallaire"),),
    interviewers=(person("Ted", "Koppel"),), container="Nightline", publisher="ABC",
    date="7 September 1994",
)  # fmt: skip
BROADCAST = Work(
    key="frontline", kind="broadcast", title="Ghosts of Rwanda", container="Frontline",
    number="season 22, episode 10", directors=(person("Greg", "Barker"),), publisher="PBS",
    date="1 April 2004",
)  # fmt: skip
FILM = Work(
    key="film", kind="film", title="Shooting Dogs", directors=(person("Michael", "Caton-Jones"),),
    place="London", publisher="BBC Films", date="2005", genre="DVD",
)  # fmt: skip
DATASET = Work(
    key="ucdp", kind="dataset", title="UCDP One-sided Violence Dataset", edition="version 24.1",
    authors=(body("Uppsala Conflict Data Program"),), place="Uppsala",
    publisher="Uppsala University", date="2024", doi="10.1177/0022343307076637",
)  # fmt: skip
LETTER = Work(
    key="letter", kind="archival", title="Letter to the Secretary-General",
    authors=(person("Jean-Roger", "Booh-Booh"),), date="12 January 1994",
    archive_location="S-1062-0001-01", archive="United Nations Archives, New York",
)  # fmt: skip
LAW = Work(
    key="igi-1300", kind="legislation", title="Instruction générale interministérielle n° 1300",
    short_title="Instruction n° 1300", container="Journal officiel", language="fr",
    date="9 August 2021",
)  # fmt: skip
