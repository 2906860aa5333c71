"""Citations read as the Chicago Manual of Style, 17th edition, has them: kind by kind."""

from dataclasses import replace

import pytest

from briefingbooks.citing.notes import (
    as_words,
    bibliography_entry,
    first_note,
    in_order,
    short_forms,
    short_note,
)
from briefingbooks.citing.work import Work
from tests.briefingbooks.citing.works import (
    ADELMAN,
    AKAYESU,
    ARTICLE,
    BROADCAST,
    CHAPTER,
    DALLAIRE,
    DATASET,
    DORN,
    FILM,
    HATZFELD,
    INTERVIEW,
    LAW,
    LEAVE_NONE,
    LETTER,
    NDIAYE,
    NEWS,
    PAGE,
    POSTING,
    PRUNIER,
    RESOLUTION,
    REYNTJENS,
    THESIS,
    body,
    person,
)

CITED = [
    (DALLAIRE, "pp. 142-168",
     "Roméo Dallaire, <i>Shake Hands with the Devil: The Failure of Humanity in Rwanda</i> "
     "(Toronto: Random House Canada, 2003), 142–168",
     "Dallaire, <i>Shake Hands with the Devil</i>, 142–168",
     "Dallaire, Roméo. <i>Shake Hands with the Devil: The Failure of Humanity in Rwanda</i>. "
     "Toronto: Random House Canada, 2003."),
    (PRUNIER, "p. 61",
     "Gérard Prunier, <i>The Rwanda Crisis: History of a Genocide</i>, rev. ed. "
     "(London: Hurst &amp; Company, 1997), 61",
     "Prunier, <i>Rwanda Crisis</i>, 61",
     "Prunier, Gérard. <i>The Rwanda Crisis: History of a Genocide</i>. Rev. ed. "
     "London: Hurst &amp; Company, 1997."),
    (ADELMAN, "",
     "Howard Adelman and Astri Suhrke, eds., <i>The Path of a Genocide: The Rwanda Crisis from "
     "Uganda to Zaire</i> (New Brunswick, NJ: Transaction Publishers, 1999)",
     "Adelman and Suhrke, <i>Path of a Genocide</i>",
     "Adelman, Howard, and Astri Suhrke, eds. <i>The Path of a Genocide: The Rwanda Crisis from "
     "Uganda to Zaire</i>. New Brunswick, NJ: Transaction Publishers, 1999."),
    (DORN, "12",
     "A. Walter Dorn, Jonathan Matloff, and Jennifer Matthews, <i>Preventing the Bloodbath: Could "
     "the UN Have Predicted and Prevented the Rwanda Genocide?</i>, Occasional Paper, no. 24 "
     "(Ithaca, NY: Cornell University Peace Studies Program, November 1999), 12",
     "Dorn, Matloff, and Matthews, <i>Preventing the Bloodbath</i>, 12",
     "Dorn, A. Walter, Jonathan Matloff, and Jennifer Matthews. <i>Preventing the Bloodbath: Could "
     "the UN Have Predicted and Prevented the Rwanda Genocide?</i> Occasional Paper, no. 24. "
     "Ithaca, NY: Cornell University Peace Studies Program, November 1999."),
    (HATZFELD, "",
     "Jean Hatzfeld, <i>Machete Season: The Killers in Rwanda Speak</i>, trans. Linda Coverdale "
     "(New York: Farrar, Straus and Giroux, 2005)",
     "Hatzfeld, <i>Machete Season</i>",
     "Hatzfeld, Jean. <i>Machete Season: The Killers in Rwanda Speak</i>. Translated by Linda "
     "Coverdale. New York: Farrar, Straus and Giroux, 2005."),
    (LEAVE_NONE, "p 5",
     "Human Rights Watch and Fédération internationale des ligues des droits de l’homme, "
     "<i>Leave None to Tell the Story: Genocide in Rwanda</i> "
     "(New York: Human Rights Watch, 1999), 5",
     "Human Rights Watch and Fédération internationale des ligues des droits de l’homme, "
     "<i>Leave None to Tell the Story</i>, 5",
     "Human Rights Watch and Fédération internationale des ligues des droits de l’homme. "
     "<i>Leave None to Tell the Story: Genocide in Rwanda</i>. "
     "New York: Human Rights Watch, 1999."),
    (REYNTJENS, "",
     'Filip Reyntjens, <i><span lang="fr">Rwanda: Trois jours qui ont fait basculer '
     "l’histoire</span></i>, Cahiers africains, no. 16 (Paris: L’Harmattan, 1995)",
     'Reyntjens, <i><span lang="fr">Trois jours</span></i>',
     'Reyntjens, Filip. <i><span lang="fr">Rwanda: Trois jours qui ont fait basculer '
     "l’histoire</span></i>. Cahiers africains, no. 16. Paris: L’Harmattan, 1995."),
    (CHAPTER, "pp 44-45",
     "Alison Des Forges, “Call to Genocide: Radio in Rwanda, 1994,” in <i>The Media and the Rwanda "
     "Genocide</i>, ed. Allan Thompson (London: Pluto Press, 2007), 44–45",
     "Des Forges, “Call to Genocide,” 44–45",
     "Des Forges, Alison. “Call to Genocide: Radio in Rwanda, 1994.” In <i>The Media and the "
     "Rwanda Genocide</i>, edited by Allan Thompson, 41–54. London: Pluto Press, 2007."),
    (ARTICLE, "p. 101",
     "Alan J. Kuperman, “Could 5,000 Peacekeepers Have Saved 500,000 Rwandans?,” <i>Foreign "
     "Affairs</i> 79, no. 1 (January–February 2000): 101",
     "Kuperman, “Could 5,000 Peacekeepers,” 101",
     "Kuperman, Alan J. “Could 5,000 Peacekeepers Have Saved 500,000 Rwandans?” <i>Foreign "
     "Affairs</i> 79, no. 1 (January–February 2000): 94–118. https://doi.org/10.2307/20049616"),
    (RESOLUTION, "para 8",
     "United Nations Security Council, Resolution 912 (1994), S/RES/912 (21 April 1994), para. 8",
     "United Nations Security Council, Resolution 912 (1994), para. 8",
     "United Nations Security Council. Resolution 912 (1994). S/RES/912. 21 April 1994. "
     "https://undocs.org/S/RES/912(1994)"),
    (NDIAYE, "paras. 78-81",
     "Bacre Waly Ndiaye, <i>Report by the Special Rapporteur on His Mission to Rwanda from 8 to "
     "17 April 1993</i>, E/CN.4/1994/7/Add.1 (11 August 1993), paras. 78–81",
     "Ndiaye, <i>Report on His Mission</i>, paras. 78–81",
     "Ndiaye, Bacre Waly. <i>Report by the Special Rapporteur on His Mission to Rwanda from 8 to "
     "17 April 1993</i>. E/CN.4/1994/7/Add.1. 11 August 1993."),
    (AKAYESU, "para. 731",
     "Prosecutor v. Jean-Paul Akayesu, Case No. ICTR-96-4-T, Judgment (ICTR Trial Chamber I, "
     "2 September 1998), para. 731",
     "<i>Akayesu</i>, para. 731",
     "Prosecutor v. Jean-Paul Akayesu. Case No. ICTR-96-4-T, Judgment. ICTR Trial Chamber I, "
     "2 September 1998."),
    (NEWS, "",
     "Paul Lewis, “U.N. Votes to Cut Force in Rwanda,” <i>New York Times</i>, 22 April 1994",
     "Lewis, “U.N. Votes to Cut Force in Rwanda”",
     "Lewis, Paul. “U.N. Votes to Cut Force in Rwanda.” <i>New York Times</i>, 22 April 1994."),
    (replace(NEWS, authors=()), "A1",
     "“U.N. Votes to Cut Force in Rwanda,” <i>New York Times</i>, 22 April 1994, A1",
     "“U.N. Votes to Cut Force in Rwanda,” A1",
     "<i>New York Times</i>. “U.N. Votes to Cut Force in Rwanda.” 22 April 1994."),
    (PAGE, "",
     "United Nations Archives Geneva, “Can I Request Access to Restricted Records?,” Ask an "
     "Archivist, last changed 11 July 2023, accessed 3 March 2026",
     "United Nations Archives Geneva, “Access to Restricted Records”",
     "United Nations Archives Geneva. “Can I Request Access to Restricted Records?” Ask an "
     "Archivist. Last changed 11 July 2023. Accessed 3 March 2026. https://ask.unog.ch/faq/1"),
    (POSTING, "",
     "Michael Dobbs, ed., with Emily Willard, “The Rwanda ‘Genocide Fax’: What We Know Now,” "
     "National Security Archive Electronic Briefing Book, no. 452, 9 January 2014",
     "Dobbs, “Genocide Fax”",
     "Dobbs, Michael, ed., with Emily Willard. “The Rwanda ‘Genocide Fax’: What We Know Now.” "
     "National Security Archive Electronic Briefing Book, no. 452. 9 January 2014. "
     "https://nsarchive2.gwu.edu/NSAEBB/NSAEBB452/"),
    (THESIS, "pp. 5, 9",
     "Scott Straus, “The Order of Genocide: Race, Power, and War in Rwanda” (PhD diss., University "
     "of California, Berkeley, 2004), 5, 9",
     "Straus, “Order of Genocide,” 5, 9",
     "Straus, Scott. “The Order of Genocide: Race, Power, and War in Rwanda.” PhD diss., "
     "University of California, Berkeley, 2004."),
    (INTERVIEW, "",
     "Roméo Dallaire, interview by Ted Koppel, <i>Nightline</i>, ABC, 7 September 1994",
     "Dallaire, interview",
     "Dallaire, Roméo. Interview by Ted Koppel. <i>Nightline</i>, ABC, 7 September 1994."),
    (BROADCAST, "00:45:10-00:46:00",
     "<i>Frontline</i>, season 22, episode 10, “Ghosts of Rwanda,” directed by Greg Barker, "
     "aired 1 April 2004, on PBS, at 0:45:10–0:46:00",
     "<i>Frontline</i>, “Ghosts of Rwanda,” at 0:45:10–0:46:00",
     "<i>Frontline</i>. Season 22, episode 10, “Ghosts of Rwanda.” Directed by Greg Barker. "
     "Aired 1 April 2004, on PBS."),
    (FILM, "",
     "<i>Shooting Dogs</i>, directed by Michael Caton-Jones (London: BBC Films, 2005), DVD",
     "<i>Shooting Dogs</i>",
     "Caton-Jones, Michael, dir. <i>Shooting Dogs</i>. London: BBC Films, 2005. DVD."),
    (DATASET, "",
     "Uppsala Conflict Data Program, <i>UCDP One-sided Violence Dataset</i>, version 24.1 "
     "(Uppsala: Uppsala University, 2024)",
     "Uppsala Conflict Data Program, <i>UCDP One-sided Violence Dataset</i>",
     "Uppsala Conflict Data Program. <i>UCDP One-sided Violence Dataset</i>. Version 24.1. "
     "Uppsala: Uppsala University, 2024. https://doi.org/10.1177/0022343307076637"),
    (LETTER, "p. 2",
     "Jean-Roger Booh-Booh, “Letter to the Secretary-General,” 12 January 1994, S-1062-0001-01, "
     "United Nations Archives, New York, p. 2",
     "Booh-Booh, “Letter to the Secretary-General,” p. 2",
     "Booh-Booh, Jean-Roger. “Letter to the Secretary-General.” 12 January 1994. "
     "S-1062-0001-01, United Nations Archives, New York."),
    (LAW, "art 5",
     '<span lang="fr">Instruction générale interministérielle n° 1300</span>, '
     '<i><span lang="fr">Journal officiel</span></i>, 9 August 2021, art. 5',
     '<span lang="fr">Instruction n° 1300</span>, art. 5',
     '<span lang="fr">Instruction générale interministérielle n° 1300</span>, '
     '<i><span lang="fr">Journal officiel</span></i>, 9 August 2021.'),
]  # fmt: skip


@pytest.mark.parametrize(("work", "place", "first", "later", "entry"), CITED)
def test_each_kind_is_cited_as_the_manual_has_it(
    work: Work, place: str, first: str, later: str, entry: str
) -> None:
    assert first_note(work, place) == first
    assert short_note(work, place) == later
    listed = bibliography_entry(work).replace(' <span class="external-mark">(external link)</span>',
                                              "")  # fmt: skip
    assert as_words(listed) == as_words(entry)
    assert listed.startswith(entry.partition("https://")[0])


@pytest.mark.parametrize(
    ("number", "first", "later", "entry"),
    [
        (1, "A One, <i>", "One, <i>", "One, A. <i>"),
        (2, "A One and B Two, <i>", "One and Two, <i>", "One, A, and B Two. <i>"),
        (3, "A One, B Two, and C Three, <i>", "One, Two, and Three, <i>",
         "One, A, B Two, and C Three. <i>"),
        (4, "A One et al., <i>", "One et al., <i>", "One, A, B Two, C Three, and D Four. <i>"),
        (11, "A One et al., <i>", "One et al., <i>",
         "One, A, B Two, C Three, D Four, E Five, F Six, G Seven, et al. <i>"),
    ],
)  # fmt: skip
def test_a_note_names_up_to_three_authors_and_a_bibliography_up_to_ten(
    number: int, first: str, later: str, entry: str
) -> None:
    families = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]
    authors = tuple(
        person(chr(65 + n), family) for n, family in enumerate([*families, "Eleven"][:number])
    )
    work = Work(title="Title", authors=authors, date="2000")
    assert first_note(work).startswith(first)
    assert short_note(work).startswith(later)
    assert bibliography_entry(work).startswith(entry)


def test_a_suffix_takes_a_comma_only_where_the_name_is_turned() -> None:
    work = Work(title="Title", authors=(person("Martin Luther", "King", "Jr."),), date="1967")
    assert first_note(work) == "Martin Luther King Jr., <i>Title</i> (1967)"
    assert bibliography_entry(work) == "King, Martin Luther, Jr. <i>Title</i>. 1967."


def test_what_is_not_known_is_left_out_and_no_date_is_said() -> None:
    work = Work(title="Rapport", place="Kigali")
    assert first_note(work) == "<i>Rapport</i> (Kigali, n.d.)"
    assert bibliography_entry(work) == "<i>Rapport</i>. Kigali, n.d."
    page = Work(kind="web_page", title="Appeals", authors=(body("US Department of State"),))
    assert first_note(page) == "US Department of State, “Appeals,” n.d."
    read = replace(page, accessed="1 May 2026")
    assert bibliography_entry(read) == "US Department of State. “Appeals.” Accessed 1 May 2026."


def test_journals_say_volume_and_issue_as_far_as_they_have_them() -> None:
    paper = replace(ARTICLE, doi="")
    assert "<i>Foreign Affairs</i> 79 (January–February 2000): 94–118" in first_note(
        replace(paper, issue="")
    )
    assert "<i>Foreign Affairs</i>, no. 1 (January–February 2000): 3" in first_note(
        replace(paper, volume=""), "3"
    )
    assert first_note(replace(paper, volume="", issue=""), "3").endswith(
        "<i>Foreign Affairs</i>, January–February 2000, 3"
    )
    assert first_note(paper, "n. 4").endswith("(January–February 2000), n. 4")


def test_a_volume_of_several_stands_before_the_imprint_and_before_the_page() -> None:
    work = replace(DALLAIRE, volume="2")
    assert "</i>, vol. 2 (Toronto" in first_note(work)
    assert "</i>. Vol. 2. Toronto" in bibliography_entry(work)
    assert first_note(DALLAIRE, "vol. 2, p. 14-15").endswith("2003), 2:14–15")


def test_two_editions_of_one_work_are_told_apart_by_their_years() -> None:
    first = replace(PRUNIER, key="prunier-1995", edition="", date="1995")
    forms = short_forms([PRUNIER, first, DALLAIRE])
    assert short_note(PRUNIER, "61", forms["prunier-1997"]) == (
        "Prunier, <i>Rwanda Crisis</i> (1997), 61"
    )
    assert short_note(first, "", forms["prunier-1995"]) == "Prunier, <i>Rwanda Crisis</i> (1995)"
    assert short_note(DALLAIRE, "", forms["dallaire-2003"]) == short_note(DALLAIRE)


def test_two_works_of_one_short_title_are_told_apart_by_their_whole_titles() -> None:
    other = replace(DALLAIRE, key="other", title="Shake Hands with the Devil: A Screenplay")
    forms = short_forms([DALLAIRE, other])
    assert short_note(other, "", forms["other"]) == (
        "Dallaire, <i>Shake Hands with the Devil: A Screenplay</i>"
    )


def test_two_authors_of_one_family_name_keep_their_given_names() -> None:
    other = Work(key="other", title="Other", authors=(person("Anne", "Dallaire"),))
    forms = short_forms([DALLAIRE, other])
    assert short_note(other, "", forms["other"]) == "Anne Dallaire, <i>Other</i>"
    assert short_note(DALLAIRE, "", forms["dallaire-2003"]).startswith("Roméo Dallaire, ")


def test_works_that_nothing_tells_apart_are_cited_in_full_each_time() -> None:
    twin = replace(DALLAIRE, key="twin")
    forms = short_forms([DALLAIRE, twin])
    assert short_note(twin, "5", forms["twin"]) == first_note(twin, "5")


def test_the_bibliography_is_in_order_of_names_without_accents_and_titles_without_articles() -> (
    None
):
    works = [
        Work(key="z", title="Zeal", authors=(person("A", "Éboué"),)),
        Work(key="a", title="The Apple"),
        Work(key="e", title="Early", authors=(person("A", "Eboue"),)),
        Work(key="l", title="L’arbre", language="fr"),
        Work(key="n", title="Zebra", kind="news", container="The Atlantic"),
        Work(key="q", title="‘A Problem from Hell’", authors=(person("Samantha", "Aaron"),)),
    ]
    assert [work.key for work in in_order(works)] == ["q", "a", "l", "n", "e", "z"]


def test_hostile_words_stay_words() -> None:
    work = Work(
        kind="article", title='<script>alert("x")</script> “inner”', container="<b>J</b>",
        authors=(person("<i>", "O’Brien & Sons"),), volume="1", date="2000",
        language='fr"><script>', url='https://example.org/?a="><script>',
    )  # fmt: skip
    for html in (first_note(work, "<p>"), short_note(work), bibliography_entry(work)):
        assert "<script" not in html
        assert "<b>" not in html
    assert "‘inner’" in first_note(work)
