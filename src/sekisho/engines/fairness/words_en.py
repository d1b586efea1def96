"""What English sentences say about products, dealings and costs."""

from __future__ import annotations

import re

_I = re.IGNORECASE
SPLIT = re.compile(r"(?<=[.!?])\s+|\n+")
RISK = re.compile(
    r"attack|threat|risk|danger|harm|leak|breach|intru|vulnerab|ransom|malware|virus|incident|"
    r"alert|outage|secur|protect|safe",
    _I,
)
ALTERNATIVE = re.compile(
    r"equivalent|alternative|comparable|equal effect|same effect|(?:other|another|different) "
    r"(?:means|ways?|measures?)",
    _I,
)
COST = re.compile(r"\bcosts?\b|\bexpenses?\b|\bprices?\b|\bpricing\b", _I)
TALK = re.compile(r"\bdiscuss|\btalk|\bconsult|\bnegotiat|\braise (?:it|them)", _I)
REFUSED = re.compile(r"\b(?:cannot|can not|will not|do not|won't|not able to|unable to)\b", _I)

_KIND = r"(?:products?|services?|tools?|software|vendors?|providers?|platforms?|systems?|package)"
_FORCE = (
    r"\b(?:must|shall|ha(?:ve|s) to|(?:are|is) (?:required|obliged) to|required to|need to|"
    r"(?:we )?(?:require|oblige) you to|please)"
)
_VERB = (
    r"(?:use|buy|purchase|install|adopt|subscribe to|contract with|switch to|deploy|licen[cs]e|"
    r"sign up (?:to|for|with))"
)
DESIGNATED = re.compile(
    rf"{_FORCE}\s+(?:only\s+)?{_VERB}\s+(?:the\s+|our\s+)?(?:\w+[\s-]){{0,2}}"
    rf"(?:designated|specified|recommended|approved|nominated|own|particular)\s+(?:\w+\s+){{0,3}}{_KIND}"
    rf"|{_FORCE}\s+(?:only\s+)?{_VERB}\s+our\s+(?:\w+\s+){{0,3}}{_KIND}"
    rf"|{_KIND}\s+(?:that\s+)?(?:designated|specified|named|chosen) by us\b",
    _I,
)
NAMED = re.compile(
    r"\b(?i:must|shall|have to|has to|are required to|is required to|required to|need to|please)"
    r"\s+(?:only\s+)?(?i:use|buy|purchase|install|adopt|subscribe to|contract with|switch to|"
    r"deploy|sign up (?:to|for|with))\s+(?:(?i:the|our|a|an)\s+)?"
    r"(?P<name>[A-Z][\w+-]*(?:[ .][A-Z0-9][\w+-]*)*)"
)
NOT_DEMANDED = re.compile(
    r"\b(?:not|never|no|n't)\b[^.]{0,40}\b(?:must|have to|required?|need|ask|oblige|use|buy|"
    r"purchase)\b|equivalent|alternative",
    _I,
)

_STOP = r"(?:stop|suspend|terminat|end|ceas|reduc|cut|cancel|discontinu|withhold)\w*"
_DEALING = r"(?:business|orders?|trading|trade|contracts?|purchas\w*|dealings|agreements?)"
SANCTION = re.compile(
    r"\b(?:will|may|shall|can|could|might|must|reserve the right to)\b[^.]{0,30}"
    rf"\b{_STOP}\b[^.]{{0,30}}\b{_DEALING}\b"
    rf"|\b{_DEALING}\b[^.]{{0,60}}\b(?:will|may|shall|can|could|might|must)\s+be\s+{_STOP}",
    _I,
)
BECAUSE_OF = re.compile(
    r"\b(?:if|unless|when|where|below|under|fail\w*|less than|without|scores?|answers?|repl\w*|"
    r"ratings?|points?|respon\w*|compl\w*)\b",
    _I,
)
SPARED = re.compile(
    r"\b(?:will|may|shall|can|would|could|does|do)\s+(?:not|never)\b(?![^.]{0,60}\bwe (?:will|may|"
    r"shall))|\bnever\b|\bneither\b|\bno (?:score|answer|reply)\b|\bwon't\b",
    _I,
)

COST_ON_THEM = re.compile(
    r"\bat (?:your|their) own (?:cost|expense)"
    r"|\b(?:you|suppliers?|partners?)\s+(?:must|shall|will|are to|have to)?\s*(?:bear|cover|pay)\b"
    r"[^.]{0,30}\b(?:costs?|expenses?)\b"
    r"|\bprices?\b[^.]{0,20}\b(?:unchanged|not (?:be )?(?:raised|changed|increased))",
    _I,
)
SHARED = re.compile(r"\bdiscuss|\btalk|\bconsult|\bshare|\bnot (?:ask|require|expect)", _I)
VAGUE = re.compile(
    r"\b(?:adequate|sufficient|appropriate|proper|reasonable)\s+(?:cyber\s*|information\s+)?"
    r"(?:security|protection|safeguards|measures|controls)\b",
    _I,
)
