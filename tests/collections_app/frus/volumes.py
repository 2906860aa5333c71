"""Small volumes written for the tests, in the markup of the series."""

from pathlib import Path

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}">
 <teiHeader><fileDesc><titleStmt>
  <title type="complete">Test Volume, 1969, Volume I</title>
 </titleStmt></fileDesc></teiHeader>
 <text><body><div type="compilation">
"""
TAIL = "</div></body></text></TEI>\n"

TELEGRAM = """
<pb n="3"/><div type="document" xml:id="d1" n="1">
 <head>1. Telegram From the Embassy in Burundi to the Department of State<note n="1" xml:id="d1fn1"
 type="source">Source: National Archives, RG 59, Central Files, POL 15 BURUNDI. Secret; Immediate.
 </note></head>
 <dateline><placeName>Bujumbura</placeName>, <date when="1969-05-01">May 1, 1969</date></dateline>
 <p>{text} [<hi rend="italic">2 lines not declassified</hi>]<note n="2"
 xml:id="d1fn2">A note.</note></p>
</div>
"""
WITHHELD = """
<div type="document" xml:id="d2" n="2">
 <head>2. Memorandum From the Director to the President<note n="1" xml:id="d2fn1" type="source">
 Source: Central Intelligence Agency, Box 7. Top Secret. </note></head>
 <dateline><placeName>Washington</placeName>, <date when="1969-06-02">June 2, 1969</date></dateline>
 <p>[<hi rend="italic">3 pages not declassified</hi>]</p>
</div>
"""
PENDING = """
<div type="document" xml:id="d3" n="3">
 <head>3. Paper<note n="1" xml:id="d3fn1" type="source">Source: National Archives, Box 9. Secret.
 </note></head>
 <dateline><date when="1969-07-03">July 3, 1969</date></dateline>
 <p>[<hi rend="italic">4 pages not declassified in time for publication</hi>]</p>
</div>
"""
EDITORIAL = """
<div type="document" subtype="editorial-note" xml:id="d4" n="4"><head>4. Editorial Note</head>
 <p>The editors explain.</p></div>
"""


def volume_file(
    folder: Path, *, text: str = "The situation.", parts: str = "", identifier: str = "frustest"
) -> Path:
    """Write a volume of four documents (or of `parts`) and return its path."""
    documents = parts or TELEGRAM.format(text=text) + WITHHELD + PENDING + EDITORIAL
    path = folder / f"{identifier}.xml"
    path.write_text(HEAD.format(id=identifier) + documents + TAIL, encoding="utf-8")
    return path
