"""Items in spreadsheets: read, checked, applied whole, undone, and written so that they come back.

`reading` opens a file, `columns` says what a column means, `mapping` which header fills it,
`wishes` what a row asks for, `planning` what that changes, `checking` goes through a whole file,
`applying` writes it in one transaction, `exporting` writes the same headers.
"""
