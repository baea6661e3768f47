"""The report page in a real browser: drawn, clicked, resized; no request leaves and hostile names stay text."""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from api.facts import Citation, Entity, Fact, Language, Sentence
from api.report.page import Highlight, RankedCandidate, ReportAnswer, ReportNote, ReportPage, write_page
from kg.figures import Figure, Figures
from kg.identifiers import Curie
from kg.records import KnowledgeLevel

CHROMIUM = Path("/usr/bin/chromium")
HOSTILE = "</script><img src=x onerror=\"window.owned=1\"><svg onload='window.owned=1'>"
TEXT = (
    "Medications: methotrexate 15 mg weekly.\n" + "Nothing else.\n" * 80 + "Assessment: rheumatoid arthritis. No fever."
)

DRUG = Entity(Curie("CHEBI:44185"), "Drug", "methotrexate", "甲氨蝶呤")
DISEASE = Entity(Curie("MONDO:0008383"), "Disease", "rheumatoid arthritis", "类风湿关节炎")
CASE = Entity(Curie("case:1"), "Case", HOSTILE)
GENE = Entity(Curie("HGNC:11892"), "Gene", "TNF")


def quoted(words):
    start = TEXT.index(words)
    return Citation("e", Curie("doc:1"), "visit.txt", start, start + len(words), words, "infores:medkg")


def facts():
    level = KnowledgeLevel
    said = Citation("e", None, "base", 0, 0, HOSTILE, "infores:base", "2026")
    return (
        Fact(1, DRUG, "treats", DISEASE, False, level.PREDICTION, 0.8, (said,)),
        Fact(2, CASE, "has_condition", DISEASE, False, level.OBSERVATION, 0.7, (quoted("rheumatoid arthritis"),)),
        Fact(3, CASE, "takes", DRUG, False, level.OBSERVATION, 0.7, (quoted("methotrexate"),)),
        Fact(4, DRUG, "binds", GENE, True, level.KNOWLEDGE_ASSERTION, 0.6, (said,)),
        Fact(5, GENE, "gene_associated_with_condition", DISEASE, False, level.KNOWLEDGE_ASSERTION, 0.9, (said,)),
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    english = (Sentence("Methotrexate may treat it, a model predicts.", (1,), Language.ENGLISH),
               Sentence(HOSTILE, (2, 3), Language.ENGLISH))  # fmt: skip
    chinese = (Sentence("模型预测甲氨蝶呤可能治疗类风湿关节炎。", (1,), Language.CHINESE),)
    candidates = (RankedCandidate(1, "CHEBI:44185", HOSTILE, 0.8, False),)
    asked = ReportAnswer("Which drug?", HOSTILE, candidates, facts(), english, chinese, DRUG.id, DISEASE.id)
    rows = tuple(Figure(name, "auroc", 0.7, 0.6, 0.8, 31) for name in ("degree", "nbfnet"))
    figures = Figures("train", HOSTILE, "split", rows, 1.0, 1.0, None, 0, "cpu", "0")
    fever = TEXT.index("fever")
    other = ReportNote("other.txt", TEXT, (), "doc:2", "en")
    note = ReportNote(HOSTILE, TEXT, (Highlight(fever, fever + 5, HOSTILE, True),), "doc:1", "en")
    path = tmp_path_factory.mktemp("report") / "page.html"
    write_page(ReportPage(HOSTILE, (("nodes", "4"),), figures, (asked,), (other, note)), path)
    return path.as_uri()


def _absent(what, cure):
    message = f"{what} is missing: {cure}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        _absent(CHROMIUM, "apt-get install -y chromium fonts-noto-cjk")
    if find_spec("playwright") is None:
        _absent("playwright", "pip install 'medkg[dev]'")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield opened
        opened.close()


@pytest.fixture
def visit(browser, address):
    """Opens the page in a window of the given width; what it complained of and asked for is checked at the end."""
    troubles, requests, contexts = [], [], []

    def call(width=1440, **settings):
        context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce", **settings)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(address)
        return page

    yield call
    for context in contexts:
        context.close()
    assert troubles == []
    assert set(requests) == {address}


def test_it_draws_every_fact(visit):
    page = visit()
    graph = "document.querySelector('.graph').cy"
    assert page.evaluate(f"[{graph}.nodes().length, {graph}.edges().length]") == [4, 5]
    inked = page.evaluate("""[...document.querySelectorAll('.graph canvas')].some((canvas) =>
        canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0))""")
    assert inked
    style = f"(number, name) => {graph}.getElementById(`fact ${{number}}`).style(name)"
    assert page.evaluate(f"({style})(1, 'line-style')") == "dashed"
    assert page.evaluate(f"({style})(4, 'target-arrow-shape')") == "tee"
    assert page.evaluate(f"({style})(5, 'line-style')") == "solid"


def test_both_languages_and_hostile_names_are_only_text(visit):
    page = visit()
    assert page.title() == HOSTILE
    assert "模型预测" in page.inner_text("div[lang=zh]")
    assert HOSTILE in page.inner_text("div[lang=en]")
    assert page.locator("img").count() == 0
    assert page.evaluate("window.owned") is None


def test_the_policy_stops_what_escaping_would_have_missed(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.evaluate("""document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.owned=1">');
        document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.owned=1'}))""")
    page.wait_for_timeout(200)
    assert page.evaluate("window.owned") is None
    context.close()


def test_a_citation_lights_row_line_and_words(visit):
    page = visit()
    page.locator("div[lang=en] a", has_text="[2]").click()
    assert page.locator("tr.lit").get_attribute("id") == "a1f2"
    assert page.evaluate("document.querySelector('.graph').cy.$('edge.lit').map((edge) => edge.id())") == ["fact 2"]
    lit = page.locator("mark.lit")
    assert lit.all_inner_texts() == ["rheumatoid arthritis"]
    assert in_view(page, "mark.lit") and in_view(page, "tr.lit")
    assert "rheumatoid arthritis" in page.inner_text("#said")
    page.keyboard.press("Escape")
    assert page.locator(".lit").count() == 0


def in_view(page, selector):
    return page.evaluate(
        """(selector) => { const box = document.querySelector(selector).getBoundingClientRect();
        return box.height > 0 && box.top >= 0 && box.top < innerHeight; }""",
        selector,
    )


def test_a_click_on_a_line_lights_its_fact(visit):
    page = visit()
    page.locator(".graph").scroll_into_view_if_needed()
    middle = page.evaluate("document.querySelector('.graph').cy.getElementById('fact 3').renderedMidpoint()")
    page.locator(".graph").click(position=middle)
    assert page.locator("tr.lit").get_attribute("id") == "a1f3"
    assert page.locator("mark.lit").all_inner_texts() == ["methotrexate"]


def test_a_word_of_a_note_leads_to_its_fact(visit):
    page = visit()
    page.locator("summary").nth(1).click()
    page.locator("mark.cited", has_text="methotrexate").click()
    assert page.locator("tr.lit").get_attribute("id") == "a1f3"


def test_by_keyboard_alone(visit):
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#a1f2 td a").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("mark.lit").count() == 1


def test_on_a_phone_there_is_a_way_back(visit):
    page = visit(width=380)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("div[lang=en] a", has_text="[2]").click()
    assert in_view(page, "mark.lit")
    page.locator("#back").click()
    assert in_view(page, "div[lang=en] .cites") and page.locator("#back").is_hidden()


def test_dark_and_print(visit):
    page = visit(color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(background) == "rgb(15, 20, 26)"
    page.emulate_media(media="print")
    assert page.evaluate(background) == "rgb(255, 255, 255)"
    page.emulate_media(media="screen")
    assert len(page.pdf()) > 10_000
