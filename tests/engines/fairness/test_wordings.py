"""Plain wordings of both languages: what is noticed, and what must not raise a false warning."""

from __future__ import annotations

from time import process_time

import pytest

from sekisho.engines.fairness import (
    COST_TALK,
    FORCED_PRODUCT,
    SANCTION,
    Asking,
    FairWords,
    Passage,
    concerns_of,
    with_advice,
)

WORDS = FairWords()


def found_in(text: str, place: str = "letter") -> list[str]:
    language = "en" if text.isascii() else "ja"
    asking = Asking(
        (Passage(place, language, text),), frozenset({language}), has_partners=True,
        asks_measures=False, has_contact=True, minimum_days=1, days=1,
    )  # fmt: skip
    return [one.code for one in concerns_of(asking, WORDS)]


@pytest.mark.parametrize(
    "text",
    [
        "期限までにご回答がない場合は、お取引できません。",
        "ご回答いただけない場合は、今後のお取引をお断りすることがあります。",
        "未提出の会社とは取引しません。",
        "基準に満たない会社には、今後発注いたしません。",
        "60点未満の場合、取引停止となる可能性があります。",
        "60点未満は取引停止です。",
        "評価が低い取引先は、契約解除とする。",
        "対応しない場合はペナルティを科します。",
        "回答がない場合、お取引に影響します。",
        "ご回答の内容によっては、お取引条件が不利益となることがあります。",
        "評価によっては単価を引き下げます。",
        "回答のない会社は取引先から除外します。",
        "未対応の場合は、次回の入札から外れていただきます。",
        "ご協力いただけない場合、お取引の継続は困難です。",
        "対策が終わるまで、発注を見合わせざるを得ません。",
        "ご回答がなければ契約を更新できません。",
        "60点未満の場合は、\nお取引を停止いたします。",
        "We will not do business with companies that score below 60.",
        "We will no longer order from you if you do not reply.",
        "We cannot renew the contract without your answer.",
        "Failure to reply will result in termination of the contract.",
        "Failure to comply may lead to loss of business.",
        "Suppliers who score under 60 will be removed from our list.",
        "Suppliers that do not reply will be excluded.",
        "Companies that fail may be fined.",
        "You will lose our orders if you do not answer.",
        "Firms that do not answer cannot remain our suppliers.",
        "If you fail, we will look for another supplier.",
        "Penalties apply if you do not answer.",
        "Answer by Friday or we stop all orders.",
        "No reply means no more orders.",
        "Your score decides whether we order from you.",
        "If you do not comply, we may end our relationship.",
        "If your score is below 60,\nwe will stop our orders.",
        "If your score is below 60 we\nwill stop our orders.",
    ],
)
def test_a_plain_threat_is_noticed(text):
    assert SANCTION in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "回答によってお取引に影響はありません。",
        "点数が低くても発注を停止しません。",
        "点数や回答だけを理由に、お取引を変えることはいたしません。",
        "ご回答がなくてもペナルティはありません。",
        "対策が不十分な委託先との契約を解除する条項がありますか。",
        "評価の結果によって取引を見直していますか。",
        "退職者の登録を抹消していますか。",
        "ご回答が難しい場合は、ご相談ください。",
        "対策ができない理由をお書きください。",
        "契約が終了したら、預けた情報を返してもらいます。",
        "ご回答期限を変更しました。",
        "Your answer will not affect our business.",
        "A low score does not lead to the end of a contract.",
        "We never reduce orders because of a score.",
        "No answer alone changes our orders.",
        "Can you terminate the contract of a supplier that fails?",
        "If you stop using an account, remove it.",
        "Replace devices that no longer get updates.",
        "If you cannot answer, please tell us.",
        "We will work with you if you have no backup.",
    ],
)
def test_no_threat_is_seen_where_none_is(text):
    assert SANCTION not in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Acme Shieldを使ってください。",
        "Acme Shieldをインストールしてください。",
        "Acme Shieldの導入が必須です。",
        "Acme Shieldは必須です。",
        "Acme Shield以外は認めません。",
        "Acme VPNを導入してください。",
        "弊社指定のものをご利用ください。",
        "弊社が契約している業者に依頼してください。",
        "当社関連会社の監視サービスを契約してください。",
        "同等品は不可です。弊社指定の製品を導入してください。",
        "Use Acme Shield on every computer.",
        "Install Acme Guard by March.",
        "Only Acme Shield is accepted.",
        "Acme Shield is mandatory.",
        "Acme Shield must be installed on every computer.",
        "We ask you to buy Acme Guard.",
        "You should buy Acme Guard.",
        "Make sure that you use Acme Shield.",
        "Please use the Acme VPN.",
        "You must contract with a vendor that we have chosen.",
        "There is no alternative: you must use Acme Shield.",
        "If you have no antivirus, you must use Acme Shield.",
    ],
)
def test_a_plain_demand_for_a_product_is_noticed(text):
    assert FORCED_PRODUCT in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "TLS1.3を利用してください。",
        "TLS 1.3以上を使ってください。",
        "ファイルの受け渡しにはSFTPを利用してください。",
        "ISMAPに登録されたサービスを利用することが望まれます。",
        "ISMAPのサービスリストを利用してください。",
        "WPA3を使用してください。",
        "AES256の利用をお願いします。",
        "MFAは必須です。",
        "Wi-FiではWPA2を使ってください。",
        "PCの利用をやめる必要はありません。",
        "You don't have to buy Acme Shield.",
        "You need not buy Acme Shield.",
        "Please use TLS1.3 or later.",
        "Please use TLS 1.3.",
        "Please use SFTP to send files.",
        "Please use ISMAP-registered services.",
        "Use WPA3 for Wi-Fi.",
        "You should use Multi-Factor Authentication.",
        "MFA is required.",
        "Encryption is required.",
        "Training is mandatory.",
        "Please use Appendix B.",
        "Must you use Acme Shield?",
    ],
)
def test_a_standard_or_a_measure_is_no_product(text):
    assert FORCED_PRODUCT not in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "アクメシールドを導入してください。",
        "アクメシールドをご購入ください。",
        "アクメ・シールドを契約してください。",
        "ヤマネコガード365を導入してください。",
        "ヤマネコガード製品を購入してください。",
        "ヤマネコのサービスを契約してください。",
        "３月までにヤマネコを導入していただきますようお願いします。",
        "ｱｸﾒｼｰﾙﾄﾞを導入してください。",
        "Ａｃｍｅシールドを導入してください。",
        "アクメシールドというソフトを必ずインストールしてください。",
        "アクメシールドの導入が必須です。",
        "アクメシールドは必須です。",
        "アクメシールド以外は認めません。",
        "アクメウイルスガードに乗り換えてください。",
        "全拠点でクモノスクラウドへ切り替えをお願いします。",
    ],
)
def test_a_name_in_katakana_is_a_product_without_quotation_marks(text):
    assert FORCED_PRODUCT in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "ウイルス対策ソフトを導入してください。",
        "セキュリティソフトを導入してください。",
        "バックアップを導入してください。",
        "ファイアウォールの導入をお願いします。",
        "ランサムウェア対策を導入してください。",
        "クラウドバックアップサービスを契約してください。",
        "パスワードマネージャーを導入してください。",
        "エンドポイント・セキュリティを導入してください。",
        "シングルサインオンを採用してください。",
        "ゼロトラストネットワークアクセスの導入が必要です。",
        "サイバーセキュリティ保険に加入してください。",
        "リモートアクセスには多要素認証を導入してください。",
        "スマートフォンにはリモートワイプを導入してください。",
        "バックアップは必須です。",
        "ワンタイムパスワードは必須です。",
        "ﾊﾞｯｸｱｯﾌﾟを導入してください。",
        "アクメシールドを導入しないでください。",
        "アクメシールドを導入する必要はありません。",
        "アクメシールドなど、同等の製品でもかまいません。",
        "アクメシールドを導入していますか。",
        "アクメシールドの脆弱性が公表されました。更新してください。",
        "アクメシールドをお使いの場合は更新してください。",
        "回答フォームをご利用ください。",
        "セキュリティアップデートをインストールしてください。",
        "ソフトウェアのアップデートをインストールしてください。",
        "最新のセキュリティパッチをインストールしてください。",
    ],
)
def test_common_words_in_katakana_are_no_products(text):
    assert FORCED_PRODUCT not in found_in(text)


@pytest.mark.parametrize(
    ("text", "is_offer"),
    [
        ("Please don't hesitate to talk to us about costs.", True),
        ("Please do not hesitate to discuss costs with us.", True),
        ("If you cannot bear the cost, please talk to us.", True),
        ("We will discuss costs with you.", True),
        ("We cannot discuss costs.", False),
        ("We do not talk about prices.", False),
        ("Costs are not open to discussion.", False),
        ("費用についてはご遠慮なくご相談ください。", True),
        ("費用のご相談をお受けします。", True),
        ("費用のご相談を承ります。", True),
        ("費用のご相談には応じます。", True),
        ("費用のご相談はお受けしておりません。", False),
        ("費用のご相談は承りかねます。", False),
        ("費用のご相談は受け付けません。", False),
        ("費用についてのご相談はできません。", False),
    ],
)
def test_an_offer_to_talk_about_costs_is_told_from_a_refusal(text, is_offer):
    assert (COST_TALK not in found_in(text, "handling")) is is_offer


def test_a_long_sentence_is_found_whole_and_leaves_whole():
    threat = f"{'対策が不十分であり、' * 40}点数が60点未満の場合は、お取引を停止いたします。"
    text = f"前の文です。{threat}後の文です。"
    asking = Asking(
        (Passage("letter", "ja", text),), frozenset({"ja"}), has_partners=True,
        asks_measures=False, has_contact=True, minimum_days=1, days=1,
    )  # fmt: skip
    (concern,) = [one for one in concerns_of(asking, WORDS) if one.code == SANCTION]
    assert concern.found == threat
    assert with_advice(text, concern, "ja") == f"前の文です。{WORDS.no_sanction.ja}後の文です。"


def test_two_long_sentences_that_begin_alike_have_two_keys():
    texts = [f"{'対策が不十分であり、' * 40}{n}点未満なら、お取引を停止します。" for n in (50, 60)]
    asking = Asking(
        (Passage("letter", "ja", "".join(texts)),), frozenset({"ja"}), has_partners=True,
        asks_measures=False, has_contact=True, minimum_days=1, days=1,
    )  # fmt: skip
    keys = [one.key for one in concerns_of(asking, WORDS) if one.code == SANCTION]
    assert len(set(keys)) == 2


@pytest.mark.parametrize(
    "run",
    ["A", "A1", "A ", "A・A-", "AB A", "Ab.", "取引", "指定の", "点数を",
     "ア", "ア・", "アイを導入", "use Ab ", "we ", "who ", "orders ",
     "must use our ", "supplier will "],
)  # fmt: skip
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_text_keeps_the_search_busy(run, language):
    text = run * (40_000 // len(run))
    before = process_time()
    asking = Asking(
        (Passage("letter", language, text),), frozenset({language}), has_partners=True,
        asks_measures=False, has_contact=True, minimum_days=1, days=1,
    )  # fmt: skip
    concerns_of(asking, WORDS)
    assert process_time() - before < 2
