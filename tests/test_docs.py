"""The docs say what there is, and their examples run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tapeline.app.main import parser
from tapeline.measures import measures
from tapeline.quantity import HEDGES
from tapeline.report import measured

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_list_of_measures_is_the_programs_own() -> None:
    assert page("docs/measures.md").split("\n\n", 2)[2] == measured.listing(measures().values(), markdown=True)


def test_every_command_is_in_the_docs() -> None:
    (commands,) = [a for a in parser()._actions if a.dest == "command"]
    assert commands.choices
    assert [
        c
        for c in commands.choices
        if f"`tapeline {c} " not in page("docs/commands.md") and f"`tapeline {c}`" not in page("docs/commands.md")
    ] == []


def test_every_hedge_is_in_the_docs() -> None:
    assert [h for h in HEDGES if h != "exact" and f"| {h} |" not in page("docs/verdicts.md")] == []


FRAMES = ROOT / "src/tapeline/story/frames"


@pytest.mark.parametrize("room", sorted(p.name for p in FRAMES.iterdir() if (p / "__init__.py").is_file()))
def test_every_file_of_the_frames_is_told_of_in_its_room(room: str) -> None:
    (told,) = re.findall(
        rf"^\*\*`frames/{room}/`\*\*.*?(?=^\*\*`|^## )", page("docs/reading-claims.md"), re.DOTALL | re.MULTILINE
    )
    named = re.findall(r"`([a-z_]+)\.py`", "".join(re.findall(r"^\| (`.*?) \|", told, re.MULTILINE)))
    assert sorted(named) == sorted(p.stem for p in (FRAMES / room).glob("*.py") if p.stem != "__init__")


def test_every_pitfall_names_a_test_that_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", page("docs/pitfalls.md")))
    written = {
        t
        for f in (ROOT / "tests").rglob("test_*.py")
        for t in re.findall(r"def (test_\w+)", f.read_text(encoding="utf-8"))
    }
    assert named
    assert named - written == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_between_pages_leads_somewhere(path: Path) -> None:
    links = [x.split("#")[0] for x in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))]
    local = [x for x in links if x and "://" not in x]
    assert [x for x in local if not (path.parent / x).exists()] == []


def test_the_examples_of_the_readme_run() -> None:
    blocks = re.findall(r"```python\n(.*?)```", page("README.md"), re.DOTALL)
    assert blocks
    for block in blocks:
        done = subprocess.run([sys.executable, "-W", "error", "-c", block], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "['supported', 'supported']" in done.stdout


def test_the_docs_speak_of_the_project_alone() -> None:
    for path in PAGES:
        assert not re.search(r"/(work|root|farm|tmp)/", path.read_text(encoding="utf-8")), path.name
