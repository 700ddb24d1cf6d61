"""A text as a file: DOCX to go on writing in, PDF to look at and print. Everything is made offline."""

import io
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.utils.translation import gettext, override
from docx import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from common.cleaning import clean_lines
from partnerships.services.file_types import DOCX, PDF
from partnerships.texts.letters import set_pdf, without_unreadable
from partnerships.texts.papers import NOT_ALL_LETTERS, Paper

FONT = "Times New Roman"  # the font of Ukrainian official papers; every office has it
CONTENT_TYPES = {"docx": DOCX, "pdf": PDF}
_SIGNATURE_LINE = "________________________"


def write_file(paper: Paper, ending: str) -> bytes:
    """Write the text as ``docx`` or ``pdf``; what was stored before texts were cleaned must not break the file."""
    blocks = [replace(block, text=clean_lines(block.text)) for block in paper.blocks]
    paper = replace(paper, title=clean_lines(paper.title), blocks=blocks)
    return as_docx(paper) if ending == "docx" else as_pdf(paper)


def as_docx(paper: Paper) -> bytes:
    """Write the text for a word processor."""
    document = DocxDocument()
    core = document.core_properties
    core.title, core.author, core.comments, core.language = paper.title, "", "", paper.kind.language
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:cs"), FONT)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    for block in paper.blocks:
        _add(document, block.style, block.text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add(document: object, style: str, text: str) -> None:
    add = document.add_paragraph  # type: ignore[attr-defined]  # the library's factory is a function
    if style == "point":
        add(text, style="List Bullet")
        return
    paragraph = add()
    run = paragraph.add_run(text if style != "signature" else f"{text}\n{_SIGNATURE_LINE}")
    run.bold = style in {"title", "heading"}
    paragraph.paragraph_format.space_before = Pt(12 if style in {"title", "heading", "signature"} else 0)
    if style == "title":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif style == "right":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if style in {"title", "heading"}:
        paragraph.paragraph_format.keep_with_next = True


def as_pdf(paper: Paper) -> bytes:
    """Set the text; letters for which there is no font are left out, and the last line says so."""
    blocks = [{"style": block.style, "text": without_unreadable(block.text)} for block in paper.blocks]
    if paper.has_unreadable:
        with override(paper.kind.language):
            blocks.append({"style": "text", "text": gettext(NOT_ALL_LETTERS)})
    words = {"title": without_unreadable(paper.title), "language": paper.kind.language, "blocks": blocks}
    return set_pdf(_layout(), words, name="paper")


@cache
def _layout() -> bytes:
    return (Path(__file__).parent / "paper.typ").read_bytes()
