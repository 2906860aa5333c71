"""Small invented essays of the tests."""

SAMPLE = """The Bridge at Elm Street
By Ann Author
12 March 2019

Background
The bridge was built in 1901.[1] It was closed in 1950, as the town *could not* pay.[2]
It stands today.[1]

The repair
The repair took three years.[3] Nobody kept the plans [sic].[4]

Notes
[1] Baker, C. (1999) Bridges of the county: a history. London: North Press, pp. 3–5; see Cole, D. (2001) 'On elms', Journal of Trees, 4(2), pp. 1–9.
[2] Baker (1999), p. 12 (with a map).
[3] Ibid., p. 14. [4] Declassified documents (1950); Baker (1999), ch. 2.
"""  # noqa: E501
