"""A check or a study as terminal text, HTML, chart, JSON, Markdown, LaTeX, ClaimReview: one file for each output."""
