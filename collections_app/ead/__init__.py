"""Finding aids in EAD 2002 and EAD3: read with tolerance, brought in whole, written validly.

`opening` opens the XML safely, `text` turns markup into words, `reading` finds the components,
`mapping` says what each becomes here, `levels`, `dating` and `terms` know their part of that,
`comparing` and `importing` bring it into the collections, `exporting` writes it again.
"""
