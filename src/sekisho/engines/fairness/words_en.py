"""What English sentences say about products, dealings and costs."""

from __future__ import annotations

import re

_I = re.IGNORECASE
# A line that ends with a comma, or is followed by a small letter, goes on in the next one.
SPLIT = re.compile(r"(?<=[.!?])\s+|\n{2,}|(?<!,)\n(?![a-z])")
QUESTION = re.compile(r"\?\W*$")
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
REFUSED = re.compile(
    r"\b(?:cannot|can not|can't|will not|won't|do not|don't|not able to|unable to|refuse to)\s+"
    r"(?!hesitate)(?:\w+\s+){0,3}?(?:discuss|talk|consult|negotiat|raise)\w*"
    r"|\bnot (?:be )?(?:open to|up for|subject to|negotiable|discussed)|\bcannot be discussed",
    _I,
)

_KIND = r"(?:products?|services?|tools?|software|vendors?|providers?|platforms?|systems?|package)"
_FORCE = (
    r"\b(?:must|shall|should|ha(?:ve|s) to|(?:are|is) (?:required|obliged|expected|asked) to|"
    r"required to|need to|we (?:require|oblige|ask|want|expect|request) you to|be sure to|"
    r"make sure (?:that )?you|please)"
)
_VERB = (
    r"(?:use|buy|purchase|install|adopt|subscribe to|contract with|switch to|deploy|licen[cs]e|"
    r"sign up (?:to|for|with))"
)
DESIGNATED = re.compile(
    rf"{_FORCE}\s+(?:only\s+)?{_VERB}\s+(?:the\s+|our\s+)?(?:\w{{1,30}}[\s-]){{0,2}}"
    rf"(?:designated|specified|recommended|approved|nominated|own|particular)\s+(?:\w{{1,30}}\s+){{0,3}}{_KIND}"
    rf"|{_FORCE}\s+(?:only\s+)?{_VERB}\s+our\s+(?:\w{{1,30}}\s+){{0,3}}{_KIND}"
    rf"|{_FORCE}\s+(?:only\s+)?{_VERB}\s+[^.]{{0,40}}\b{_KIND}\s+(?:that\s+|which\s+)?we\s+"
    r"(?:have\s+)?(?:designat|specif|nam|chos|choos|approv|select|recommend|use)\w*"
    rf"|{_KIND}\s+(?:that\s+)?(?:designated|specified|named|chosen) by us\b",
    _I,
)
_NAME = r"(?P<name>[A-Z][\w+/-]{0,40}(?:[ .][A-Z0-9][\w+/-]{0,40}){0,5})"
_USE = (
    r"(?i:use|buy|purchase|install|adopt|subscribe to|contract with|switch to|deploy|"
    r"sign up (?:to|for|with))"
)
NAMED = re.compile(
    rf"(?:(?i:{_FORCE})|^\W{{0,5}}(?i:only)?)\s*(?i:only\s+)?\b{_USE}\s+(?:(?i:the|our|a|an|only)\s+)?"
    rf"{_NAME}"
)
NAMED_AFTER = re.compile(
    rf"(?<![\w.-]){_NAME}\s+(?:(?:must|shall|has to|have to|needs? to)\s+be\s+"
    r"(?:installed|used|purchased|bought|adopted|deployed)|is\s+(?:the only\b|mandatory|required|"
    r"compulsory|obligatory|a must))"
    r"|\b(?i:only)\s+(?P<only>[A-Z][\w+/-]{0,40}(?:[ .][A-Z0-9][\w+/-]{0,40}){0,5})\s+(?:is|"
    r"will be|may be)\s+(?:accepted|allowed|permitted|used)"
)
NOT_DEMANDED = re.compile(
    r"(?:\b(?:not|never)|n't)\s+(?:\w+\s+){0,3}?(?:have to|need|requir\w*|ask\w*|oblig\w*|"
    r"demand\w*|insist\w*)\b|\b(?:need|must|should|may)\s+not\s+(?:\w+\s+)?"
    r"(?:use|buy|purchase|install|adopt)\b|\bno (?:need|obligation)\b"
    r"|(?<!no )(?<!without )\b(?:equivalent|alternative)",
    _I,
)

_STOP = r"(?:stop|suspend|terminat|end|ceas|reduc|cut|cancel|discontinu|withhold|withdraw)\w*"
_DEALING = (
    r"(?:business|orders?|ordering|buying|trading|trade|contracts?|purchas\w*|dealings|agreements?|"
    r"relationships?|cooperation|sourcing|payments?)"
)
_THEY = (
    r"(?:you|suppliers?|partners?|compan(?:y|ies)|vendors?|firms?|contractors?|those|who|whoever|"
    r"anyone)"
)
_MAY = r"(?:will|may|shall|can|could|might|must|would)"
_ENDED = (
    r"(?:removed|excluded|dropped|de-?listed|blacklisted|struck|banned|disqualified|"
    r"penali[sz]ed|fined|de-?selected|downgraded)"
)
SANCTION = re.compile(
    rf"\b(?:{_MAY}|reserve the right to|are going to|we(?:'ll)?)\b[^.]{{0,30}}"
    rf"\b{_STOP}\b[^.]{{0,30}}\b{_DEALING}\b"
    rf"|\b{_DEALING}\b[^.]{{0,60}}\b{_MAY}\s+be\s+{_STOP}"
    rf"|\b{_THEY}\b[^.]{{0,60}}\b{_MAY}\s+(?:also\s+)?be\s+{_ENDED}"
    rf"|\b{_THEY}\b[^.]{{0,40}}\b{_MAY}\s+(?:lose|forfeit)\b[^.]{{0,30}}\b{_DEALING}\b"
    r"|\b(?:cannot|can not|can no longer|may not|will not)\s+"
    r"(?:remain|stay|continue (?:as|to be)|be)\b[^.]{0,20}\b(?:suppliers?|"
    r"partners?|vendors?|contractors?)\b"
    r"|\b(?:results? in|leads? to|means?|costs? you|followed by|consequence)\b[^.]{0,30}"
    r"\b(?:terminat\w+|suspen\w+|loss|losing|the end|reduction|cancel\w+|exclu\w+|"
    rf"no (?:more|further))\b[^.]{{0,30}}\b{_DEALING}\b"
    r"|\bpenalt(?:y|ies)\b[^.]{0,20}\b(?:appl|will|may|shall|due|charged)"
    r"|\b(?:look for|find|switch to|move to|turn to)\s+(?:an)?(?:other|different|alternative|new)"
    r"\s+(?:suppliers?|partners?|vendors?|sources?)\b"
    r"|\b(?:decides?|determines?)\s+(?:whether|if|how much)\b[^.]{0,30}\b(?:order|buy|business|"
    r"contract|work with)\w*",
    _I,
)
NO_MORE = re.compile(
    r"\bwe\b[^.]{0,15}\b(?:will not|won't|cannot|can not|can't|(?:will )?no longer|refuse to|"
    r"decline to|may not)\s+(?:be able to\s+)?(?:do|continue|order|buy|purchase|trade|work|"
    r"deal|place|renew|award|sign)\b(?: to)?[^.]{0,40}\b(?:business|orders?|from|with|contracts?|"
    r"trading|dealing)\b",
    _I,
)
BECAUSE_OF = re.compile(
    r"\b(?:if|unless|when|where|below|under|fail\w*|less than|without|scores?|answers?|repl\w*|"
    r"ratings?|points?|respon\w*|compl\w*|results?|otherwise|late)\b|\bor we\b",
    _I,
)
SPARED = re.compile(
    r"\b(?:will|may|shall|can|would|could)\s+(?:not|never)\b(?![^.]{0,60}\bwe (?:will|may|shall))"
    r"(?!\s+(?:remain|stay|continue|be (?:an?|our)\b))"
    r"|\bdoes not (?:by itself |alone )?(?:lead|result|mean|affect|change|end)"
    r"|\bnever\b|\bneither\b|\bno score\b|\bno (?:answer|reply) (?:alone|by itself|ever)\b"
    r"|\bwon't (?:stop|end|reduc|cut|suspend|terminat|cancel|change|be )",
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
