"""The whole public site as files: pages that lead to one another from any folder, without a server.

`visiting` asks the application as a stranger does, and nothing is read around it; `addresses` says
what belongs into an export and under which name; `journal` keeps what was found, so that nothing
grows in memory. `gathering` fetches, `pruning` takes out of a page what only a server can do,
`leading` leads its links, `search_files` makes what finds words without a server, `exporting` is
the deed, and `checking` walks through a finished export as a reader would.
"""
