"""Encryption at rest and the derived secrets of links and codes.

Everything here works on keys held in memory; where they come from is the key file, outside the data
folder. Contains no knowledge of tables: a `Place` names where a ciphertext belongs.
"""

from __future__ import annotations

from sekisho.adapters.vault.keyfile import Keyring, create_key_file, read_key_file
from sekisho.adapters.vault.sealing import (
    DataKey,
    Place,
    new_data_key,
    new_data_keys,
    open_sealed,
    seal,
    unwrap,
)
from sekisho.adapters.vault.secrets import (
    card_code,
    hash_token,
    link_token,
    mailed_code,
    workbook_check,
)
from sekisho.adapters.vault.stored import write_stored

__all__ = [
    "DataKey",
    "Keyring",
    "Place",
    "card_code",
    "create_key_file",
    "hash_token",
    "link_token",
    "mailed_code",
    "new_data_key",
    "new_data_keys",
    "open_sealed",
    "read_key_file",
    "seal",
    "unwrap",
    "workbook_check",
    "write_stored",
]
