"""Ed25519 keys and signatures in the formats of minisign, so that its own program makes and checks them, too.

What enters is bytes and a key; what leaves is the four lines of a signature.  A signature names no time, so the same
bytes and the same key give the same one.
"""

from __future__ import annotations

import os
from pathlib import Path

from sos_graph.errors import BundleRefused, Sentence, SettingError

__all__ = ["new_key", "refuse_forged", "sign"]


def new_key(file: Path, password: str = "") -> str:
    """The public key of a new pair; the secret one is written to a file that only its owner reads, the public beside.

    Raises SettingError where there is such a file already.
    """
    from minisign import KeyPair

    pair = KeyPair.generate()
    public: str = pair.public_key.to_base64().decode()
    if password:
        pair.secret_key.encrypt(password)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as secret:
            secret.write(bytes(pair.secret_key) + b"\n")
        file.with_name(f"{file.name}.pub").write_bytes(bytes(pair.public_key) + b"\n")
    except OSError as error:
        raise SettingError(
            Sentence(f"Ključa ni mogoče zapisati: {error.strerror}.", f"The key cannot be written: {error.strerror}."),
            where=str(error.filename or file),
            hint=Sentence("Izberite drugo datoteko.", "Choose another file."),
        ) from error
    return public


def sign(content: bytes, said: str, file: str, password: str = "") -> bytes:
    """The signature of some bytes and of a comment, by the secret key in a file; raises SettingError where none is."""
    from minisign import Error, SecretKey

    try:
        if not file:
            raise FileNotFoundError("BUNDLE_SECRET")
        with SecretKey.from_file(file) as key:
            if key.is_encrypted():
                key.decrypt(password)
            return bytes(key.sign(content, untrusted_comment="sos-graph", trusted_comment=said)) + b"\n"
    except (OSError, Error) as error:
        raise SettingError(
            Sentence(f"Skrivnega ključa ni mogoče uporabiti: {error}.", f"The secret key cannot be used: {error}."),
            where="BUNDLE_SECRET",
            hint=Sentence("Naredite ga s sos-graph keygen.", "Make one with sos-graph keygen."),
        ) from error


def refuse_forged(content: bytes, signature: bytes, keys: str) -> None:
    """Raise BundleRefused where none of the keys, comma between them, has signed the content.

    Raises SettingError where there is no key, or one that is none.
    """
    from minisign import Error, PublicKey, Signature

    wanted = [key for one in keys.split(",") if (key := one.strip())]
    try:
        trusted = [PublicKey.from_base64(one) for one in wanted]
    except Error as error:
        raise _no_key(Sentence("To ni javni ključ.", "This is no public key.")) from error
    if not trusted:
        raise _no_key(Sentence("Noben javni ključ ni naveden.", "No public key is named."))
    for key in trusted:
        try:
            key.verify(content, Signature.from_bytes(signature))
        except Error:
            continue
        return
    raise BundleRefused(
        Sentence(
            "Svežnja ni podpisal nihče od tistih, ki jim zaupate.", "Nobody whom you trust has signed the bundle."
        ),
        hint=Sentence("Preverite, od kod je, in BUNDLE_KEYS.", "See where it comes from, and see to BUNDLE_KEYS."),
    )


def _no_key(what: Sentence) -> SettingError:
    hint = Sentence("Vpišite, kar je izpisal sos-graph keygen.", "Write what sos-graph keygen has printed.")
    return SettingError(what, where="BUNDLE_KEYS", hint=hint)
