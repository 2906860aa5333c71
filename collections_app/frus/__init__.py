"""Volumes of *Foreign Relations of the United States* (FRUS), read from their TEI P5 files.

    volume = read_volume(path)            # raises BadVolume(message, line); writes nothing
    for line in report_lines(make_report(volume)): ...

The reader is pure (no database, no settings, no network); `importing` brings its values in.

- `reading.read_volume(path) -> Volume`; `BadVolume.line` is None where no line can be named.
- `volume` has the values: `Volume(id, title, series, subseries, volume_number, subject,
  front_matter_statement, persons, documents, problems)`; `Document(xml_id, number, kind, title,
  heading, chapters, date, place, senders, recipients, marking, source_note, summary,
  heading_notes, pages, excisions, withheld_state, line)` with `.withheld_in_full`, `.status`.
- A document withheld in full has no pages; its marks are located at `Where.WHOLE_DOCUMENT`.
  Otherwise `page.text[location.start:location.end]` is the mark of an excision at `Where.PAGE`.
- `report.make_report(volume) -> Report`, `report.report_lines(report)`; `Report.review` counts
  documents as the front matter does, `Report.statement` is what it says.
- `Volume.problems` lists what was not understood or looks doubtful, with lines.

How the parts of the reader depend on each other: `reading` -> `documents` -> `headings`,
`datelines`, `source_notes`, `marks` -> `parties`, `measures`, `statement` -> `text`, `numbers`
-> `tei`, `volume`.
"""
