"""Countries: their codes, names in both languages, and the zone in which a deadline there ends.

Codes: ISO 3166-1 alpha-2. Zones: the IANA zone of the seat of most industry, one a country; a
country that is missing here takes the zone of home.
"""

from __future__ import annotations

import unicodedata

_TABLE = """
JP 日本 Japan Asia/Tokyo
US アメリカ United_States America/New_York
CN 中国 China Asia/Shanghai
TW 台湾 Taiwan Asia/Taipei
KR 韓国 South_Korea Asia/Seoul
HK 香港 Hong_Kong Asia/Hong_Kong
TH タイ Thailand Asia/Bangkok
VN ベトナム Vietnam Asia/Ho_Chi_Minh
ID インドネシア Indonesia Asia/Jakarta
MY マレーシア Malaysia Asia/Kuala_Lumpur
SG シンガポール Singapore Asia/Singapore
PH フィリピン Philippines Asia/Manila
IN インド India Asia/Kolkata
BD バングラデシュ Bangladesh Asia/Dhaka
KH カンボジア Cambodia Asia/Phnom_Penh
LA ラオス Laos Asia/Vientiane
MM ミャンマー Myanmar Asia/Yangon
LK スリランカ Sri_Lanka Asia/Colombo
PK パキスタン Pakistan Asia/Karachi
MN モンゴル Mongolia Asia/Ulaanbaatar
AU オーストラリア Australia Australia/Sydney
NZ ニュージーランド New_Zealand Pacific/Auckland
CA カナダ Canada America/Toronto
MX メキシコ Mexico America/Mexico_City
BR ブラジル Brazil America/Sao_Paulo
AR アルゼンチン Argentina America/Argentina/Buenos_Aires
CL チリ Chile America/Santiago
CO コロンビア Colombia America/Bogota
PE ペルー Peru America/Lima
GB イギリス United_Kingdom Europe/London
IE アイルランド Ireland Europe/Dublin
DE ドイツ Germany Europe/Berlin
FR フランス France Europe/Paris
IT イタリア Italy Europe/Rome
ES スペイン Spain Europe/Madrid
PT ポルトガル Portugal Europe/Lisbon
NL オランダ Netherlands Europe/Amsterdam
BE ベルギー Belgium Europe/Brussels
LU ルクセンブルク Luxembourg Europe/Luxembourg
CH スイス Switzerland Europe/Zurich
AT オーストリア Austria Europe/Vienna
DK デンマーク Denmark Europe/Copenhagen
SE スウェーデン Sweden Europe/Stockholm
NO ノルウェー Norway Europe/Oslo
FI フィンランド Finland Europe/Helsinki
EE エストニア Estonia Europe/Tallinn
LV ラトビア Latvia Europe/Riga
LT リトアニア Lithuania Europe/Vilnius
PL ポーランド Poland Europe/Warsaw
CZ チェコ Czechia Europe/Prague
SK スロバキア Slovakia Europe/Bratislava
HU ハンガリー Hungary Europe/Budapest
RO ルーマニア Romania Europe/Bucharest
BG ブルガリア Bulgaria Europe/Sofia
SI スロベニア Slovenia Europe/Ljubljana
HR クロアチア Croatia Europe/Zagreb
RS セルビア Serbia Europe/Belgrade
GR ギリシャ Greece Europe/Athens
TR トルコ Turkey Europe/Istanbul
UA ウクライナ Ukraine Europe/Kyiv
RU ロシア Russia Europe/Moscow
IL イスラエル Israel Asia/Jerusalem
AE アラブ首長国連邦 United_Arab_Emirates Asia/Dubai
SA サウジアラビア Saudi_Arabia Asia/Riyadh
QA カタール Qatar Asia/Qatar
EG エジプト Egypt Africa/Cairo
MA モロッコ Morocco Africa/Casablanca
TN チュニジア Tunisia Africa/Tunis
KE ケニア Kenya Africa/Nairobi
NG ナイジェリア Nigeria Africa/Lagos
ZA 南アフリカ South_Africa Africa/Johannesburg
"""
_OTHERS = """
AD AF AG AI AL AM AO AQ AS AW AX AZ BA BB BF BH BI BJ BL BM BN BO BQ BS BT BV BW BY BZ CC CD CF CG
CI CK CM CR CU CV CW CX CY DJ DM DO DZ EC EH ER ET FJ FK FM FO GA GD GE GF GG GH GI GL GM GN GP GQ
GS GT GU GW GY HM HN HT IM IO IQ IR IS JE JM JO KG KI KM KN KP KW KY KZ LB LC LI LR LS LY MC MD ME
MF MG MH MK ML MO MP MQ MR MS MT MU MV MW MZ NA NC NE NF NI NP NR NU OM PA PF PG PM PN PR PS PW PY
RE RW SB SC SD SH SJ SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TJ TK TL TM TO TT TV TZ UG UM UY
UZ VA VC VE VG VI VU WF WS YE YT ZM ZW
"""
_ALSO = {
    "日本国": "JP",
    "米国": "US",
    "アメリカ合衆国": "US",
    "usa": "US",
    "u.s.a.": "US",
    "america": "US",
    "united states of america": "US",
    "中華人民共和国": "CN",
    "中国本土": "CN",
    "prc": "CN",
    "大韓民国": "KR",
    "korea": "KR",
    "republic of korea": "KR",
    "英国": "GB",
    "uk": "GB",
    "great britain": "GB",
    "england": "GB",
    "独国": "DE",
    "仏国": "FR",
    "viet nam": "VN",
    "豪州": "AU",
    "the netherlands": "NL",
    "holland": "NL",
    "uae": "AE",
    "czech republic": "CZ",
    "turkiye": "TR",
    "türkiye": "TR",
}
_ROWS = tuple(tuple(line.split()) for line in _TABLE.strip().splitlines())
COUNTRY_NAMES: dict[str, tuple[str, str]] = {
    code: (ja, en.replace("_", " ")) for code, ja, en, _zone in _ROWS
}
COUNTRY_ZONES: dict[str, str] = {code: zone for code, _ja, _en, zone in _ROWS}
COUNTRY_CODES = frozenset(COUNTRY_NAMES) | frozenset(_OTHERS.split())
_BY_WORD = {code.lower(): code for code in COUNTRY_CODES} | _ALSO
_BY_WORD |= {word.lower(): code for code, words in COUNTRY_NAMES.items() for word in words}


def zone_of(country: str, *, home_zone: str) -> str:
    """The IANA zone in which a deadline of that country ends."""
    return COUNTRY_ZONES.get(country, home_zone)


def country_code(text: str) -> str | None:
    """The code meant by a code or name in either language, None when it is not known."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    return _BY_WORD.get(plain)


def country_name(code: str, language: str) -> str:
    """The name of a country in "ja" or "en"; a code without a name stands for itself."""
    ja, en = COUNTRY_NAMES.get(code, (code, code))
    return en if language.startswith("en") else ja
