"""Small whole files of every accepted type, made here."""

import base64
import datetime as dt
import io
import zipfile
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from PIL import Image
from pypdf import PdfReader, PdfWriter

from demo.paper import pdf
from partnerships.services import file_types

EXE = b"MZ\x90\x00" + bytes(200)
TEXT = {"mimetype": file_types.ODT.encode(), "content.xml": b"<office/>"}
WORD = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<r/>", "word/document.xml": b"<w:document/>"}
XML_BOMB = b'<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'


def archive(parts, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as packed:
        for name, content in parts.items():
            packed.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else method)
    return file.getvalue()


def encrypted_archive(content):
    """Set the flag of encryption in the local and the central header."""
    local, central = content.index(b"PK\x03\x04"), content.index(b"PK\x01\x02")
    changed = bytearray(content)
    changed[local + 6] |= 1
    changed[central + 8] |= 1
    return bytes(changed)


def encrypted_pdf():
    writer = PdfWriter(PdfReader(io.BytesIO(pdf("Secret"))))
    writer.encrypt("1234")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def picture(name, size=(40, 30), **options):
    file = io.BytesIO()
    Image.effect_noise(size, 50).convert("RGB").save(file, name, **options)
    return file.getvalue()


@cache
def signature(*, detached=True, encoding="DER", text=b"Agreement"):
    """A real signature of a certificate made for the test."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    options = [pkcs7.PKCS7Options.Binary] + [pkcs7.PKCS7Options.DetachedSignature] * detached
    builder = pkcs7.PKCS7SignatureBuilder().set_data(text).add_signer(certificate, key, hashes.SHA256())
    signed = builder.sign(
        serialization.Encoding.PEM if encoding == "PEM" else serialization.Encoding.DER, options
    )
    return base64.encodebytes(signed) if encoding == "base64" else signed


def container(kind=file_types.ASICE, **changes):
    parts = {"mimetype": kind.encode(), "угода.pdf": pdf("x"), "META-INF/signature001.p7s": signature()}
    return archive({name: content for name, content in (parts | changes).items() if content is not None})


ACCEPTED = {
    "PDF": (pdf("Demo"), file_types.PDF),
    "PDF with a little after its end": (pdf("Demo") + b"\r\n\0\0", file_types.PDF),
    "PNG": (picture("PNG"), file_types.PNG),
    "JPEG": (picture("JPEG"), file_types.JPEG),
    "JPEG, progressive": (picture("JPEG", progressive=True), file_types.JPEG),
    "JPEG, smaller than a block": (picture("JPEG", size=(3, 5)), file_types.JPEG),
    "DOCX": (archive(WORD), file_types.DOCX),
    "ODT": (archive(TEXT), file_types.ODT),
    "p7s detached": (signature(), file_types.P7S),
    "p7s with the text inside": (signature(detached=False), file_types.P7S),
    "p7s as PEM": (signature(encoding="PEM"), file_types.P7S),
    "p7s as base64": (signature(encoding="base64"), file_types.P7S),
    "ASiC-E": (container(), file_types.ASICE),
    "ASiC-S": (container(file_types.ASICS), file_types.ASICS),
    "ASiC-E with XAdES": (
        container(**{"META-INF/signature001.p7s": None, "META-INF/signatures.xml": b"<s/>"}),
        file_types.ASICE,
    ),
}


def cut(content):
    return content[: len(content) * 2 // 3]


def scratched(content):
    """Change bytes in the middle, where the checksums see it."""
    middle = len(content) // 2
    return (
        content[:middle]
        + bytes(255 - byte for byte in content[middle : middle + 40])
        + content[middle + 40 :]
    )


REFUSED = {
    "EXE named .pdf": (EXE, "unsupported_type"),
    "script": (b"<html><script>alert(1)</script></html>", "unsupported_type"),
    "text": ("Угода".encode(), "unsupported_type"),
    "PDF signature further on": (b"x" + pdf("x"), "unsupported_type"),
    "any archive": (archive({"a.txt": b"x"}), "unsupported_type"),
    "archive with a word folder": (archive({"word/evil.exe": EXE}), "unsupported_type"),
    "spreadsheet": (
        archive({"[Content_Types].xml": b"<T/>", "xl/workbook.xml": b"<w/>"}),
        "unsupported_type",
    ),
    "open spreadsheet": (
        archive({**TEXT, "mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "unsupported_type",
    ),
    "ODT whose type comes late": (archive(dict(reversed(TEXT.items()))), "unsupported_type"),
    "EXE in front of a DOCX": (EXE + archive(WORD), "unsupported_type"),
    "PDF without an end": (cut(pdf("Demo")), "broken"),
    "PDF that is only an end": (b"%PDF-1.7\n%%EOF", "broken"),
    "PDF without pages": (pdf("x").replace(b"/Kids [3 0 R]", b"/Kids []     "), "broken"),
    "PDF with a password": (encrypted_pdf(), "encrypted"),
    "PNG signature alone": (picture("PNG")[:16] + b"<script>", "broken"),
    "PNG cut short": (cut(picture("PNG")), "broken"),
    "PNG scratched": (scratched(picture("PNG")), "broken"),
    "JPEG cut short": (cut(picture("JPEG", size=(400, 300))), "broken"),
    "JPEG that is only a beginning": (picture("JPEG")[:30], "broken"),
    "DOCX cut short": (cut(archive(WORD)), "broken"),
    "DOCX scratched": (archive(WORD, zipfile.ZIP_STORED).replace(b"<w:doc", b"<x:doc"), "broken"),
    "DOCX whose text is no XML": (archive({**WORD, "word/document.xml": b"<w:document>"}), "broken"),
    "DOCX packed by a rare method": (archive(WORD, zipfile.ZIP_LZMA), "broken"),
    "DOCX with macros": (archive({**WORD, "word/vbaProject.bin": EXE}), "has_macros"),
    "DOCX with an XML bomb": (archive({**WORD, "word/document.xml": XML_BOMB}), "forbidden_content"),
    "DOCX with a password": (encrypted_archive(archive(WORD)), "encrypted"),
    "ODT without its text": (archive({"mimetype": file_types.ODT.encode(), "a": b"x"}), "broken"),
    "ODT with an XML bomb": (archive({**TEXT, "content.xml": XML_BOMB}), "forbidden_content"),
    "archive signature alone": (b"PK\x03\x04" + b"\xff" * 60, "broken"),
    "p7s cut short": (cut(signature()), "broken"),
    "p7s PEM cut short": (cut(signature(encoding="PEM")), "broken"),
    "p7s base64 cut short": (cut(signature(encoding="base64")), "broken"),
    "p7s that is only a beginning": (signature()[:20], "broken"),
    "ASiC without a signature": (container(**{"META-INF/signature001.p7s": None}), "no_signature"),
    "ASiC without a signed file": (container(**{"угода.pdf": None}), "no_signature"),
    "ASiC with a broken signature": (container(**{"META-INF/signature001.p7s": b"0\x03abc"}), "broken"),
    "ASiC cut short": (cut(container()), "broken"),
    "ASiC with an XML bomb": (container(**{"META-INF/signatures.xml": XML_BOMB}), "forbidden_content"),
}
