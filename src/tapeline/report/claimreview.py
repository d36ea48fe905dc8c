"""A check as schema.org ClaimReview: one JSON-LD object for each claim that was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tapeline.report.words import words

if TYPE_CHECKING:
    from tapeline.checking import Check

RATINGS = {"contradicted": 1, "inconsistent": 2, "imprecise": 3, "supported": 5}
"""A verdict's place between worst (1) and best (5); what could not be checked and opinions are no reviews."""


def render(check: Check) -> dict[str, Any]:
    """The check as a JSON-LD graph of ClaimReview objects."""
    story = check.story
    published = story.published.isoformat() if story.published else None
    reviews = [
        {
            "@type": "ClaimReview",
            "claimReviewed": claim.text,
            "datePublished": check.now.isoformat(),
            "inLanguage": check.language,
            "itemReviewed": {
                "@type": "Claim",
                "datePublished": published,
                "appearance": {"@type": "CreativeWork", "headline": story.title, "publisher": story.source},
            },
            "reviewRating": {
                "@type": "Rating",
                "ratingValue": RATINGS[v.verdict],
                "bestRating": 5,
                "worstRating": 1,
                "alternateName": words(check.language)[v.verdict],
                "ratingExplanation": v.reason,
            },
        }
        for claim, v in zip(story.claims, check.verdicts, strict=True)
        if v.verdict in RATINGS
    ]
    return {"@context": "https://schema.org", "@graph": reviews}


__all__ = ["RATINGS", "render"]
