"""Electronic signatures (CMS, PKCS#7): detached or with the signed text inside; DER, PEM or base64.

That it is a signature is checked, not whether it is valid: that is for the trusted verification services.
"""

import base64
import binascii
import codecs

from asn1crypto import cms, parser, pem

from partnerships.services import file_problems as problems

_FILLING = b"\0\r\n\t \x1a"


def check_signature(content: bytes) -> bytes:
    """Return the signed text if it is inside, else nothing.

    Raises ``UnusableFile`` unless this is signed data with at least one signer.
    """
    try:
        signers, signed = _signers(_der(content))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, binascii.Error) as error:
        raise problems.broken("p7s") from error
    if not signers:
        raise problems.broken("p7s")
    return signed


def _der(content: bytes) -> bytes:
    if content.startswith(b"0"):
        return _without_filling(content)
    content = content.removeprefix(codecs.BOM_UTF8)
    if pem.detect(content):
        return bytes(pem.unarmor(content)[2])
    return base64.b64decode(b"".join(content.split()), validate=True)


def _without_filling(content: bytes) -> bytes:
    """Leave out line ends and zeros after the message; a signature may itself end in such bytes."""
    end = parser.peek(content)
    return content[:end] if not content[end:].strip(_FILLING) else content


def _signers(der: bytes) -> tuple[int, bytes]:
    """Count the signers who left a signature, and take out what they have signed."""
    message = cms.ContentInfo.load(der, strict=True)
    if message["content_type"].native != "signed_data":
        return 0, b""
    signed = message["content"]
    inside = signed["encap_content_info"]
    _ = inside["content_type"].native
    text = inside["content"].native
    count = sum(bool(signer["signature"].native) for signer in signed["signer_infos"])
    return count, text if isinstance(text, bytes) else b""
