"""How each token of a text is printed as HTML. `markup_html` prints whole texts."""

from collections.abc import Sequence
from html import escape
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it.token import Token

from briefingbooks.markup import PARSER, Mention, foreign_words, is_safe_link, mention
from briefingbooks.markup.links import is_external_link
from briefingbooks.markup.syntax import BLOCK, LANGUAGE, block
from briefingbooks.resolved import GoneLink, Printing, Resolved
from collections_app.languages import day_words, speaking


def _call(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    page, label = env["page"], tokens[index].meta["label"]
    if label not in page.defined:
        return ""
    number, nth = page.numbering.call(label)
    with speaking(page.language):
        name = _("Note {number}").format(number=number)
    return (
        f'<a class="note-call" id="{page.numbering.call_anchor(label, nth)}" '
        f'href="#fn-{label}" role="doc-noteref" aria-label="{name}">{number}</a>'
    )


def _role(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    if token.meta["name"] == "lang":
        return _foreign(token.content)
    found = mention(token.meta["name"], token.content)
    if found is None:
        return escape(token.content)
    resolved = env["page"].resolve(found)
    words = resolved.html or escape(found.words or found.key)
    if not resolved.url:
        return f"<span{_ref(resolved)}>{words}</span>" if resolved.ref else words
    is_external = resolved.url.startswith("http")
    classes = "mention external" if is_external else "mention"
    label = f"{words}{_external(env['page']) if is_external else ''}"
    return f'<a class="{classes}" href="{escape(resolved.url)}"{_ref(resolved)}>{label}</a>'


def _ref(resolved: Resolved) -> str:
    return f' data-ref="{escape(resolved.ref)}"' if resolved.ref else ""


def _foreign(content: str) -> str:
    read = foreign_words(content)
    if read is None:
        return escape(content)
    return f'<span lang="{escape(read[0])}">{escape(read[1])}</span>'


def _link_open(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    page, url = env["page"], str(tokens[index].attrs.get("href", ""))
    if not is_safe_link(url):
        page.links.append("")
        return "<a>"
    if not is_external_link(url):
        page.links.append("")
        return f'<a href="{escape(url)}">'
    gone = page.resolve(Mention("link", url)).gone
    page.links.append(_gone_words(gone, page) if gone else _external(page))
    if gone is None or not gone.archived_url:
        return f'<a class="external" href="{escape(url)}">'
    day = f' data-versiondate="{gone.archived_at.isoformat()}"' if gone.archived_at else ""
    return (
        f'<a class="external" href="{escape(gone.archived_url)}" data-originalurl="{escape(url)}" '
        f'data-versionurl="{escape(gone.archived_url)}"{day}>'
    )


def _external(page: Printing) -> str:
    with speaking(page.language):
        words = _("(external link)")
    return f' <span class="external-mark">{words}</span>'


def _gone_words(gone: GoneLink, page: Printing) -> str:
    """Say what became of an address: “(external link, no longer available on …; archived copy)”."""
    with speaking(page.language):
        words = _("external link, no longer available")
        if gone.checked_on:
            words = _("external link, no longer available on {day}").format(
                day=day_words(gone.checked_on)
            )
        copy = _("archived copy")
        if gone.archived_at:
            copy = _("archived copy of {day}").format(day=day_words(gone.archived_at))
    told = "; ".join([words, copy] if gone.archived_url else [words])
    return f' <span class="external-mark">({told})</span>'


def _link_close(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return f"{env['page'].links.pop() if env['page'].links else ''}</a>"


def _heading_open(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    page, tag = env["page"], tokens[index].tag
    stem = anchor = "-".join(filter(None, [page.prefix, slugify(tokens[index + 1].content)]))
    number = page.anchors.get(stem, 0) + 1
    if number > 1:
        anchor = f"{stem}-{number}"
    page.anchors[stem] = number
    return f'<{tag} id="{escape(anchor)}">'


def _image(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return escape(tokens[index].content)


def _table_open(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    numbering = env["page"].numbering
    numbering.tables += 1
    with speaking(env["page"].language):
        name = _("Table {number}").format(number=numbering.tables)
    return f'<div class="table-scroll" role="region" aria-label="{name}" tabindex="0">\n<table>\n'


def _table_close(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return "</table>\n</div>\n"


def _cell_open(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    is_number = "right" in str(token.attrs.get("style", ""))
    scope = ' scope="col"' if token.tag == "th" else ""
    number = ' class="number"' if is_number else ""
    return f"<{token.tag}{scope}{number}>"


def _block_open(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    page, token = env["page"], tokens[index]
    opening, closing = _block_tags(token, page.resolved.get(id(token)), page)
    page.blocks.append(closing)
    return opening


def _block_close(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return env["page"].blocks.pop() if env["page"].blocks else ""


def _block_tags(token: Token, resolved: Resolved | None, page: Printing) -> tuple[str, str]:
    """Return what a block prints before and after what stands in it."""
    named = block(token.info)
    if named.role == "pullquote":
        hidden = ' aria-hidden="true"' if token.meta.get("is_copy") else ""
        return f'<aside class="pull-quote"{hidden}>\n', "</aside>\n"
    if named.role == "quote":
        lang = f' lang="{named.key}"' if LANGUAGE.fullmatch(named.key) else ""
        return f"<blockquote{lang}>\n", "</blockquote>\n"
    if resolved is None:
        return "", ""
    return _photo(resolved) if named.role == "photo" else _comparison(resolved, page)


def _photo(resolved: Resolved) -> tuple[str, str]:
    picture = resolved.picture
    opening = f'<p class="thumbnail thumbnail-none">{resolved.html}</p>\n'
    if picture is not None:
        opening = (
            f'<img src="{escape(picture.url)}" alt="{escape(picture.alt)}" '
            f'width="{picture.width}" height="{picture.height}" loading="lazy">\n'
        )
    if resolved.is_hidden:
        return f'<figure class="photo">{opening}', "</figure>\n"
    ref = _ref(resolved)
    credit = f"{escape(resolved.credit.rstrip('.'))}. " if resolved.credit else ""
    record = f'<a class="mention" href="{escape(resolved.url)}">{resolved.html}</a>'
    source = f'<p class="source-line">{credit}{record}</p>\n'
    return (
        f'<figure class="photo"{ref}>{opening}<figcaption>\n',
        f"{source}</figcaption></figure>\n",
    )


def _comparison(resolved: Resolved, page: Printing) -> tuple[str, str]:
    opening = f'<aside class="comparison notice"{_ref(resolved)}><p>{resolved.html}</p>\n'
    if not resolved.url:
        return opening, "</aside>\n"
    with speaking(page.language):
        words = _("Compare the two releases")
    link = f'<a href="{escape(resolved.url)}">{words}</a>'
    return opening, f'<p class="card-links">{link}</p></aside>\n'


RULES = {
    "footnote_ref": _call,
    "myst_role": _role,
    "link_open": _link_open,
    "link_close": _link_close,
    "heading_open": _heading_open,
    "image": _image,
    "table_open": _table_open,
    "table_close": _table_close,
    "th_open": _cell_open,
    "td_open": _cell_open,
    f"{BLOCK}_open": _block_open,
    f"{BLOCK}_close": _block_close,
}

for _name, _rule in RULES.items():
    PARSER.add_render_rule(_name, _rule)


def print_tokens(tokens: Sequence[Token], page: Printing) -> str:
    """Return tokens as HTML that has not been sanitised yet."""
    return PARSER.renderer.render(tokens, PARSER.options, {"page": page})
