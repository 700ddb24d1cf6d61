"""The house rules that no linter knows: small modules, small functions, imports one way."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = [
    "accounts",
    "audit",
    "common",
    "communities",
    "config",
    "demo",
    "desks",
    "mirror",
    "notices",
    "partnerships",
    "registration",
    "scripts",
    "tests",
    "webhooks",
]
LONGEST_MODULE = 600
LONGEST_FUNCTION = 60
MODULES = sorted(
    path.relative_to(ROOT)
    for folder in [*APPS, "bench"]
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_modules_and_functions_stay_small(path):
    source = (ROOT / path).read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_MODULE, f"{path} is too long: split it"
    too_long = [
        f"{node.name} in {path}, line {node.lineno}: {length(node)} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > LONGEST_FUNCTION
    ]
    assert too_long == []


def length(function):
    return function.end_lineno - function.lineno + 1


def test_imports_go_one_way():
    program = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_no_template_folder_hides_the_sign_in_pages():
    assert not (ROOT / "templates" / "registration").exists(), "Django's auth looks there: use register/"
