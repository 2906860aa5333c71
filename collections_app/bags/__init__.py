"""Bags: a collection or a set of items as one folder that any archive can take in (RFC 8493).

A bag holds the masters as they came in, what is described and transcribed, and the digest of each
file. Most bags are for the house and for other archives; one made with `is_public` holds only what
any reader may have.
"""
