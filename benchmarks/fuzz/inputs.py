"""What the parsers are fed: tokens of their formats, mutated examples, pathological repetitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workos_docs_loaders.changelog.feed import parse_feed
from workos_docs_loaders.changelog.markdown import parse_changelog
from workos_docs_loaders.errors import ParseError
from workos_docs_loaders.front_matter import parse_source_file
from workos_docs_loaders.mdx import markdown_text, parse_body
from workos_docs_loaders.models import SourceFile
from workos_docs_loaders.reference import ReferenceTables
from workos_docs_loaders.site.reading.events import with_events
from workos_docs_loaders.site.reading.index import Link, read_index
from workos_docs_loaders.site.reading.operations import read_reference
from workos_docs_loaders.site.reading.splitting import split_pages
from workos_docs_loaders.site.reading.whole_file import split_whole

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Iterator

    from workos_docs_loaders.models import Release

URL = "https://workos.com/docs/page"
PLACEHOLDERS = "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4"
"""What stands for hidden code while a page is parsed; see `workos_docs_loaders.mdx.masks`."""

PAGE_TOKENS = (
    *("\n", "\n\n", "\n  ", "\n- ", "\n1. ", "> ", "# ", "## H ", '{{ "url": "u" }}', "word "),
    *("é", "```", '```js title="x"\n', "~~~", "`", "``", "***", "\n---\n", "**", "_", "\\"),
    *("\\<", "\t", "<", "</", ">", "/>", "{", "}", "{' '}", "{/*", "*/}", "<!--", "-->", "{{"),
    *("}}", '="', "'", '- $ frontend="nextjs"\n', "- | Tab\n", "- ### Item\n", "- [ ] "),
    *("Term\n: text", "\r\n", "| a | b |\n", "| --- | --- |\n", "|", "[", "]", "](", "(", ")"),
    *("![", "[border=false]", '<Callout type="info">', "</Callout>", "<Event.Root>"),
    *('<Event.Details name="e">', "</Event.Details>", "</Event.Root>", "<Event.Description>"),
    *("<CodeBlock>", "</CodeBlock>", '<CodeBlockTab title="t" />', "<Tabs>", "</Tabs>", "<x a={"),
    *("<style>{`", "`}</style>", "&lt;", "&#xfdd0;", "&amp;", "\xa0", "\u2028", "\ufeff", "\x00"),
    "0",
    *PLACEHOLDERS,
    *(":::tip[T]\n", "::: code-group\n", "\n:::\n", "\n::::\n", "/// note | T\n", "\n///\n"),
    *('!!! note "T"\n    a\n', '=== "T"\n    a\n', "> [!NOTE]\n", "\n    code\n", "## H {#i}\n"),
    *("<table>", "<tr>", "<td colspan=2>", "</table>", "<ul>", "<li>", "</ul>", "<dl>", "<dt>"),
    *("<dd>", "<pre>", "</pre>", "<script>", "</script>", "<br>", "<kbd>", "<h2 id='x'>", "</h2>"),
    *("<details>", "<summary>", '<Card title="T" href="/x">', "</Card>", "<Step title={`t`}>"),
    *("<Steps>", "</Steps>", "<Tabs items={['a']}>", "<Tab>", "</Tab>", "\nimport a from 'b'\n"),
    *(
        "\nexport const a = {\n",
        "\n}\n",
        "\n{a.map(b => c)}\n",
        "{% tip %}",
        "{% /tip %}",
        "{% end",
    ),
    *("{{< note >}}", "{{< /note >}}", "{% highlight x %}", "{% endhighlight %}", "{% #x %}"),
)
CHANGELOG_TOKENS = (
    *("\n", "\n\n", "\n  ", "\n- ", "\n* ", "# ", "## ", "### ", "v1.2.3", "[1.2.0]"),
    *("(https://x/y)", " - 2024-05-01", " \u2013 ", " (2026-08-11)", "[YANKED]", "Unreleased"),
    *("⚠ BREAKING CHANGES", "\t", "Features", "Minor Changes", "@scope/package@7.0.0", "```"),
    *("~~~", "`", "> ", "===", "---", "|", "\n[1.2.0]: https://x\n", "\n[a]: <b> 'c'\n", "[a]"),
    *("[a][1.2.0]", "<a name='x'></a>", "<!--", "-->", "**scope:** ", "feat!: ", "é", "9999"),
    *("0.", "\r", "\\", "[", "](", ")", "\x00", "\ufeff", "**v1.2.0**\n", "\n- v1.2.0\n"),
    *('<Update label="v1">\n', "</Update>\n", "---\na: b\n---\n", "> 12 January 2026\n"),
    *("January 2026", "2026-W10", "03/04/2026", "24.12.2025", "\N{ROCKET} "),
)
FEED_TOKENS = (
    *("<item>", "</item>", "<entry>", "</entry>", "<title>", "</title>", "<![CDATA[", "]]>"),
    *("<br/>", "<description>", "</description>", "<pubDate>", "</pubDate>", "&lt;p&gt;"),
    *("&amp;", "text", "<", "Tue, 31 Feb 2026 25:00:00 +9999", "2026-01-01T00:00:00Z"),
    *("&lt;pre&gt;", "<link>", "</link>"),
)
ENTRY_TOKENS = (
    *("<p>", "</p>", "<ul>", "<li>", "</ul>", "<ol start='x'>", "<pre>", "</pre>", "<code>", "<b>"),
    *("<a href='", '"', "</a>", "<img src=", "<table>", "<tr>", "<td colspan='9'>", "</table>"),
    *("<!--", "-->", "<!", "&lt;", "&#0;", "&#x110000;", "&", "<", ">", "<br/>", "<script>"),
    *("text", " ", "\n", "\\", "`", "#", "<blockquote>", "</blockquote>", "<h1>", "<h9>", "<?x ?>"),
)
FILE_TOKENS = (
    *("---\n", "title: ", "- ", "\n", "  ", "[", "]", "{", "}", ": ", "&a ", "*a"),
    *("!!python/object ", "'", '"', "|\n", ">\n", "? ", "%YAML", "\t", "on", "1e999"),
    *("2024-99-99", "\x07", "~", "+++\n", "a = 1\n", "title: a: b\n", "\n---\n", "@a", "%b", "`"),
)
SITE_TOKENS = (
    *(
        "\n\n# Title\n\n",
        "\n\n## Get a thing\n\n",
        "\n\n### GET /things/:id\n\n",
        "\n\n#### Request\n",
    ),
    *("\n\n#### Response\n\n", "\n\n#### Returns\n", "\n### Parameters\n", "\n## thing.created\n"),
    *("<!-- c -->", "<!--", "-->", "\n:::code-group\n", "\n:::\n", "\n::: tip\n", "\n```\n", "```"),
    *(
        '\n```py language="python" title="Request" tab="a"\n',
        '\n```bash language="curl"\n',
        "\n~~~\n",
    ),
    *("client.things.get_thing(id=1)", 'curl "https://api.workos.com/things/1" \\\n  -X POST\n'),
    *(
        '```json\n{"event": "thing.created"}\n```\n',
        "{",
        '{"a": [',
        "| Field | Type | Required |\n",
    ),
    *(
        "| --- | --- | --- |\n",
        "| `a.b` | `x \\| y` | No |\n",
        "| `a.b.c` | |\n",
        "| - |",
        "|",
        "\\|",
    ),
    *(
        "- [One](/docs/one): first\n",
        "  - [Two](two.md)\n",
        "](",
        "https://[",
        "\n\nSource: /docs/three\n",
    ),
    *(
        "\nurl: <https://example.com/docs/reference/thing>\n",
        "\n---\n",
        "word ",
        "\x07",
        "\u2028",
        "é",
    ),
)
SITE = """\
# Thing

<!-- https://example.com/docs/reference/thing -->

A thing, see [others](/docs/reference/other).

| Field | Type | Required | Description |
| --- | --- | --- | --- |
| `id` | `string` | Yes | Its id. |
| `owner.name` | `"a" \\| "b"` | No | Who has it<br>now. |

## Get a thing

### GET /things/:id

:::code-group
```bash language="curl" title="Request"
curl "https://api.workos.com/things/1"
```
```py language="python" title="Request" tab="Python"
client.things.get_thing(id="1")
```
:::

#### Response

```json
{"object": "thing", "id": "1"}
```

- [One](/docs/one): first
  - [Two](two.md)
"""
PAGE = """\
# Quick start {{ "url": "start" }}

Install the [SDK](/sdks/node), then **configure** it with `WORKOS_API_KEY`.

<Callout type="warning"><strong>Note:</strong> Keep it secret.</Callout>

- $ frontend="nextjs, remix"

  ```js title="app.js"
  const user = await getUser(); // <User>
  ```

| Name | Type |
| ---- | ---- |
| `id` | `List<string>` |

<Event.Root><Event.Details name="user.created">
<Event.Description>A user.</Event.Description></Event.Details></Event.Root>

<CodeBlock title="Request"><CodeBlockTab language="js" title="npm" file="a" /></CodeBlock>
"""
CHANGELOG = """\
# Changelog

## [10.2.0](https://github.com/o/r/compare/v10.1.0...v10.2.0) (2026-08-11)

### ⚠ BREAKING CHANGES

* **deps:** drop Node 18 ([#12](https://github.com/o/r/issues/12))
  - nested `code`

## [1.2.0] - 2024-05-01 [YANKED]

```sh
## not a release
```

[1.2.0]: https://github.com/o/r/releases/1.2.0
"""
_FEED_START = """\
<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>News</title><item><title>v1.2.3</title><link>https://x.test/1</link>
<category>SSO</category><pubDate>Tue, 11 Aug 2026 23:00:00 -0700</pubDate>
<content:encoded><![CDATA["""
_FEED_END = "]]></content:encoded></item></channel></rss>"
ENTRY = """\
<h2>New &amp; <em>good</em></h2><ul><li>a<ol><li>b</li></ol></li></ul><p>See <a href="/x">x</a>.
<img src="i.png" alt="i"></p><pre class="language-js"><code>b &lt; c</code></pre><blockquote>d
</blockquote><table><tr><th>e</th></tr><tr><td>f</td></tr></table>
"""
FILE = f"---\ntitle: Start\nitems:\n  - name: id\n    type: 'a: b'\n---\n\n{PAGE}"


def read_page(text: str) -> str:
    """Return all that both readers of the MDX dialect make of a text."""
    parsed = parse_body(text, page_url=URL)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= problem.line <= lines for problem in parsed.problems), "a line out of range"
    assert all(section.heading or section.text for section in parsed.sections), "an empty section"
    as_markdown = parse_body(text, page_url=URL, source_path="a/page.md").sections
    sections = (
        f"{section.markdown}{section.slug}{section.condition}"
        for section in (*parsed.sections, *as_markdown)
    )
    return "".join([*sections, markdown_text(text, page_url=URL)])


def read_changelog(text: str) -> str:
    """Return the releases of a Markdown changelog."""
    return _contents(parse_changelog(text, package="p", path="CHANGELOG.md", url=URL))


def read_feed(text: str) -> str:
    """Return the releases of a feed."""
    return _contents(parse_feed(text.encode(errors="replace"), package="p", path="feed.xml"))


def read_entry(text: str) -> str:
    """Return what becomes of the HTML of a feed's entry."""
    return read_feed(f"{_FEED_START}{text.replace(']]>', '')}{_FEED_END}")


def _contents(releases: Iterable[Release]) -> str:
    return "".join(f"{each.version}{each.date}{each.title}{each.text}" for each in releases)


def read_file(text: str) -> str:
    """Return the body of a file with front matter."""
    return parse_source_file(text, "page.mdx").body


_SITE = "https://example.com/docs"
_LINKS = tuple(
    Link(title, f"{_SITE}/{path}", f"{_SITE}/{path}.md")
    for title, path in (("Thing", "reference/thing"), ("Get a thing", "reference/thing/get"))
)


def read_site(text: str) -> str:
    """Return what a site's files become: a page of the reference, of events, an index, a whole."""
    pages = split_pages(_LINKS, {link.url: text for link in _LINKS})
    read = [read_reference(page.text) for page in pages]
    files = [
        SourceFile(
            f"reference/{number}.md", f"reference/{number}", {"reference": one.reference}, ""
        )
        for number, one in enumerate(read)
    ]
    tables = ReferenceTables.from_files(files)
    try:
        entries = [entry.text for file in files for entry in tables.entries(file)]
    except ParseError as error:
        raise AssertionError("a reference that cannot be read") from error
    index = [link.title + link.url for link in read_index(text, f"{_SITE}/llms.txt")]
    whole = [page.text for page in split_whole(text, f"{_SITE}/llms-full.txt", _LINKS)]
    bodies = [read_page(with_events(page)) for page in (*(one.text for one in read), text)]
    return "".join([*entries, *index, *whole, *bodies])


@dataclass(frozen=True, slots=True)
class Target:
    """A parser, what its format is made of, and how many of a hundred inputs it gets."""

    read: Callable[[str], str]
    tokens: tuple[str, ...]
    example: str
    share: int

    def input(self, chance: random.Random) -> str:
        """Return tokens in any order, or the example with pieces moved, cut and put in."""
        if chance.random() < 0.4:
            return "".join(chance.choices(self.tokens, k=chance.randrange(60)))
        text = self.example
        for _ in range(chance.randrange(1, 8)):
            start, end = sorted(chance.choices(range(len(text) + 1), k=2))
            end = min(end, start + 40)
            middle = chance.choice(("", text[start:end] * 2, *chance.choices(self.tokens, k=3)))
            text = text[:start] + middle + text[end:]
        return text


TARGETS = {
    "page": Target(read_page, PAGE_TOKENS, PAGE, 45),
    "site": Target(read_site, SITE_TOKENS, SITE, 15),
    "changelog": Target(read_changelog, CHANGELOG_TOKENS, CHANGELOG, 30),
    "feed": Target(read_feed, FEED_TOKENS, f"{_FEED_START}{ENTRY}{_FEED_END}", 2),
    "entry": Target(read_entry, ENTRY_TOKENS, ENTRY, 3),
    "file": Target(read_file, FILE_TOKENS, FILE, 5),
}

_MARKDOWN_UNITS = (
    *("- ", "> ", ">", "1. ", "* a\n", "# H\n\n", "## 1.2.3\n\n", "a\n===\n", "---\n", "word "),
    *("a\n", "[", "]", "![", "[a](", "[a]: x\n", "[a][", "![a](b)", "](a(b)", "(", "<", ">", "{"),
    *("{{ ", "}", "<Foo>", "<Foo>\n  ", "</Foo>", "<Foo ", '<a x="', "<a b b b ", "<!--", "{/*"),
    *("{`", "<br>", "```\n", "~~~\n", "```", "` `` ", "`x", "**", "*a ", "_", "\\*", "&a"),
    *("&lt;", " ", " \t", "\r", "| a ", "| a | b |\n", "|\n-|", ":\n", "<CodeBlock>\n"),
    *(
        "<Event.Root>",
        '- $ a="b"\n  ',
        ":::a\n",
        ":::\n",
        "::::a\n:::a\n",
        "/// a\n",
        "!!! a\n    b\n",
    ),
    *(
        "!!! a\n    ",
        "    a\n\n",
        "<ul><li>",
        "<table><tr><td>",
        "<li>",
        "<td>",
        "<pre>",
        "<script>",
    ),
    *("<pre></pre>", "<a x={", "<a x={'", "<A x={{", "<A t='a'>", "<A t='a' />", "\nimport {\n"),
    *("\n\nexport const a = [\n\n", "\n{a(\n", "{% a", "{% a %}", "{% a %}{% /a %}", "{{< a >}}"),
    *("{% highlight a %}", "| <ul><li>a", "<Steps><Step>", "<Update label='a'>\n", "**1.0**\n\n"),
)
_SITE_UNITS = (
    *(
        "# H\n\n",
        "## Get a thing\n\n",
        "### GET /a/:b\n\n",
        "<!--",
        "<!-- a -->",
        ":::code-group\n",
    ),
    *(":::code-group\n```py\na\n```\n:::\n", '```json\n{"a": 1}\n```\n', "```js language='a'\n"),
    *("| `a` | `b` |\n", "| Field | Type |\n| --- | --- |\n| `a.b` | c |\n\n", "|", "a.", "\\|"),
    *("- [a](/b)\n", "  - [a](b)\n", "Source: /a\n", "# H\n\nSource: /a\n\n", "{", "[a]("),
)


def pathological(size: int) -> Iterator[tuple[str, str, str]]:
    """Yield `(target, what it is, input)` of about a size in characters."""
    wholes = {
        "lists, each deeper": "".join(f"{' ' * (2 * n)}- a\n" for n in range(int(size**0.5))),
        "longer and longer backticks": " ".join("`" * n for n in range(1, int((2 * size) ** 0.5))),
        "a long table": "| a | b |\n| --- | --- |\n" + "| `a` | [b](c) |\n" * (size // 17),
        "a wide table": "\n".join(("| a " * (size // 9), "| - " * (size // 9), "")),
        "used link definitions": "".join(f"[l{n}]: x\n[l{n}]\n\n" for n in range(size // 20)),
    }
    for target in ("page", "changelog"):
        for unit in _MARKDOWN_UNITS:
            yield target, f"{unit!r} repeated", unit * (size // len(unit))
        for name, text in wholes.items():
            yield target, name, text
    for unit in _SITE_UNITS:
        yield "site", f"{unit!r} repeated", unit * (size // len(unit))
    for unit in ("<div>", "<ul><li>", "<pre>", "<b>", "&amp;", "<a href='", "</div>", "a ", "<"):
        yield "entry", f"{unit!r} repeated", unit * (size // len(unit))
    for unit in (
        "[",
        "{",
        "- ",
        "? ",
        "&a ",
        "'",
        "- a\n",
        "a: b\n",
        "#",
        "&a [*a, *a]\n",
        "a: @b\n",
        "\t",
    ):
        yield "file", f"{unit!r} in TOML, repeated", f"+++\n{unit * (size // len(unit))}\n+++\n"
        yield "file", f"{unit!r} repeated", f"---\n{unit * (size // len(unit))}\n---\n"
