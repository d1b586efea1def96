"""Sentences for what no room raises: files, question sets, dates, letters, keys, commands."""

from __future__ import annotations

from sekisho.ui.problems import register_sentences, register_value_words
from sekisho.ui.sentences.chain import CHAIN_SENTENCES
from sekisho.ui.sentences.content import CONTENT_SENTENCES
from sekisho.ui.sentences.dates_and_numbers import DATE_AND_NUMBER_SENTENCES
from sekisho.ui.sentences.documents import DOCUMENT_SENTENCES
from sekisho.ui.sentences.files import FILE_SENTENCES
from sekisho.ui.sentences.letters import LETTER_SENTENCES
from sekisho.ui.sentences.questionnaire import QUESTIONNAIRE_SENTENCES
from sekisho.ui.sentences.sboms import SBOM_SENTENCES
from sekisho.ui.sentences.values import EXPECTED_WORDS, PLACE_WORDS
from sekisho.ui.sentences.vault_and_cli import VAULT_AND_CLI_SENTENCES

_ALL = (
    FILE_SENTENCES,
    QUESTIONNAIRE_SENTENCES,
    CONTENT_SENTENCES,
    DATE_AND_NUMBER_SENTENCES,
    LETTER_SENTENCES,
    DOCUMENT_SENTENCES,
    VAULT_AND_CLI_SENTENCES,
    CHAIN_SENTENCES,
    SBOM_SENTENCES,
)


def register_all() -> None:
    """Hand every sentence of this folder to the translator; done again it changes nothing."""
    for sentences in _ALL:
        register_sentences(sentences)
    register_value_words("expected", EXPECTED_WORDS)
    register_value_words("place", PLACE_WORDS)
