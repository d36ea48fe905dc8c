"""The local page in a real browser: desktop and phone, light and dark, from an empty form to a report and back."""

import shutil
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Page, sync_playwright

from tapeline.app.web import site
from tapeline.app.web.serving import listening
from tapeline.record import Record

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed; .ci/run installs it")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--no-first-run"]  # fmt: skip
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
STORY = "Meta shares rose 20.3% on Friday to close at $374.78.</textarea><script>document.title='owned'</script>"


@pytest.fixture(scope="module")
def address(record: Record) -> Iterator[str]:
    with listening(0) as ear:
        server = uvicorn.Server(uvicorn.Config(site(record), log_level="warning", access_log=False, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [ear]})
        thread.start()
        yield f"http://127.0.0.1:{ear.getsockname()[1]}/"
        server.should_exit = True
        thread.join()


@pytest.fixture(params=[(size, scheme) for size in SIZES for scheme in ("light", "dark")], ids=str)
def page(request: pytest.FixtureRequest, address: str) -> Iterator[Page]:
    (width, height), scheme = SIZES[request.param[0]], request.param[1]
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme).new_page()
        problems: list[str] = []
        page.on("pageerror", lambda e: problems.append(str(e)))
        page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        page.goto(address)
        yield page
        browser.close()
    assert [p for p in problems if "422" not in p] == []


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_story_goes_in_its_report_comes_out_and_the_way_leads_back(page: Page, address: str) -> None:
    assert fits(page)
    page.get_by_label("The story").fill(STORY)
    page.get_by_label("Company").fill("META")
    page.get_by_role("button", name="Check").click()
    assert "publication" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("The story").input_value() == STORY
    assert fits(page)
    page.get_by_label("Published").fill("2024-02-03")
    page.get_by_role("button", name="Check").click()
    page.locator("a.claim.contradicted").first.click()
    assert "474.99" in page.locator("#panel").inner_text()
    assert page.title() != "owned"
    assert fits(page)
    page.get_by_role("link", name="Check another story").click()
    page.wait_for_url(address)
    assert page.get_by_label("The story").input_value() == ""


def test_a_file_is_checked(page: Page) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "story.md", "mimeType": "text/markdown", "buffer": STORY.encode()}
    )
    page.get_by_label("Published").fill("2024-02-03")
    page.get_by_role("button", name="Check").click()
    page.locator("a.claim").nth(1).wait_for()
    assert "474.99" in page.locator("#cards").inner_text()


def test_a_sample_is_one_click_away(page: Page) -> None:
    page.locator("main section a").first.click()
    page.locator("a.claim").nth(5).wait_for()
    assert page.url.split("/sample/")[1] == "apple-2022-rally.en"
