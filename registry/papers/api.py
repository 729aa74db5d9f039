"""Issuing bodies, documents and birth numbers over REST."""

from pathlib import Path as FilePath
from typing import Annotated, Protocol

from fastapi import APIRouter, Depends, File, Path, Response, UploadFile
from fastapi.responses import FileResponse

from identity.acting import Acting
from identity.permissions import Action, Actor, require
from kit.db import stored_id
from kit.http import InSettings, Now, Reading, Writing
from kit.paging import Cursor, Limit, Page
from registry.papers import birth_numbers, documents, issuers
from registry.papers.schemas import (
    BirthNumberIn,
    BirthNumberOut,
    DocumentOut,
    IssuerIn,
    IssuerOut,
    WhyIn,
)
from registry.papers.tables import Document
from registry.words import MediaType

router = APIRouter(prefix="/api/v1", tags=["register"])

_MOST = 2**31 - 1


def _officer(actor: Acting) -> Actor:
    require(actor, Action.CHANGE_REGISTER)
    return actor


Officer = Annotated[Actor, Depends(_officer)]
NumberInPath = Annotated[int, Path(ge=1, le=_MOST)]
IdInPath = Annotated[int, Path(ge=1, le=_MOST)]


@router.get("/issuers")
def list_issuers(session: Reading, limit: Limit = 200, cursor: Cursor = None) -> Page[IssuerOut]:
    """The bodies that issue evidence, by name."""
    rows, following = issuers.listed(session, limit=limit, cursor=cursor)
    return Page(items=[IssuerOut(name=row.name, short_name=row.short_name) for row in rows], next=following)


@router.post("/issuers", status_code=201)
def register_issuer(officer: Officer, given: IssuerIn, session: Writing, now: Now) -> IssuerOut:
    """Add a body that issues evidence."""
    body = issuers.register(
        session, name=given.name, short_name=given.short_name, now=now, by=officer.account_id
    )
    return IssuerOut(name=body.name, short_name=body.short_name)


@router.put("/interpreters/{number}/birth-number", status_code=204)
def register_birth_number(
    officer: Officer, number: NumberInPath, given: BirthNumberIn, session: Writing, now: Now
) -> None:
    """Register who an interpreter is by birth. It is never answered but by `read`."""
    birth_numbers.register(
        session,
        number=number,
        birth_number=given.birth_number,
        birth_date=given.birth_date,
        now=now,
        by=officer.account_id,
    )


@router.post("/interpreters/{number}/birth-number/read")
def read_birth_number(
    officer: Officer, number: NumberInPath, given: WhyIn, session: Writing, now: Now, response: Response
) -> BirthNumberOut:
    """The number, to an officer who says why; the reading is recorded."""
    kept = birth_numbers.read(session, number=number, why=given.why, now=now, by=officer.account_id)
    response.headers["Cache-Control"] = "no-store"
    return BirthNumberOut(birth_number=kept.birth_number, birth_date=kept.birth_date)


@router.post("/evidence/{evidence_id}/documents", status_code=201)
def store_document(
    officer: Officer,
    evidence_id: IdInPath,
    document: Annotated[UploadFile, File(description="A PDF, PNG or JPEG of at most 10 MB.")],
    session: Writing,
    now: Now,
    settings: InSettings,
) -> DocumentOut:
    """Keep the document shown for a proof."""
    proof = documents.of_evidence(session, evidence_id)
    kept = documents.store(
        session,
        folder=settings.documents_dir,
        interpreter_id=proof.interpreter_id,
        evidence_id=evidence_id,
        content=document.file.read(),
        now=now,
        by=officer.account_id,
    )
    return _shown(kept)


@router.get("/documents/{document_id}", response_class=FileResponse)
def read_document(
    officer: Officer, document_id: IdInPath, session: Writing, now: Now, settings: InSettings
) -> FileResponse:
    """The document itself, to officers; the reading is recorded."""
    kept, path = documents.read(
        session, folder=settings.documents_dir, document_id=document_id, now=now, by=officer.account_id
    )
    return as_file(kept, path)


class Stored(Protocol):
    """Anything that is kept as a file in the documents folder."""

    id: int | None
    media_type: MediaType


def as_file(kept: Stored, path: FilePath) -> FileResponse:
    """The document as an answer: kept by nobody on the way, and never run by a browser."""
    ending = kept.media_type.value.rpartition("/")[2]
    return FileResponse(
        path,
        media_type=kept.media_type.value,
        filename=f"document-{kept.id}.{ending}",
        headers={"Cache-Control": "no-store", "Content-Security-Policy": "sandbox"},
    )


def _shown(kept: Document) -> DocumentOut:
    return DocumentOut(
        id=stored_id(kept.id),
        evidence_id=kept.evidence_id,
        media_type=kept.media_type,
        size=kept.size,
        stored_at=kept.stored_at,
    )
