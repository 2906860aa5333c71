"""One box for everything: books with their notes, documents and their pages, testimony, people.

words_of_books.py  the words of books that are searched, written with the book
books_found.py     which books have what was asked for, and where in them it stands
asking.py          the questions of the search page, as they stand in its address
page.py            what the page shows for one address
names.py           names that begin like what was typed, or nearly are it
"""
