"""Writes the reference pages that come from tables in the code: settings and error codes.

`make docs` runs it; tests/house/test_documents.py checks that every name has its place.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

FAMILIES = ("Invalid", "Unreadable", "Forbidden", "NotFound", "Conflict", "TooLarge", "Unavailable")
WORDS = {
    "ja": {
        "settings": "設定",
        "settings_lead": "環境変数で渡します。値が正しくないときは、理由を示して起動を中止します。"
        "秘密の値は、名前の末尾に `_FILE` を付けた変数でファイルから読ませることもできます。",
        "settings_head": "名前 | 種類 | 初期値 | 説明",
        "errors": "エラーコード",
        "errors_lead": "画面・コマンド・API に出るコードと、その意味、次にすることの一覧です。",
        "errors_head": "コード | 種類 | 何が起きたか | 次にすること",
    },
    "en": {
        "settings": "Settings",
        "settings_lead": "Given as environment variables. A wrong value stops the start and says "
        "why. A secret may also be read from a file: add `_FILE` to its name.",
        "settings_head": "Name | Kind | Default | What it is for",
        "errors": "Error codes",
        "errors_lead": "The codes shown on pages, by commands and by the API, what each means and "
        "what to do next.",
        "errors_head": "Code | Family | What happened | What to do",
    },
}


def raised_codes() -> dict[str, str]:
    """Every code that the source raises, with the name of its family; sorted by code."""
    found = {
        code: family
        for path in sorted((ROOT / "src").rglob("*.py"))
        for family, code in _codes_in(ast.parse(path.read_text(encoding="utf-8")))
    }
    return dict(sorted(found.items()))


def _codes_in(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Codes given to a family, or to a function of the same file that hands its code to one."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    families = {name: name for name in FAMILIES} | _relays(tree)
    for call in calls:
        family = families.get(_last_word(call.func))
        for code in _texts(call.args[0]) if family else ():
            if "." in code:
                yield str(family), code


def _relays(tree: ast.AST) -> dict[str, str]:
    """Functions that raise with a code of their caller, each with its family."""
    return {
        function.name: _last_word(call.func)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        and _last_word(call.func) in FAMILIES
        and call.args
        and isinstance(call.args[0], ast.Name)
        and call.args[0].id in {argument.arg for argument in function.args.args}
    }


def _last_word(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _texts(node: ast.expr) -> Iterator[str]:
    """The text, or both of a choice between two."""
    if isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.Constant):
        yield str(node.value)


def settings_page(language: str) -> str:
    """The settings as Markdown."""
    from sekisho.config.env import VARIABLES

    words = WORDS[language]
    rows = [
        f"| `{v.name}` | {v.kind} | {f'`{v.default}`' if v.default else '—'} "
        f"| {v.help.in_language(language)} |"
        for v in VARIABLES
    ]
    return _page(words["settings"], words["settings_lead"], words["settings_head"], rows)


def errors_page(language: str) -> str:
    """The error codes as Markdown."""
    from django.utils.translation import override

    words = WORDS[language]
    with override(language):
        rows = [_error_row(code, family) for code, family in raised_codes().items()]
    return _page(words["errors"], words["errors_lead"], words["errors_head"], rows)


def _error_row(code: str, family: str) -> str:
    from sekisho.kernel import errors
    from sekisho.ui.problems import places_of, words_for

    # Each place shows its own name.
    problem = getattr(errors, family)(code, **{name: f"<{name}>" for name in places_of(code)})
    what, hint = (text.replace("|", "\\|").replace("<", "&lt;") for text in words_for(problem))
    return f"| `{code}` | {family} {problem.http_status} | {what} | {hint} |"


def _page(title: str, lead: str, head: str, rows: list[str]) -> str:
    rule = "|".join([" --- "] * (head.count("|") + 1))
    return "\n".join([f"# {title}", "", lead, "", f"| {head} |", f"|{rule}|", *rows, ""])


def main() -> None:
    """Write the four pages."""
    import django

    # Throwaway keys and folders, as in the tests.
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    for language in WORDS:
        folder = ROOT / "docs" / language / "guide"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "settings.md").write_text(settings_page(language), encoding="utf-8")
        (folder / "errors.md").write_text(errors_page(language), encoding="utf-8")
        print(f"docs/{language}/guide: settings.md, errors.md")


if __name__ == "__main__":
    main()
