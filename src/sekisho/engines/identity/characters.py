"""Characters that people use for one another, brought to one of them; for comparing only."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Each row: the character kept, then those that stand for it. Three reasons to be listed: the older
# form of a character of the common list, a written form that family registers allow in names
# (髙 﨑 𠮷), and characters that are exchanged in the same family name (斉 斎, 島 嶋).
# NFKC already joins what Unicode calls compatible (the U+F900 block, except 﨑 and eleven more).
_KANJI_ROWS = """
高髙 崎﨑嵜㟢 辺邊邉 斉齊斎齋 浜濱濵 沢澤 広廣 国國圀 桜櫻 島嶋嶌 富冨 吉𠮷 滝瀧 竜龍 条條 栄榮
恵惠 徳德 真眞 実實 寿壽 将將 渋澁澀 済濟 鉄鐵鐡銕 鉱鑛 蔵藏 豊豐 円圓 会會 学學斈 医醫 芸藝
観觀 気氣 県縣 駅驛 号號 仏佛 単單 戦戰 点點 発發 庁廳 写寫 来來 万萬 与與 両兩 増增 黒黑 緑綠
曽曾 槙槇 遥遙 弥彌 礼禮 禄祿 穂穗 静靜 浅淺 柳栁 桑桒 枡桝 館舘 船舩 峰峯 野埜 藪薮 桧檜 鴎鷗
頬頰 籠篭 剣劍劒 亜亞 団團 図圖 声聲 売賣 変變 塩鹽 応應 欧歐 横橫 温溫 価價 絵繪 覚覺 楽樂 缶罐
関關 勧勸 巻卷 帰歸 旧舊 挙擧 暁曉 区區 駆驅 径徑 経經 継繼 軽輕 鶏鷄 検檢 権權 験驗 厳嚴 効效
恒恆 砕碎 剤劑 雑雜 参參 蚕蠶 賛贊 残殘 糸絲 辞辭 湿濕 釈釋 従從 縦縱 粛肅 処處 焼燒 証證 乗乘
浄淨 畳疊 譲讓 醸釀 触觸 嘱囑 随隨 髄髓 枢樞 数數 瀬瀨 専專 銭錢 繊纖 総總 荘莊 装裝 属屬 続續
堕墮 体體 対對 帯帶 台臺 択擇 担擔 胆膽 断斷 遅遲 昼晝 虫蟲 鋳鑄 聴聽 鎮鎭 逓遞 灯燈 当當 党黨
稲稻 闘鬪 独獨 読讀 届屆 弐貳 悩惱 拝拜 廃廢 麦麥 払拂 並竝 余餘 預豫 様樣 頼賴 乱亂 覧覽 猟獵
隣鄰 塁壘 励勵 齢齡 霊靈 恋戀 炉爐 労勞 楼樓 録錄 湾灣 侠俠 尭堯 晋晉 毎每 教敎 涼凉 清淸 青靑
郎郞 鶴靍靏 凛凜 頚頸 麺麵 鹸鹼 祷禱 蝋蠟 籖籤
"""
_KANA_ROWS = """
アァ イィヰ ウゥ エェヱ オォ カヵ ケヶ ツッ ヤャ ユュ ヨョ ワヮ
あぁ いぃゐ うぅ えぇゑ おぉ つっ やゃ ゆゅ よょ わゎ
"""
_VARIANTS = {
    ord(variant): row[0]
    for row in (_KANJI_ROWS + _KANA_ROWS).split()
    for variant in row[1:]
    if variant != row[0]
}
# Selectors that choose among drawn forms of one character (standard and ideographic).
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_REMEMBERED = 32_768
DASHES = "-‐‑‒–—―−─━ー"


def fold_characters(text: str) -> str:
    """The text in compatibility form, lower case, each listed variant replaced by its plain form.

    Works character by character, so that (combining marks apart) a part of a text folds to the
    same part of the folded text.
    """
    return text.lower() if text.isascii() else _folded(text)


# An import folds a name to place its row, to compare it, and to make it found.
@lru_cache(maxsize=_REMEMBERED)
def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = unicodedata.normalize("NFKC", _SELECTORS.sub("", plain))
    return plain.translate(_VARIANTS)


def is_written(character: str) -> bool:
    """Whether a character is a letter, a number or a mark on one, not a space or sign."""
    return unicodedata.category(character)[0] in "LNM"


def without_accents(text: str) -> str:
    """The text with accents taken off Latin letters; the voicing marks of kana stay."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart))
