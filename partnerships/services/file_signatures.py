"""Electronic signatures (CMS, PKCS#7): detached or with the signed text inside; DER, PEM or base64.

That it is a signature is checked, not whether it is valid: that is for the trusted verification services.
"""

import base64
import binascii

from asn1crypto import cms, pem

from partnerships.services import file_problems as problems


def check_signature(content: bytes) -> None:
    """Raise ``UnusableFile`` unless this is signed data with at least one signer."""
    try:
        signers = _signers(_der(content))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, binascii.Error) as error:
        raise problems.broken("p7s") from error
    if not signers:
        raise problems.broken("p7s")


def _der(content: bytes) -> bytes:
    if pem.detect(content):
        return bytes(pem.unarmor(content)[2])
    return content if content.startswith(b"0") else base64.b64decode(b"".join(content.split()), validate=True)


def _signers(der: bytes) -> int:
    """Count the signers who left a signature."""
    message = cms.ContentInfo.load(der, strict=True)
    if message["content_type"].native != "signed_data":
        return 0
    signed = message["content"]
    _ = signed["encap_content_info"]["content_type"].native
    return sum(bool(signer["signature"].native) for signer in signed["signer_infos"])
