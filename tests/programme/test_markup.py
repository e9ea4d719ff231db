import pytest
from django.template import Context, Template

from programme import markup


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Læring **på tværs**\n\nØl & vand", "<p>Læring <strong>på tværs</strong></p>\n<p>Øl &amp; vand</p>"),
        ("- æble\n- pære", "<ul>\n<li>æble</li>\n<li>pære</li>\n</ul>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("![Et kort](http://127.0.0.1/kort.png)", "<p>Et kort</p>"),
        ("![<b>](http://127.0.0.1/b.png)", "<p>&lt;b&gt;</p>"),
        ("![Æ](file:///etc/passwd)", "<p>![Æ](file:///etc/passwd)</p>"),
        ("[skjult](javascript:alert(1))", "<p>[skjult](javascript:alert(1))</p>"),
        ("[læs](file:///etc/passwd)", "<p>[læs](file:///etc/passwd)</p>"),
        (
            "[læs mere](https://example.org/)",
            '<p><a href="https://example.org/" rel="noopener">læs mere</a></p>',
        ),
        ("", ""),
    ],
)
def test_what_organisers_write_is_shown_without_html_and_without_pictures(typed: str, shown: str) -> None:
    assert markup.html(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("16. september 2015", "<p>16. september 2015</p>"),
        ("Sted:\n\n6. etage, Nordkraft", "<p>Sted:</p>\n<p>6. etage, Nordkraft</p>"),
        ("Sted:\r\n\r\n6. etage", "<p>Sted:</p>\n<p>6. etage</p>"),
        ("1. kaffe\n2. te", "<ol>\n<li>kaffe</li>\n<li>te</li>\n</ol>"),
        ("2. te\n3. vand", '<ol start="2">\n<li>te</li>\n<li>vand</li>\n</ol>'),
    ],
)
def test_a_lone_numbered_line_is_a_sentence_and_two_are_a_list(typed: str, shown: str) -> None:
    assert markup.html(typed) == shown


def test_headings_begin_at_the_level_asked_for_and_skip_none() -> None:
    shown = markup.html("#### Først\n\n# Så\n\n### Under\n\n# Til sidst", heading=4)
    assert shown == "<h4>Først</h4>\n<h4>Så</h4>\n<h5>Under</h5>\n<h4>Til sidst</h4>"


def test_templates_show_marked_up_text() -> None:
    template = Template("{% load markup %}{{ text|markdown }}|{{ text|markdown:2 }}")
    assert template.render(Context({"text": "# Æ"})) == "<h3>Æ</h3>|<h2>Æ</h2>"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("For få tilmeldte på øen", "For få tilmeldte på øen."),
        ("For få tilmeldte på øen.", "For få tilmeldte på øen."),
        ("Vi ses i 2027 \r\n", "Vi ses i 2027."),
        ("Det er sandt!", "Det er sandt!"),
        ("Af flere grunde …", "Af flere grunde …"),
        ("", ""),
    ],
)
def test_a_sentence_ends_with_a_full_stop_unless_it_ends_already(written: str, said: str) -> None:
    assert markup.ended(written) == said


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "Lone (lone@example.org), der er kontaktperson.",
            'Lone (<a href="mailto:lone@example.org">lone@example.org</a>), der er kontaktperson.',
        ),
        (
            "Bo <bo@example.org>; Åse & co. (http://127.0.0.1/plads/7~a.b/).",
            'Bo &lt;<a href="mailto:bo@example.org">bo@example.org</a>&gt;; Åse &amp; co. '
            '(<a href="http://127.0.0.1/plads/7~a.b/">http://127.0.0.1/plads/7~a.b/</a>).',
        ),
    ],
)
def test_addresses_become_links_and_no_character_is_lost(written: str, shown: str) -> None:
    template = Template("{% load markup %}{{ text|linked }}")
    assert template.render(Context({"text": written})) == shown
