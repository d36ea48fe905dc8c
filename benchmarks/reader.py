"""How fast stories are read: kB of UTF-8 a second on one core, in processor time, from 1 kB to 10 MB, in English and Chinese.

    python benchmarks/reader.py [--largest 10000] [--write docs/reading-speed.md]

Two texts: *articles*, in which a paragraph dense with figures stands among paragraphs of ordinary prose, as in the news; and
*figures alone*, the labelled stories end to end, in which every sentence has numbers (about twenty claims to the kB). The last column is the
time for a kB as a multiple of the least in its group. Times are the least of five passes (of one, for 10 MB).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from tapeline.claim import Story
from tapeline.names import names_of
from tapeline.record import open_record
from tapeline.story import Names, read_claims
from tapeline.story.scoring.labelled import load_names

LABELLED = Path(__file__).parent.parent / "tests" / "labelled"
SIZES = (1, 10, 100, 1000, 10_000)
LEAST = 200
PASSES = 5
"""The least of so many passes is written down, of a text of 10 MB one: what else a machine does only ever adds to it."""
PROSE = {
    "en": (
        (
            "Investors have spent much of the season asking what the new tools are worth, and who will pay for them. The answers differ "
            "from one company to the next, and so do the accounts that managers give of their plans. Some speak of patience and of long "
            "cycles; others point to customers who are already building on what they have."
        ),
        (
            "In the offices along the bay the mood is calmer than the headlines suggest. Engineers who joined during the boom now speak of "
            "smaller teams and clearer goals. The cafeterias are quieter, and the posters about moving quickly have come down."
        ),
        (
            "Regulators on both sides of the ocean are watching. Lawyers expect hearings, and lobbyists have been hired to explain how the "
            "systems are trained. What the rules will look like is anybody's guess, and the companies say that they would welcome clarity."
        ),
        (
            "For readers who follow the sector only from afar, the story is one of habits that change slowly and then all together. Phones "
            "became the window through which people saw the world; the question is whether glasses, or voices, will be the next."
        ),
    ),
    "zh": (
        (
            "过去这段时间，投资者一直在追问新工具究竟值多少钱，又由谁来买单。各家公司的回答并不相同，管理层对未来的描述也各有侧重。有人强调耐心和"
            "周期，有人则搬出已经在使用这些产品的客户。对于普通读者来说，这些说法听起来都有道理，却很难放在一起比较。"
        ),
        (
            "在海湾沿岸的办公楼里，气氛比新闻标题所描述的要平静得多。在扩张时期加入的工程师们如今谈论的是更小的团队和更清晰的目标。食堂比从前安静，"
            "墙上那些鼓励快速行动的海报也已经取下。"
        ),
        (
            "大洋两岸的监管者都在观察。律师们等待着听证会，游说者则忙着解释这些系统是怎样训练出来的。规则最终会是什么样子，谁也说不准，"
            "而企业则表示欢迎更明确的界限。"
        ),
        (
            "对于只是远远关注这个行业的人来说，这是一个关于习惯的故事：它们变得很慢，然后在某个时刻一起改变。手机曾经是人们观察世界的窗口，"
            "问题在于，下一个窗口会是眼镜，还是声音。"
        ),
    ),
}


def stories(language: str) -> list[str]:
    found = [
        p.read_text(encoding="utf-8")
        for split in ("dev", "test")
        for p in sorted((LABELLED / split).glob(f"*.{language}.txt"))
    ]
    return [line for text in found for line in text.splitlines() if line.strip()]


def articles(language: str) -> list[str]:
    """Paragraphs of figures, each with two of prose behind it."""
    prose = PROSE[language]
    out = []
    for i, line in enumerate(stories(language)):
        out += [line, prose[i % len(prose)], prose[(i + 1) % len(prose)]]
    return out


def cuts(paragraphs: list[str], kilobytes: int) -> list[str]:
    """Stories of a size: together at least `LEAST` kB, so that every row of the table reads the same text."""
    whole = "\n\n".join(paragraphs).encode()
    many = max(1, LEAST // kilobytes)
    whole *= 1 + many * kilobytes * 1000 // len(whole)
    step = kilobytes * 1000
    return [whole[i * step : (i + 1) * step].decode("utf-8", "ignore") for i in range(many)]


def measure(texts: list[str], language: str, names: Names) -> tuple[float, int]:
    """Seconds of processor time for a story, and the claims found in it, on average."""
    stories = [Story(text, "", language, "META", date(2024, 2, 10), "", "") for text in texts]
    read_claims(
        stories[0]
        if len(texts[0]) < 1_000_000
        else Story(texts[0][:1000], "", language, "META", date(2024, 2, 10), "", ""),
        names,
    )
    found, least = 0, float("inf")
    for _ in range(PASSES if len(texts[0]) < 1_000_000 else 1):
        start = time.process_time()
        found = sum(len(read_claims(s, names).claims) for s in stories)
        least = min(least, time.process_time() - start)
    return least / len(stories), round(found / len(stories))


def first_read(language: str) -> float:
    """Seconds of processor time of the first short story that a fresh interpreter reads, without its start and its imports."""
    code = (
        "import time; from datetime import date; from tapeline.claim import Story; from tapeline.story import Names, read_claims;"
        f"s = Story('1 {'%'} 周五' if {language!r} == 'zh' else 'On Friday 1%.', '', {language!r}, 'META', date(2024, 2, 10), '', '');"
        "a = time.process_time(); read_claims(s, Names(())); print(time.process_time() - a)"
    )
    runs = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(5)
    ]
    return min(runs)


def table(largest: int) -> str:
    names = Names((*load_names(LABELLED / "names.json"), *names_of(open_record(None)).names))
    lines = [
        "| text | language | kB | seconds | kB a second | claims | time per kB, against the least |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for kind, paragraphs in (("articles", articles), ("figures alone", stories)):
        for language in ("en", "zh"):
            rows = [(kb, *measure(cuts(paragraphs(language), kb), language, names)) for kb in SIZES if kb <= largest]
            least = min(seconds / kb for kb, seconds, _ in rows)
            lines += [f"| {kind} | {language} | {kb:,} | {seconds:.3f} | {kb / seconds:,.0f} | {n:,} | {seconds / kb / least:.2f} |"
                      for kb, seconds, n in rows]  # fmt: skip
    starts = ", ".join(f"{language} {1000 * first_read(language):.0f} ms" for language in ("en", "zh"))
    return "\n".join(lines) + f"\n\nThe first story of a fresh interpreter, over and above its imports: {starts}.\n"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--largest", type=int, default=SIZES[-1], help="in kB")
    options.add_argument("--write", metavar="FILE")
    args = options.parse_args()
    found = table(args.largest)
    print(found)
    if args.write:
        Path(args.write).write_text(
            "# How fast stories are read\n\n" + "\n".join((__doc__ or "").splitlines()[4:]).strip() + "\n\n" + found,
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
