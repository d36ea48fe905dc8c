"""House rules that no linter knows: files of at most 500 lines, functions of at most 60, no swallowed errors, no catch-all names, no words of a language in a frame's patterns."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LONGEST_FILE, LONGEST_FUNCTION = 500, 60
NO_NAMES = {"utils", "helpers", "manager", "misc"}
FRAMES = ROOT / "src" / "tapeline" / "story" / "frames"
HAN = re.compile("[\u4e00-\u9fff]")
ANY_HAN = "\u4e00-\u9fff"
"""A range of all of them is no word."""


def problems(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    where = path.relative_to(ROOT)
    found = []
    lines = text.count("\n")
    if lines > LONGEST_FILE:
        found.append(f"{where}: {lines} lines (the house rule is {LONGEST_FILE})")
    if path.stem in NO_NAMES:
        found.append(f"{where}: a name that says nothing")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            doc = ast.get_docstring(node, clean=False)
            size = (node.end_lineno or node.lineno) - node.lineno + 1 - (doc.count("\n") + 1 if doc else 0)
            if size > LONGEST_FUNCTION:
                found.append(f"{where}:{node.lineno} {node.name}: {size} lines (the house rule is {LONGEST_FUNCTION})")
        if path.is_relative_to(FRAMES) and _words_in_a_pattern(node):
            found.append(f"{where}:{node.lineno}: words of a language in a pattern; they belong in its patterns.toml")
        if isinstance(node, ast.ExceptHandler) and all(isinstance(b, ast.Pass) for b in node.body):
            found.append(f"{where}:{node.lineno}: an error swallowed")
        if isinstance(node, ast.Raise) and "NotImplementedError" in ast.dump(node):
            found.append(f"{where}:{node.lineno}: not implemented")
    return found


def _words_in_a_pattern(node: ast.AST) -> bool:
    called = isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")
    texts = [x.value for x in ast.walk(node) if isinstance(x, ast.Constant) and isinstance(x.value, str)]
    return called and any(HAN.search(text.replace(ANY_HAN, "")) for text in texts)


def main() -> int:
    found = [p for path in sorted((ROOT / "src").rglob("*.py")) for p in problems(path)]
    print("\n".join(found) or "house rules: kept")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
