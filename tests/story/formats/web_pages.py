"""Web pages of a company that does not exist: an article among all that surrounds one."""

from __future__ import annotations

ENGLISH = {
    "title": "Northmoor Pumps posts record revenue",
    "body": [
        "Northmoor Pumps, a maker of water pumps, said on Thursday that quarterly revenue rose 12% to $410 million, the most in its history.",
        "Net income was $38.2 million, compared with $29.9 million a year earlier, the company said after the close of trading.",
        "&ldquo;We sold more pumps than we thought we could build,&rdquo; said Ada Quill, the chief executive, on a call with analysts.",
        "Shares of the company fell 3% in late trading because the outlook for the second half was softer than hoped, traders said.",
        "Short one: shares fell.",
    ],
    "caption": "A pump leaves the plant. Photo: L. Finch",
    "menu": ["Home", "Markets", "Tech"],
    "related": ["Tesla fell 50% on Monday in a rout", "Apple shares rose 8.9% on Thursday", "Ten stocks to buy now"],
    "comments": [
        "I think this stock will rise 900% next year, buy it all now.",
        "The editor is wrong, revenue was $9 billion last year, look it up.",
    ],
    "cookies": "We use cookies to improve your experience. By clicking accept you agree to our privacy policy.",
    "footer": "Copyright 2024 Northern Daily. All rights reserved. Quotes delayed by 15 minutes.",
}
CHINESE = {
    "title": "北沼水泵营收创新高",
    "body": [
        "北沼水泵公司周四表示，第一季度营收同比增长12%，达到4.1亿美元，创下公司成立以来的最高纪录。",
        "净利润为3820万美元，去年同期为2990万美元，公司在收盘后发布的声明中表示，需求主要来自海外市场。",
        "“我们卖出的水泵比我们以为能造出来的还要多，”首席执行官艾达·奎尔在与分析师的电话会议上说。",
        "由于下半年展望弱于预期，公司股价在盘后交易中下跌3%，交易员称，这一反应并不令人意外。",
        "股价短线下跌。",
    ],
    "caption": "水泵厂外景，摄影：林",
    "menu": ["首页", "财经", "科技"],
    "related": ["特斯拉下跌5%", "苹果上涨8.9%", "英伟达市值突破两万亿"],
    "comments": ["我觉得这家公司的股价明年会上涨900%，大家快买。", "编辑写错了，去年营收是9亿美元。"],
    "cookies": "我们使用Cookie来改善您的体验，点击接受即表示您同意我们的隐私政策。",
    "footer": "版权所有 2024 北方日报社，未经授权不得转载。",
}
TEXTS = {"en": ENGLISH, "zh": CHINESE}
TABLE = (
    "<table><tr><th>Quarter</th><th>Revenue</th></tr><tr><td>Q1 2023</td><td>$366 million</td></tr>"
    "<tr><td>Q1 2024</td><td>$410 million</td></tr></table>"
)


def page(language: str, *, semantic: bool) -> str:
    """A page of a newspaper: with the elements that HTML has for the purpose, or with `div` and class names alone."""
    t = TEXTS[language]
    first, second, *rest = [f"<p>{x}</p>" for x in t["body"]]
    figure = f"<figure><img src=x.png><figcaption>{t['caption']}</figcaption></figure>"
    story = f"<h1>{t['title']}</h1><p class=byline>2024-04-25</p>{first}{figure}{second}{TABLE}{''.join(rest)}"
    menu = "".join(f'<li><a href="/{i}">{x}</a></li>' for i, x in enumerate(t["menu"]))
    related = "".join(f'<li><a href="/r{i}">{x}</a></li>' for i, x in enumerate(t["related"]))
    said = "".join(f'<div class="comment"><b>user{i}</b><p>{x}</p></div>' for i, x in enumerate(t["comments"]))
    if semantic:
        body = (
            f"<nav><ul>{menu}</ul></nav><div class='cookie-banner'>{t['cookies']}</div><main><article>{story}</article></main>"
            f"<aside><h2>More</h2><ul>{related}</ul></aside><section id=comments class=comments>{said}</section>"
            f"<footer><p>{t['footer']}</p></footer>"
        )
    else:
        body = (
            f"<div class=menu><ul>{menu}</ul></div><div class='cookie-banner'>{t['cookies']}</div><div id=content><div class=post>"
            f"{story}</div><div class='related-posts'><h3>More</h3><ul>{related}</ul></div><div class=comment-list>{said}</div>"
            f"</div><div class=footer><p>{t['footer']}</p></div>"
        )
    head = f"<head><meta charset=utf-8><title>{t['title']} - Daily</title></head>"
    return f"<!doctype html><html lang={'zh-CN' if language == 'zh' else 'en'}>{head}<body>{body}</body></html>"
