"""MED133: a canonical URL with more in it than the page."""

from __future__ import annotations

from medlint import urls
from medlint.canonical import sound
from medlint.diagnostic import Severity
from medlint.fixes import Edit, Fix
from medlint.rule import Bad, Good, Rule
from medlint.text import Span
from medlint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medlint.canonical import Written
    from medlint.diagnostic import Finding
    from medlint.post import Post


class ImpureCanonical(Rule, code="MED133", severity=Severity.WARNING, needs="canonical"):
    """The canonical URL must be the plain address of the page.

    Each spelling of an address is another page to a search engine. One that carries campaign
    parameters or a `#fragment`, that says `http:` where the site is on `https:`, or that has
    or lacks the slash at its end unlike the site's own links names a page that nobody links
    to, and the credit goes there.

    Mend: keep the address up to the `?` or `#`, in the form that your site itself uses. The
    fix does it.

    Limits: `http:` is reported only where `site-url` says `https:` for the same host, and the
    slash only where the post's address is known from the settings or an absolute `permalink`.
    Parameters that may choose the page, such as `id` or `page`, are left alone.

    Source: Google Search Central, "Consolidate duplicate URLs" (no fragments, HTTPS over HTTP)
    and "Specify your canonical" (tracking ids as what a canonical URL leaves out).
    """

    examples = (
        Good(
            """
            ---
            canonical_url: https://ada.dev/?p=1492
            ---
            """
        ),
        Bad(
            """
            ---
            canonical_url: ⟦https://ada.dev/bees/?utm_source=medium&page=2#more⟧
            ---
            """,
            fixed="""
            ---
            canonical_url: https://ada.dev/bees/?page=2
            ---
            """,
        ),
        Bad(
            """
            ---
            canonical_url: ⟦http://www.ada.dev/bees/⟧
            ---
            """,
            fixed="""
            ---
            canonical_url: https://www.ada.dev/bees/
            ---
            """,
            settings={"site-url": "https://ada.dev"},
        ),
        Bad(
            """
            ---
            canonical_url: ⟦https://ada.dev/bees⟧
            ---
            """,
            fixed="""
            ---
            canonical_url: https://ada.dev/bees/
            ---
            """,
            path="_posts/2024-01-31-bees.md",
            settings={"site-url": "https://ada.dev", "permalink": "/:title/"},
        ),
    )

    def check(self, post: Post) -> Iterator[Finding]:
        """Yield one finding an address, with all that is in it."""
        for found in sound(post):
            clean, faults = _cleaned(post, found.text)
            if faults:
                yield self.finding(
                    found.span,
                    f"the canonical URL {', and '.join(faults)}; write {urls.shown(clean)}",
                    _fix(post, found, clean),
                )


def _cleaned(post: Post, url: str) -> tuple[str, list[str]]:
    """The plain form of an address and what was wrong with it."""
    from medlint.permalink import derived_url

    faults: list[str] = []
    names = urls.tracking_parameters(url)
    if names:
        shown = urls.shown(", ".join(dict.fromkeys(names[:5])))
        faults.append(f"carries tracking ({shown})")
        url = urls.without_tracking(url)
    fragment = urls.split(url).fragment
    # `#!/post` and `#/post` are how some single-page sites name their pages.
    if fragment is not None and not fragment.startswith(("!", "/")):
        faults.append(f"ends in the fragment #{urls.shown(fragment, 40)}")
        url = url[: url.index("#")]
    site = urls.split(post.settings.site_url or "")
    parts = urls.split(url)
    if (parts.scheme, site.scheme) == ("http", "https") and urls.bare_host(
        parts.host
    ) == urls.bare_host(site.host):
        faults.append("says http: where site-url says https:")
        url = "https" + url[len("http") :]
    slashed = _like(derived_url(post), url)
    if slashed != url:
        lacks = len(slashed) > len(url)
        faults.append(
            "lacks the slash at its end that the site's address has"
            if lacks
            else "ends in a slash that the site's address does not have"
        )
        url = slashed
    return url, faults


def _like(derived: str | None, url: str) -> str:
    """The address with a slash at the end of its path as the derived one has it."""
    if derived is None:
        return url
    wanted, given = urls.split(derived), urls.split(url)
    same = urls.same_page(derived, url) and wanted.path.rstrip("/") and given.path.rstrip("/")
    index = ("/index.html", "/index.htm")
    if not same or wanted.path.endswith(index) or given.path.endswith(index):
        return url
    if wanted.path.endswith("/") == given.path.endswith("/"):
        return url
    at = len(url) if given.query is None else url.index("?")
    path = url[:at].rstrip("/") + ("/" if wanted.path.endswith("/") else "")
    return path + url[at:]


def _fix(post: Post, found: Written, clean: str) -> Fix | None:
    """Replace the address where it stands letter for letter, so that quotes stay right."""
    if post.source.slice(found.span) != found.text:
        return None
    return Fix(f"Write {urls.shown(clean)}", (Edit(Span(*found.span), clean),))
