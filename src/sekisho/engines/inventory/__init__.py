"""What a chain is made of: kinds of things and links, their values, how sure each is, worst cases.

Pure. Rules with worked numbers: docs/*/rules/inventory.md. Codes raised: inventory.no_kind (kind),
inventory.catalogue_wrong (place), and for values as written, each with `text`:
inventory.value.number, .whole, .percent, .date, .yes_no, .choice, .networks, .ports,
.too_long (limit).
"""

from __future__ import annotations

from sekisho.engines.inventory.answers import (
    AnswerMap,
    Proposal,
    parse_answer_maps,
    proposals_in,
)
from sekisho.engines.inventory.facts import (
    SURENESS,
    Confidence,
    Fact,
    Facts,
    Reckoned,
    Source,
    Stamp,
    changed_facts,
    facts_as_dict,
    facts_from_dict,
    outweighed,
    reckoned,
    reckoned_stored,
    unknown_fields,
    weakest,
)
from sekisho.engines.inventory.kinds import (
    NUMBERS,
    Catalogue,
    End,
    Field,
    FieldType,
    Kind,
    Value,
    parse_catalogue,
)
from sekisho.engines.inventory.material import (
    Assumptions,
    ChainItem,
    ChainLink,
    Material,
    Trade,
    completed,
    parse_assumptions,
)
from sekisho.engines.inventory.values import (
    LONGEST_TEXT,
    is_unknown_word,
    read_value,
    written_value,
)

__all__ = [
    "LONGEST_TEXT",
    "NUMBERS",
    "SURENESS",
    "AnswerMap",
    "Assumptions",
    "Catalogue",
    "ChainItem",
    "ChainLink",
    "Confidence",
    "End",
    "Fact",
    "Facts",
    "Field",
    "FieldType",
    "Kind",
    "Material",
    "Proposal",
    "Reckoned",
    "Source",
    "Stamp",
    "Trade",
    "Value",
    "changed_facts",
    "completed",
    "facts_as_dict",
    "facts_from_dict",
    "is_unknown_word",
    "outweighed",
    "parse_answer_maps",
    "parse_assumptions",
    "parse_catalogue",
    "proposals_in",
    "read_value",
    "reckoned",
    "reckoned_stored",
    "unknown_fields",
    "weakest",
    "written_value",
]
