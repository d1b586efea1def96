"""Writes the role matrix of the documents from the address list and the rules.

    SEKISHO_TEST_WRITE=1 python -m pytest tests/gate/test_role_matrix.py

writes both files anew; without it the test compares.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from sekisho.kernel.actor import Role, capabilities_of
from sekisho.ui.entrances import Face, Rule
from tests.gate.matrix import Route, routes
from tests.gate.samples import LEAD_ONLY

ROOT = Path(__file__).resolve().parents[2]
ROLES = (Role.ADMINISTRATOR, Role.MANAGER, Role.COORDINATOR, Role.READER)
WORDS = {
    "en": {
        "title": "Role matrix",
        "lead": (
            "Written from the address list and the rules that the code declares; a test compares "
            "it with both, and `tests/gate` plays every line with every role at the lead company, "
            "at two group companies, with links of two partners, blocked, and signed out. A role "
            "opens an address; what is seen there is only what hangs on the company of the role. "
            "Not yours and not there read the same. **lead**: only at the lead company."
        ),
        "head": ("Address", "Methods", "Administrator", "Manager", "Coordinator", "Reader"),
        "link": "Link",
        "anyone": "Nobody signed in",
        "code": "after the code",
        "lead_only": "lead",
    },
    "ja": {
        "title": "役割と画面の対応表",
        "lead": (
            "コードが宣言する規則とアドレスの一覧から作られています。テストが両者と照合し、"
            "`tests/gate` がすべての行を、本社とグループ会社2社の各役割、取引先2社の回答リンク、"
            "停止中の利用者、ログイン前のそれぞれで確かめます。役割で開けるのはアドレスまでで、見えるのはその役割の会社に"
            "つながる範囲だけです。範囲外のものと存在しないものは、同じ表示になります。"
            "**本社**：本社の役割だけが開けます。"
        ),
        "head": ("アドレス", "メソッド", "管理者", "運営担当", "調整担当", "閲覧者"),
        "link": "回答リンク",
        "anyone": "ログイン前",
        "code": "確認コードの後",
        "lead_only": "本社",
    },
}


def path_of(language: str) -> Path:
    """Where the table stands."""
    return ROOT / "docs" / language / "security" / "role-matrix.md"


def written(language: str) -> str:
    """The whole document."""
    words = WORDS[language]
    head = (*words["head"], words["link"], words["anyone"])
    lines = [f"# {words['title']}", "", str(words["lead"]), "", _row(head)]
    lines.append(_row(["---"] * len(head)))
    lines += [_row(_cells(route, words)) for route in sorted(routes(), key=_order) if route.rule]
    return "\n".join(lines) + "\n"


def _order(route: Route) -> str:
    return route.pattern


def _row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _cells(route: Route, words: Mapping[str, object]) -> list[str]:
    rule = route.rule
    assert rule is not None
    methods = ", ".join(method for method in rule.methods if method != "HEAD")
    address = "/" + route.pattern.replace("|", "\\|")
    is_public = rule.face is Face.PUBLIC
    link = str(words["code"]) if rule.face is Face.RESPONDENT and rule.needs_code else ""
    if (rule.face is Face.RESPONDENT and not rule.needs_code) or is_public:
        link = "✓"
    roles = [_mark(route, rule, role, str(words["lead_only"])) for role in ROLES]
    return [f"`{address}`", methods, *roles, link, "✓" if is_public else ""]


def _mark(route: Route, rule: Rule, role: Role, lead_only: str) -> str:
    if rule.face in {Face.PUBLIC, Face.SIGNED_IN}:
        return "✓"
    if rule.face is Face.RESPONDENT or rule.capability not in capabilities_of(role):
        return ""
    return lead_only if route.name in LEAD_ONLY else "✓"
