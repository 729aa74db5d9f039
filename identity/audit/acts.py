"""The words for what was done. A new one gets its label in web/pages/auditing/acts.py."""

from enum import StrEnum


class Act(StrEnum):
    """What somebody did, as the chain keeps it."""

    PERSON_REGISTERED = "person_registered"
    PARTICULARS_CHANGED = "particulars_changed"
    ACCOUNT_LINKED = "account_linked"
    EVIDENCE_REGISTERED = "evidence_registered"
    EVIDENCE_REVOKED = "evidence_revoked"
    CORRECTED = "corrected"
    LISTING_CHANGED = "listing_changed"
    EXCLUDED = "excluded"
    EXCLUSION_LIFTED = "exclusion_lifted"
    CASE_CHANGED = "case_changed"
    BIRTH_NUMBER_REGISTERED = "birth_number_registered"
    BIRTH_NUMBER_READ = "birth_number_read"
    DOCUMENT_STORED = "document_stored"
    DOCUMENT_READ = "document_read"
    TARGET_SET = "target_set"
    MEASURE_ASSESSED = "measure_assessed"
    ISSUER_REGISTERED = "issuer_registered"
    IMPORT_RECEIVED = "import_received"
    IMPORT_RUN = "import_run"
    IMPORT_UNDONE = "import_undone"
    IMPORT_DISCARDED = "import_discarded"
    REGISTER_EXPORTED = "register_exported"
    AUDIT_EXPORTED = "audit_exported"
    CONTENT_ERASED = "content_erased"
