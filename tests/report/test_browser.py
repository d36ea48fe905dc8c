"""The report page in a real browser: desktop and phone, light and dark, keyboard and pointer."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import tapeline
from tapeline.record import Record
from tapeline.report import html
from tapeline.story.loading import load

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed; .ci/run installs it")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--no-first-run"]  # fmt: skip
HOSTILE = "</p><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    record = tapeline.record.open_record()
    loaded = load("sample:meta-2023-efficiency.zh")
    story = tapeline.read(
        f"{loaded.text}\n\n{HOSTILE}", language="zh", company="META", published="2023-02-04", title="检查"
    )
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(html.render(tapeline.check(story), record), encoding="utf-8")
    return file


@pytest.fixture(params=[(size, scheme) for size in SIZES for scheme in ("light", "dark")], ids=str)
def page(request: pytest.FixtureRequest, browser: Browser, report: Path) -> Iterator[Page]:
    (width, height), scheme = SIZES[request.param[0]], request.param[1]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda m: problems.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda e: problems.append(str(e)))
    page.goto(report.as_uri())
    yield page
    context.close()
    assert [p for p in problems if "Content Security Policy" not in p] == []


def test_the_page_fits_and_the_story_cannot_script_it(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.title() == "检查"


def test_a_click_opens_the_card_of_a_claim(page: Page) -> None:
    page.locator("a.claim.contradicted").first.click()
    card = page.locator("#panel .card")
    assert card.first.is_visible()
    assert "2013-07-25" in page.locator("#panel").inner_text()


def test_the_card_lies_over_the_chart_on_a_phone(browser: Browser, report: Path) -> None:
    width, height = SIZES["phone"]
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(report.as_uri())
    page.locator("a.claim.contradicted").first.click()
    page.locator("figure").evaluate("figure => figure.scrollIntoView({block: 'end'})")
    on_top = "([x, y]) => document.elementFromPoint(x, y).closest('#panel') !== null"
    assert page.evaluate(on_top, [width / 2, height - 160])
    page.context.close()


def test_the_keyboard_walks_the_claims(page: Page) -> None:
    page.locator("a.claim").first.focus()
    first = page.locator("#panel").inner_text()
    page.keyboard.press("Tab")
    assert page.locator("#panel").inner_text() != first
    page.keyboard.press("Escape")
    assert page.locator("#panel .card").count() == 0


def test_a_filter_leaves_the_cards_of_one_verdict(page: Page) -> None:
    page.locator('.summary button[data-verdict="contradicted"]').click()
    shown = page.locator("#cards .card:visible")
    assert shown.count() == 1
    page.locator('.summary button[data-verdict="contradicted"]').click()
    assert page.locator("#cards .card:visible").count() > 10


def test_no_words_overlap_on_the_chart(page: Page) -> None:
    boxes = page.evaluate(
        "[...document.querySelectorAll('figure svg text')].map(t => { const b = t.getBoundingClientRect();"
        " return [b.left, b.top, b.right, b.bottom, t.textContent]; }).filter(b => b[4].trim())"
    )
    assert len(boxes) > 10
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
            assert wide <= 1 or high <= 3, (a[4], b[4])


def test_words_stand_out_from_their_ground(page: Page) -> None:
    ink, paper = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )

    def light(colour: str) -> float:
        parts = [int(x) / 255 for x in colour[colour.index("(") + 1 : -1].split(",")[:3]]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(ink), light(paper)), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 7  # WCAG 2.2, success criterion 1.4.6


def test_the_report_is_the_same_twice(record: Record, report: Path) -> None:
    loaded = load("sample:meta-2023-efficiency.zh")
    story = tapeline.read(
        f"{loaded.text}\n\n{HOSTILE}", language="zh", company="META", published="2023-02-04", title="检查"
    )
    assert html.render(tapeline.check(story), record) == report.read_text(encoding="utf-8")
