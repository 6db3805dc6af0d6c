"""A consent receipt as a document, and the check that nobody changed it: python -m tenants.receipts FILE --key KEY.

Needs no Django, no database and no network. KEY is the academy's public key, or the name of a file with its public
keys: its address `/consents/key` tells them, one a line, those of earlier years too. Structured after ISO/IEC TS
27560:2023; nobody can be certified by a technical specification.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ALGORITHM = "Ed25519"
LARGEST = 1024 * 1024


class NotGenuine(Exception):
    """The document is not what the holder of that key signed; the sentence says how it was found."""


def canonical(receipt: Mapping[str, Any]) -> bytes:
    """The receipt as the bytes that are signed: JSON with sorted keys and no spaces, in UTF-8."""
    return json.dumps(receipt, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signed(receipt: Mapping[str, Any], key: Ed25519PrivateKey) -> dict[str, Any]:
    """The receipt with its signature beside it."""
    value = base64.b64encode(key.sign(canonical(receipt))).decode()
    return {"receipt": dict(receipt), "signature": {"algorithm": ALGORITHM, "key": public(key), "value": value}}


def public(key: Ed25519PrivateKey) -> str:
    """The public key as text: 44 characters of base64."""
    return base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def verify(text: str, keys: str) -> dict[str, Any]:
    """The receipt in `text`, once it is known that the holder of one of the keys signed exactly this.

    `keys` are the academy's public keys with white space between them; the receipt names the one that counts. Raises
    NotGenuine.
    """
    try:
        document = json.loads(text, object_pairs_hook=_once)
        receipt, signature = document["receipt"], document["signature"]
        known = {key: Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True)) for key in keys.split()}
        value = base64.b64decode(signature["value"], validate=True)
        same = signature["key"] in known and signature["algorithm"] == ALGORITHM
    except (ValueError, KeyError, TypeError, binascii.Error, RecursionError) as error:
        raise NotGenuine("The file is no receipt, or the key is no key.") from error
    if not same or set(document) != {"receipt", "signature"} or set(signature) != {"algorithm", "key", "value"}:
        raise NotGenuine("The receipt was signed with another key.")
    try:
        known[signature["key"]].verify(value, canonical(receipt))
    except InvalidSignature as error:
        raise NotGenuine("The receipt was changed after it was signed.") from error
    return dict(receipt)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different: of two, readers disagree which one counts."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _keys(told: str) -> str:
    """Keys as they were told, or those in the file of that name."""
    if len(told.split()) == 1 and (len(told) < 44 or Path(told).is_file()):
        return Path(told).read_text("utf-8")
    return told


def main(arguments: list[str] | None = None) -> int:
    """Check one file; 0 where it is genuine, 1 where it is not, 2 where it cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m tenants.receipts", description="Check a consent receipt.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", required=True, help="the academy's public key, or a file that holds its keys")
    given = parser.parse_args(arguments)
    try:
        with given.file.open("rb") as file:
            text = file.read(LARGEST).decode("utf-8")
        receipt = verify(text, _keys(given.key))
    except (OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"cannot be read: {error}\n")
        return 2
    except NotGenuine as error:
        sys.stderr.write(f"NOT GENUINE: {error}\n")
        return 1
    header, newest = receipt["header"], receipt["events"][-1]
    sys.stdout.write(f"genuine: {header['id']}, {newest['purpose']} {newest['answer']} at {newest['at']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
