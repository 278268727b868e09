"""Tags of languages, and which of a course's languages suits whom."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from autograder.content import Language, best_of, direction_of, tag_of_system

TAGS = TypeAdapter(Language)


@pytest.mark.parametrize(
    "tag",
    # From the examples of RFC 5646, appendix A, without those that are grandfathered or private.
    [
        "de", "fr", "ja", "zh-Hant", "zh-Hans", "sr-Cyrl", "zh-cmn-Hans-CN", "cmn-Hans-CN",
        "zh-yue-HK", "sr-Latn-RS", "sl-rozaj", "sl-rozaj-biske", "sl-nedis", "de-CH-1901",
        "sl-IT-nedis", "hy-Latn-IT-arevela", "de-DE", "en-US", "es-419", "de-CH-x-phonebk",
        "az-Arab-x-AZE-derbend", "en-US-u-islamcal", "EN", "pt-br",
    ],
)  # fmt: skip
def test_a_well_formed_tag_is_a_language(tag):
    assert TAGS.validate_python(tag) == tag


@pytest.mark.parametrize(
    "text",
    [
        "",
        "e",
        "english",
        "en_US",
        "en-",
        "-en",
        "en--US",
        "../en",
        "de-419-DE",
        "en US",
        "en\n",
        "ő",
    ],
)
def test_what_is_no_tag_is_refused(text):
    with pytest.raises(ValidationError):
        TAGS.validate_python(text)


@pytest.mark.parametrize(
    ("known", "asked", "best"),
    [
        (["en", "de"], "de", "de"),
        (["en", "de"], "de-AT", "de"),  # less than was asked for
        (["en", "de"], "DE", "de"),
        (["de", "de-AT"], "de-AT", "de-AT"),
        (["de", "de-AT"], "de-CH", "de"),
        (["en", "pt-BR"], "pt", "pt-BR"),  # a regional form for who asked for any
        (["en", "pt-BR"], "pt-PT", "pt-BR"),
        (["zh-Hant", "zh-Hans"], "zh-Hans-CN", "zh-Hans"),
        (["en", "de"], "d", None),
        (["en", "de"], "fr", None),
        (["en", "de"], "", None),
        ([], "en", None),
    ],
)
def test_the_nearest_language_of_the_course_serves(known, asked, best):
    assert best_of(known, asked) == best


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("hu_HU", "hu-HU"),
        ("pt_BR.UTF-8", "pt-BR"),
        ("de_DE@euro", "de-DE"),
        ("Hungarian_Hungary.1250", "hu"),
        ("magyar_Magyarország.1250", "hu"),
        ("German_Germany.1252", "de"),
        ("", ""),
    ],
)
def test_a_systems_name_of_a_language_becomes_a_tag(name, tag):
    assert tag_of_system(name) == tag


@pytest.mark.parametrize("name", ["C", "POSIX", "C.UTF-8", "Klingon_Empire"])
def test_a_system_without_a_language_asks_for_none(name):
    assert best_of(["en", "hu"], tag_of_system(name)) is None


def test_languages_run_as_babel_says_they_do():
    babel = pytest.importorskip("babel")
    localedata = pytest.importorskip("babel.localedata")

    for name in localedata.locale_identifiers():
        said = babel.Locale.parse(name).text_direction
        if (
            said != "ttb"
        ):  # HTML's dir has no word for that; Mongolian runs as its writing mode says.
            assert direction_of(name.replace("_", "-")) == said, name


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("AR", "rtl"),
        ("ar-Latn-EG", "ltr"),
        ("az-Arab", "rtl"),
        ("en-x-arab", "ltr"),
        ("zxx", "ltr"),
    ],
)
def test_a_script_outranks_the_language_and_private_use_says_nothing(tag, direction):
    assert direction_of(tag) == direction
