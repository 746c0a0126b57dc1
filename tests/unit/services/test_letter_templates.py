"""S-4: every letter carries the rights and the recourse, whoever wrote its template."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from domain.complaint.documents.letters import LetterKind, LetterSaid
from domain.complaint.events import Contact, PartyDetailsCorrected
from domain.complaint.fold import fold
from domain.complaint.parties.identities import contact_of
from services.correspondence.choosing import LETTERS, BadTemplate, NoTemplate, Templates
from services.correspondence.facts import Addressee, facts_of
from services.correspondence.samples import BARE, FULL, SAMPLES
from services.correspondence.wording import day_in
from tests.support.controls import PARTY, named, received, recorded

RIGHTS = {"en": "takes no legal right away from you", "de": "nimmt Ihnen kein gesetzliches Recht"}
BOTH = "{{ recourse }}\n{{ rights }}\n"
Write = Callable[..., Templates]


@pytest.fixture
def own(tmp_path: Path) -> Write:
    """Templates with files of one's own, by their names."""

    def write(**texts: str) -> Templates:
        for name, text in texts.items():
            (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
        return Templates(tmp_path)

    return write


def test_a_byte_order_mark_before_a_template_is_no_part_of_the_letter(own: Write) -> None:
    templates = own(acknowledgement__v2__en__txt=f"\ufeffHello\r\n{BOTH}")
    letter = templates.render(templates.choose("acknowledgement", "en"), FULL)
    assert letter.startswith("Hello\n")


@pytest.mark.parametrize(("kind", "language"), [*product(LETTERS, RIGHTS)])
def test_every_shipped_letter_says_that_no_right_is_lost(kind: LetterKind, language: str) -> None:
    templates = Templates()
    template = templates.choose(kind, language)
    for sample in SAMPLES:
        text = templates.render(template, sample)
        assert RIGHTS[language] in text
        assert sample.reference in text
        assert "\n\n\n" not in text


@pytest.mark.parametrize(("language", "final"), [("en", "final"), ("de", "abschließend")])
def test_an_answer_of_which_a_review_may_be_asked_does_not_call_itself_final(
    language: str, final: str
) -> None:
    templates = Templates()
    template = templates.choose("final_response", language)
    ways = {way.kind: way for way in FULL.recourse}
    for kind, way in ways.items():
        text = templates.render(template, replace(FULL, recourse=(ways["court"], way)))
        assert (final in text) == (kind != "internal"), text


@pytest.mark.parametrize(
    ("template", "missing"),
    [
        ("We have nothing to say.", "rights"),
        ("{{ rights }}", "recourse"),
        ("{{ recourse }}", "rights"),
        ("{% if letter.name %}{{ rights }}{% endif %}{{ recourse }}", "rights"),
        ("{{ rights }}{% if letter.recourse %}{{ recourse }}{% endif %}", "recourse"),
        ("{{ rights|truncate(40) }}{{ recourse }}", "rights"),
        ("{{ rights|upper }}{{ recourse }}", "rights"),
    ],
)
def test_a_letter_that_can_leave_either_out_is_refused_at_load(
    own: Write, template: str, missing: str
) -> None:
    with pytest.raises(BadTemplate, match=f"does not always carry the {missing}"):
        own(update__v2__en__txt=template)


@pytest.mark.parametrize(
    "template",
    [
        "<!-- {{ rights }} --> {{ recourse }}",
        "{{ rights }} <!-- {{ recourse }} -->",
        "{{ recourse }}",
    ],
)
def test_what_stands_in_a_comment_of_html_is_not_in_the_letter(own: Write, template: str) -> None:
    with pytest.raises(BadTemplate, match="does not always carry"):
        own(update__v2__en__html=f"<p>{template}</p>")


@pytest.mark.parametrize(
    "template",
    ["{{ letter.nobody }}", "{{ nothing }}", "{% if %}", "{{ letter.text + 1 }}"],
)
def test_a_template_that_does_not_render_with_everything_or_nothing_known_is_refused(
    own: Write, template: str
) -> None:
    with pytest.raises(BadTemplate, match=r"update\.v2\.en\.txt cannot be rendered"):
        own(update__v2__en__txt=template + BOTH)


@pytest.mark.parametrize("way_out", ["''.__class__.__mro__", "letter.__init__.__globals__"])
def test_a_template_cannot_reach_the_program(own: Write, way_out: str) -> None:
    with pytest.raises(BadTemplate, match="cannot be rendered"):
        own(update__v2__en__txt="{{ " + way_out + " }}" + BOTH)


def test_an_own_letter_comes_before_the_shipped_one_and_the_later_version_first(
    own: Write,
) -> None:
    templates = own(update__v1__en__html=f"<p>1</p>{BOTH}", update__v3__en__txt=f"3 {BOTH}")
    chosen = templates.choose("update", "en-GB")
    assert (chosen.code, chosen.version, chosen.media_type) == ("own_update", 3, "text/plain")
    assert templates.choose("update", "de").code == "plaint_update"


def test_what_a_person_wrote_is_text_in_a_letter_of_html(own: Write) -> None:
    templates = own(update__v2__en__html="<p>{{ letter.text or '' }}</p>" + BOTH)
    template = templates.choose("update", "en")
    evil = replace(FULL, text="<script>alert(1)</script>")
    assert "<script>" not in templates.render(template, evil)
    assert template.media_type == "text/html"


def test_a_language_of_ones_own_brings_its_own_rights_and_recourse(own: Write) -> None:
    with pytest.raises(BadTemplate, match=r"rights\.v1\.cy\.txt"):
        own(update__v1__cy__txt=BOTH)
    templates = own(
        rights__v1__cy__txt="Eich hawliau: nid yw cwyno yn dwyn yr un hawl oddi arnoch.",
        recourse__v1__cy__txt="Gallwch fynd at ombwdsmon.",
    )
    assert "hawliau" in templates.render(templates.choose("update", "cy"), BARE)


def test_the_rights_of_a_shipped_language_stay(own: Write) -> None:
    with pytest.raises(BadTemplate, match="take the place of the rights"):
        own(rights__v2__en__txt="You have waived all rights.")


@pytest.mark.parametrize("name", ["update.en.txt", "update.v0.en.txt", "update.v1.en.pdf", "notes"])
def test_a_file_whose_name_says_nothing_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(BOTH)
    with pytest.raises(BadTemplate, match=r"acknowledgement\.v2\.en-GB\.txt"):
        Templates(tmp_path)


def test_a_shipped_file_is_not_hidden_by_one_of_its_name(own: Write) -> None:
    with pytest.raises(BadTemplate, match="is shipped"):
        own(update__v1__en__txt=BOTH)


def test_a_letter_that_is_not_there_names_the_languages_that_are() -> None:
    with pytest.raises(NoTemplate, match="de, en"):
        Templates().choose("deadlock", "fr")


def test_days_are_written_in_the_language_of_the_letter() -> None:
    day = date(2026, 3, 5)
    written = [day_in(language, day) for language in ("en-GB", "de-AT", "cy")]
    assert written == ["5 March 2026", "5. März 2026", "2026-03-05"]


def test_a_corrected_address_takes_the_place_of_the_former_one() -> None:
    first = received(complainant=Contact(name="Ada", address="Old Lane 1", email="a@example.org"))
    moved = PartyDetailsCorrected(
        party_id=PARTY,
        field_codes=("address", "email"),
        ground_code="moved",
        values=Contact(address="New Road 2"),
    )
    events = [recorded(first, 1), recorded(moved, 2)]
    assert contact_of(events, PARTY) == Contact(name="Ada", address="New Road 2")
    assert contact_of(events, named("somebody else")) is None
    assert contact_of(events, None) is None


def test_what_nobody_can_see_names_nobody_in_a_letter() -> None:
    unseen = received(complainant=Contact(name="\u200b", address=" ", email="a@example.org"))
    assert contact_of([recorded(unseen, 1)], PARTY) == Contact(email="a@example.org")
    nothing = received(complainant=Contact(name=" "))
    assert contact_of([recorded(nothing, 1)], PARTY) is None


def test_a_name_of_several_lines_makes_no_paragraphs_of_its_own() -> None:
    complaint = fold([recorded(received(), 1)])
    assert complaint is not None
    told = facts_of(
        complaint,
        LetterSaid(kind="update"),
        to=Addressee(PARTY, Contact(name="Ada\n\nYour complaint is closed.")),
        organisation="House",
        contact_point="office",
        written_on=date(2026, 3, 5),
    )
    assert told.name == "Ada Your complaint is closed."


def test_a_letter_that_fails_says_nothing_of_whom_it_is_for(own: Write) -> None:
    fails = "{{ {'a': 1}[letter.text] if letter.text == 'secret' }}"
    templates = own(update__v2__en__txt=BOTH + fails)
    with pytest.raises(BadTemplate, match=r"update\.v2\.en\.txt fails") as failed:
        templates.render(templates.choose("update", "en"), replace(FULL, text="secret"))
    assert "secret" not in str(failed.value)
    assert failed.value.__cause__ is None
