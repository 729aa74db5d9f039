"""What the documents say is what the program does."""

import re
import subprocess
from pathlib import Path

import pytest

from booking.states import AssignmentStatus, BookingStatus, OfferStatus
from kit.config import load

DOCUMENTS = [Path("README.md"), *sorted(Path("docs").rglob("*.md"))]
OPERATIONS = Path("docs/operations.md").read_text(encoding="utf-8")
GLOSSARY = Path("docs/glossary.md").read_text(encoding="utf-8")


def test_every_setting_is_told_and_every_told_setting_exists() -> None:
    read = set(re.findall(r'"(TOLKEBOK_\w+)"', Path("kit/config.py").read_text(encoding="utf-8")))
    told = set(re.findall(r"TOLKEBOK_\w+", re.split(r"^## ", OPERATIONS, flags=re.MULTILINE)[2]))
    assert told == read


def test_the_told_defaults_are_the_defaults() -> None:
    settings = load({})
    told = dict(re.findall(r"^\| `(TOLKEBOK_\w+)` \| (\S+) \|", OPERATIONS, re.MULTILINE))
    assert told["TOLKEBOK_PORT"] == str(settings.port)
    assert told["TOLKEBOK_SESSION_HOURS"] == str(settings.session_length.seconds // 3600)
    assert told["TOLKEBOK_ANSWER_MINUTES"] == str(settings.default_answer_time.seconds // 60)
    assert told["TOLKEBOK_PARK_AFTER"] == str(settings.park_after_attempts)
    assert told["TOLKEBOK_KEEP_LETTERS_DAYS"] == str(settings.keep_letters.days)


@pytest.mark.parametrize(
    ("of", "statuses"),
    [("Booking", BookingStatus), ("Offer", OfferStatus), ("Assignment", AssignmentStatus)],
)
def test_the_glossary_lists_every_status(
    of: str, statuses: type[BookingStatus | OfferStatus | AssignmentStatus]
) -> None:
    row = re.search(rf"^\| {of} \| (.+) \|$", GLOSSARY.partition("| Of |")[2], re.MULTILINE)
    assert row is not None
    assert re.findall(r"`(\w+)`", row[1]) == [status.value for status in statuses]


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_file_a_document_names_exists(document: Path) -> None:
    pattern = r"`((?:kit|identity|registry|booking|web|bench|tests|migrations|docs)/[\w./-]+\.\w+)`"
    named = re.findall(pattern, document.read_text(encoding="utf-8"))
    assert [name for name in named if not Path(name).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_make_target_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", Path("Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for document in DOCUMENTS:
        named = re.findall(r"(?:^|`)make ([a-z]+)", document.read_text(encoding="utf-8"), re.MULTILINE)
        assert set(named) <= targets, document


def test_the_readme_tells_the_story_the_demo_tells() -> None:
    told = re.findall(r"^\d  (.+)$", Path("README.md").read_text(encoding="utf-8"), re.MULTILINE)
    demo = "".join(Path(f"web/demo_{part}.py").read_text(encoding="utf-8") for part in ("story", "by_mail"))
    steps = re.findall(r'teller\.begin\(f?"(.+)"\)', demo)
    patterns = [re.sub(r"\\\{.*?\\\}", ".+", re.escape(step)) for step in steps]
    assert len(told) == len(patterns)
    for line, pattern in zip(told, patterns, strict=True):
        assert re.fullmatch(pattern, line), line


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_every_library_has_its_reason(name: str) -> None:
    listed = Path("requirements", f"{name}.in").read_text(encoding="utf-8")
    names = re.findall(r"^([a-z][\w-]*)", listed, re.MULTILINE)
    told = Path("docs/libraries.md").read_text(encoding="utf-8")
    assert [one for one in names if not re.search(rf"\b{one}\b", told)] == []


def test_make_alone_prints_grouped_help() -> None:
    told = subprocess.run(["make"], check=True, capture_output=True, text=True).stdout
    for target in ("demo", "test", "check", "bench", "migration"):
        assert re.search(rf"^  make {target} +\S", told, re.MULTILINE), told
    assert "Use it" in told
    assert "Work on it" in told


def test_decisions_are_numbered_apart_and_headed_by_their_number() -> None:
    pages = sorted(Path("docs/decisions").glob("*.md"))
    numbers = [page.name[:4] for page in pages]
    assert len(set(numbers)) == len(numbers) > 30
    headings = [page.read_text(encoding="utf-8").partition("\n")[0] for page in pages]
    assert [one for one, number in zip(headings, numbers, strict=True) if f"# {number} · " not in one] == []
