"""Words that state the legal form of a body and are left out when names are compared."""

from __future__ import annotations

# Never part of a name's own words: taken out wherever they stand.
ANYWHERE = (
    *("特例有限会社", "株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "相互会社"),
    *("股份有限公司", "有限責任公司", "有限责任公司", "주식회사", "유한회사"),
)

# Taken off at either end only; longest first, because some end with others.
AT_THE_ENDS = (
    *("特定非営利活動法人", "国立研究開発法人", "地方独立行政法人", "有限責任事業組合"),
    *("一般社団法人", "一般財団法人", "公益社団法人", "公益財団法人", "独立行政法人"),
    *("社会福祉法人", "国立大学法人", "農事組合法人", "医療法人社団", "医療法人財団"),
    *("認可法人", "特殊法人", "npo法人", "社団法人", "財団法人", "学校法人", "宗教法人"),
    *("医療法人", "監査法人", "有限公司"),
)

# In brackets: (株) and what NFKC makes of ㈱ ㈲ ㈳.
BRACKETED = "株有同資名相社財学医福宗独監労특非주"
# As banks write them: カ) in front, (カ behind.
BANK_MARKS = ("カ", "ユ", "ド", "シ", "メ")

# Latin words, dots and commas already gone; one form a line, longest tried first.
_LATIN_BEHIND = """
gmbh and co kgaa
gmbh and co kg
gmbh and co ohg
ag and co kg
s de rl de cv
sapi de cv
sab de cv
sa de cv
sp z oo
spolka z oo
public company limited
public limited company
private limited company
limited liability company
joint stock company
company limited
company ltd
co limited
co ltd
co inc
private limited
private ltd
pvt limited
pvt ltd
pty limited
pty ltd
pte limited
pte ltd
proprietary limited
sdn bhd
kabushiki kaisha
kabushiki gaisha
yugen kaisha
yugen gaisha
godo kaisha
goudou kaisha
corporation
incorporated
limited
company
gesmbh
corp
gmbh
ltda
sarl
kgaa
inc
ltd
llc
llp
plc
ohg
spa
srl
sas
sro
doo
aps
oyj
asa
bhd
jsc
kft
zrt
tbk
eurl
co
kk
yk
gk
ag
kg
se
sa
bv
nv
ab
as
oy
"""
_LATIN_IN_FRONT = """
kabushiki kaisha
kabushiki gaisha
yugen kaisha
godo kaisha
the
ooo
oao
kk
yk
gk
pt
"""


def _phrases(lines: str) -> tuple[tuple[str, ...], ...]:
    words = (tuple(line.split()) for line in lines.split("\n") if line)
    return tuple(sorted(words, key=len, reverse=True))


LATIN_BEHIND = _phrases(_LATIN_BEHIND)
LATIN_IN_FRONT = _phrases(_LATIN_IN_FRONT)
