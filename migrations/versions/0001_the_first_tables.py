"""the first tables"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


# One interpreter, one place at a time: the database's own rule (half-open spans, held assignments).
POSTGRESQL_ONE_PLACE = """
ALTER TABLE assignment ADD CONSTRAINT assignment_one_place EXCLUDE USING gist (
    int8range(interpreter_id, interpreter_id, '[]') WITH &&,
    tstzrange(starts_at, ends_at) WITH &&
) WHERE (status = 'held')
"""
SQLITE_ONE_PLACE = """
CREATE TRIGGER assignment_one_place_{name} BEFORE {event} ON assignment WHEN NEW.status = 'held'
BEGIN
    SELECT RAISE(ABORT, 'assignment_one_place') WHERE EXISTS (
        SELECT 1 FROM assignment AS other
        WHERE other.interpreter_id = NEW.interpreter_id AND other.status = 'held'
          AND other.id IS NOT NEW.id
          AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at
    );
END
"""


def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('password_hash', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.Column('tongue', sa.Enum('nb', 'nn', 'en', name='tongue', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('disabled_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('email', name=op.f('uq_account_email'))
    )
    op.create_table('installation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('demo_seed', sa.Integer(), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_installation'))
    )
    op.create_table('organisation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('kind', sa.Enum('directorate', 'directorate_region', 'county', 'municipality', 'district', 'school', 'health_station', 'crisis_centre', 'nav_office', 'state_agency', 'health_trust', 'hospital', 'ward', 'regional_office', 'reception_centre', 'police_district', 'court', 'municipal_intermediary', 'private_intermediary', name='organisationkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('organisation_number', sqlmodel.sql.sqltypes.AutoString(length=9), nullable=True),
    sa.Column('kommune', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('organisation_number', name=op.f('uq_organisation_organisation_number'))
    )
    op.create_table('outbox',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('stream', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('claimed_until', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('delivered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('parked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('last_error', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox'))
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_due', ['due_at'], unique=False, postgresql_where=sa.text('delivered_at IS NULL'), sqlite_where=sa.text('delivered_at IS NULL'))
        batch_op.create_index('ix_outbox_waiting', ['stream', 'id'], unique=False, postgresql_where=sa.text('delivered_at IS NULL'), sqlite_where=sa.text('delivered_at IS NULL'))

    op.create_table('sign_in_attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_attempt'))
    )
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.create_index('ix_sign_in_attempt_key_at', ['key', 'at'], unique=False)

    op.create_table('bearer_token',
    sa.Column('token_digest', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('revoked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_bearer_token_account_id')),
    sa.PrimaryKeyConstraint('token_digest', name=op.f('pk_bearer_token'))
    )
    with op.batch_alter_table('bearer_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bearer_token_account_id'), ['account_id'], unique=False)

    op.create_table('booking',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('status', sa.Enum('draft', 'registered', 'asking', 'booked', 'completed', 'unfilled', 'cancelled', name='bookingstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('variety', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=True),
    sa.Column('substitutes', sa.JSON(), nullable=False),
    sa.Column('starts_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('ends_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('modality', sa.Enum('on_site', 'screen', 'telephone', name='modality', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('kommune', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=True),
    sa.Column('address', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
    sa.Column('meeting_url', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
    sa.Column('subject_area', sa.Enum('health', 'mental_health', 'child_welfare', 'social_services', 'work_and_welfare', 'education', 'police', 'court', 'immigration', 'other', name='subjectarea', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('participants', sa.Integer(), nullable=True),
    sa.Column('case_reference', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
    sa.Column('planned', sa.Boolean(), nullable=False),
    sa.Column('sensitive', sa.Boolean(), nullable=False),
    sa.Column('gender', sa.Enum('woman', 'man', name='gender', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('wanted', sa.JSON(), nullable=False),
    sa.Column('refused', sa.JSON(), nullable=False),
    sa.Column('max_category', sa.Integer(), nullable=False),
    sa.Column('answer_minutes', sa.Integer(), nullable=True),
    sa.Column('unfilled_reasons', sa.JSON(), nullable=True),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_booking_ends_after_start')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_booking_created_by')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_booking_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booking')),
    sa.UniqueConstraint('reference', name=op.f('uq_booking_reference'))
    )
    with op.batch_alter_table('booking', schema=None) as batch_op:
        batch_op.create_index('ix_booking_case', ['organisation_id', 'case_reference'], unique=False)
        batch_op.create_index('ix_booking_organisation_id_starts_at', ['organisation_id', 'starts_at'], unique=False)
        batch_op.create_index('ix_booking_status_ends_at', ['status', 'ends_at'], unique=False)

    op.create_table('interpreter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('search_name', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), nullable=False),
    sa.Column('kommune', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
    sa.Column('gender', sa.Enum('woman', 'man', name='gender', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('on_site', sa.Boolean(), nullable=False),
    sa.Column('screen', sa.Boolean(), nullable=False),
    sa.Column('telephone', sa.Boolean(), nullable=False),
    sa.Column('email', sqlmodel.sql.sqltypes.AutoString(length=254), nullable=True),
    sa.Column('phone', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
    sa.Column('contact_consent', sa.Boolean(), nullable=False),
    sa.Column('protected', sa.Boolean(), nullable=False),
    sa.Column('letterform', sa.Enum('nb', 'nn', name='letterform', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('registered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('registered_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_interpreter_account_id')),
    sa.ForeignKeyConstraint(['registered_by'], ['account.id'], name=op.f('fk_interpreter_registered_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interpreter')),
    sa.UniqueConstraint('account_id', name=op.f('uq_interpreter_account_id')),
    sa.UniqueConstraint('number', name=op.f('uq_interpreter_number'))
    )
    with op.batch_alter_table('interpreter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interpreter_kommune'), ['kommune'], unique=False)
        batch_op.create_index('ix_interpreter_search_name', ['search_name'], unique=False)

    op.create_table('organisation_parent',
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['organisation.id'], name=op.f('fk_organisation_parent_child_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['organisation.id'], name=op.f('fk_organisation_parent_parent_id')),
    sa.PrimaryKeyConstraint('child_id', 'parent_id', name=op.f('pk_organisation_parent'))
    )
    with op.batch_alter_table('organisation_parent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_parent_parent_id'), ['parent_id'], unique=False)

    op.create_table('reset_link',
    sa.Column('token_digest', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('expires_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('used_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_reset_link_account_id')),
    sa.PrimaryKeyConstraint('token_digest', name=op.f('pk_reset_link'))
    )
    with op.batch_alter_table('reset_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reset_link_account_id'), ['account_id'], unique=False)

    op.create_table('role_grant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('interpreter', 'booker', 'agency_administrator', 'verifier', 'coordinator', 'registry_officer', 'registry_administrator', 'auditor', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('granted_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('known_as', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_role_grant_account_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_role_grant_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grant'))
    )
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.create_index('ix_role_grant_account_id', ['account_id'], unique=False)

    op.create_table('sign_in_session',
    sa.Column('token_digest', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('expires_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_sign_in_session_account_id')),
    sa.PrimaryKeyConstraint('token_digest', name=op.f('pk_sign_in_session'))
    )
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_session_account_id'), ['account_id'], unique=False)

    op.create_table('absence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('ends_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_absence_ends_after_start')),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_absence_interpreter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence'))
    )
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.create_index('ix_absence_interpreter_id', ['interpreter_id', 'starts_at', 'ends_at'], unique=False)

    op.create_table('bar',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('case_reference', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('registered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('registered_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_bar_interpreter_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_bar_organisation_id')),
    sa.ForeignKeyConstraint(['registered_by'], ['account.id'], name=op.f('fk_bar_registered_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bar'))
    )
    with op.batch_alter_table('bar', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bar_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('booking_viewer',
    sa.Column('booking_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_booking_viewer_account_id')),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_booking_viewer_booking_id')),
    sa.PrimaryKeyConstraint('booking_id', 'account_id', name=op.f('pk_booking_viewer'))
    )
    op.create_table('evidence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('state_authorisation', 'bachelor', 'credits', 'bilingual_test', 'tao', 'translator', name='evidencekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=True),
    sa.Column('credits', sa.Integer(), nullable=True),
    sa.Column('course', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('issuer', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
    sa.Column('registered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('registered_by', sa.Integer(), nullable=True),
    sa.Column('revoked_on', sa.Date(), nullable=True),
    sa.Column('revoked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('revoked_by', sa.Integer(), nullable=True),
    sa.Column('revoked_reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
    sa.CheckConstraint("(kind = 'credits') = (credits IS NOT NULL)", name=op.f('ck_evidence_credits_are_counted')),
    sa.CheckConstraint("(kind = 'tao') = (language IS NULL)", name=op.f('ck_evidence_language_unless_tao')),
    sa.CheckConstraint('credits IS NULL OR credits > 0', name=op.f('ck_evidence_credits_positive')),
    sa.CheckConstraint('valid_until IS NULL OR valid_until >= issued_on', name=op.f('ck_evidence_valid_after_issue')),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_evidence_interpreter_id')),
    sa.ForeignKeyConstraint(['registered_by'], ['account.id'], name=op.f('fk_evidence_registered_by')),
    sa.ForeignKeyConstraint(['revoked_by'], ['account.id'], name=op.f('fk_evidence_revoked_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence'))
    )
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evidence_interpreter_id'), ['interpreter_id'], unique=False)
        batch_op.create_index('ix_evidence_language_kind', ['language', 'kind'], unique=False)

    op.create_table('exclusion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('temporary', 'dated', 'permanent', name='exclusionkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('registered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('registered_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_exclusion_interpreter_id')),
    sa.ForeignKeyConstraint(['registered_by'], ['account.id'], name=op.f('fk_exclusion_registered_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exclusion'))
    )
    with op.batch_alter_table('exclusion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_exclusion_interpreter_id'), ['interpreter_id'], unique=False)

    op.create_table('idempotent_call',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('body_digest', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('booking_id', sa.Integer(), nullable=True),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_idempotent_call_account_id')),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_idempotent_call_booking_id')),
    sa.PrimaryKeyConstraint('account_id', 'key', name=op.f('pk_idempotent_call'))
    )
    op.create_table('invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('booking_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('agency', 'interpreter', name='side', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=True),
    sa.Column('uid', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('reply_token', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('attendee', sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('method', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
    sa.Column('object_text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('sent_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_invitation_booking_id')),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_invitation_interpreter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('reply_token', name=op.f('uq_invitation_reply_token')),
    sa.UniqueConstraint('uid', name=op.f('uq_invitation_uid'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index('ix_invitation_booking_id', ['booking_id', 'side', 'interpreter_id'], unique=False)
        batch_op.create_index('uq_invitation_agency', ['booking_id'], unique=True, postgresql_where=sa.text("side = 'agency'"), sqlite_where=sa.text("side = 'agency'"))
        batch_op.create_index('uq_invitation_interpreter', ['booking_id', 'interpreter_id'], unique=True)

    op.create_table('listing_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('listed', sa.Boolean(), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('registered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('registered_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_listing_change_interpreter_id')),
    sa.ForeignKeyConstraint(['registered_by'], ['account.id'], name=op.f('fk_listing_change_registered_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listing_change'))
    )
    with op.batch_alter_table('listing_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_listing_change_interpreter_id'), ['interpreter_id'], unique=False)

    op.create_table('offer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('booking_id', sa.Integer(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('open', 'accepted', 'declined', 'expired', 'withdrawn', name='offerstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('booking_version', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('expires_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('answered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('ended_reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_offer_booking_id')),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_offer_interpreter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer'))
    )
    with op.batch_alter_table('offer', schema=None) as batch_op:
        batch_op.create_index('ix_offer_booking_id', ['booking_id'], unique=False)
        batch_op.create_index('ix_offer_interpreter_id_status', ['interpreter_id', 'status'], unique=False)
        batch_op.create_index('ix_offer_open_expires_at', ['expires_at'], unique=False, postgresql_where=sa.text("status = 'open'"), sqlite_where=sa.text("status = 'open'"))
        batch_op.create_index('uq_offer_one_open', ['booking_id'], unique=True, postgresql_where=sa.text("status = 'open'"), sqlite_where=sa.text("status = 'open'"))

    op.create_table('particulars_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('field', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('old', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.Column('new', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.Column('registered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('registered_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_particulars_change_interpreter_id')),
    sa.ForeignKeyConstraint(['registered_by'], ['account.id'], name=op.f('fk_particulars_change_registered_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_particulars_change'))
    )
    with op.batch_alter_table('particulars_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_particulars_change_interpreter_id'), ['interpreter_id'], unique=False)

    op.create_table('standing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_standing_interpreter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_standing'))
    )
    with op.batch_alter_table('standing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_standing_interpreter_id'), ['interpreter_id'], unique=False)
        batch_op.create_index('ix_standing_language_level', ['language', 'level', 'interpreter_id', 'starts_on', 'ends_on'], unique=False)

    op.create_table('training_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('bilingual_test', 'tao_course', 'basic_education', name='trainingkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('step', sa.Enum('applied', 'offered', 'attended', 'passed', 'failed', name='trainingstep', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('gathering', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('candidate', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=True),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=True),
    sa.Column('on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_training_event_interpreter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_training_event'))
    )
    with op.batch_alter_table('training_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_training_event_interpreter_id'), ['interpreter_id'], unique=False)
        batch_op.create_index('ix_training_event_kind_on', ['kind', 'on'], unique=False)

    op.create_table('working_hours',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('from_time', sa.Time(), nullable=False),
    sa.Column('to_time', sa.Time(), nullable=False),
    sa.CheckConstraint('weekday BETWEEN 1 AND 7', name=op.f('ck_working_hours_weekday')),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_working_hours_interpreter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_working_hours'))
    )
    with op.batch_alter_table('working_hours', schema=None) as batch_op:
        batch_op.create_index('ix_working_hours_interpreter_id', ['interpreter_id', 'weekday'], unique=False)

    op.create_table('assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('booking_id', sa.Integer(), nullable=False),
    sa.Column('offer_id', sa.Integer(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('held', 'withdrawn', 'cancelled', 'completed', name='assignmentstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('booking_version', sa.Integer(), nullable=False),
    sa.Column('starts_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('ends_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('accepted_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('ended_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('ended_reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_assignment_ends_after_start')),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_assignment_booking_id')),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_assignment_interpreter_id')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_assignment_offer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment')),
    sa.UniqueConstraint('offer_id', name=op.f('uq_assignment_offer_id'))
    )
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.create_index('ix_assignment_booking_id', ['booking_id'], unique=False)
        batch_op.create_index('ix_assignment_busy', ['interpreter_id', 'starts_at', 'ends_at'], unique=False, postgresql_where=sa.text("status = 'held'"), sqlite_where=sa.text("status = 'held'"))
        batch_op.create_index('ix_assignment_interpreter_id_ends_at', ['interpreter_id', 'ends_at'], unique=False)
        batch_op.create_index('uq_assignment_one_held', ['booking_id'], unique=True, postgresql_where=sa.text("status = 'held'"), sqlite_where=sa.text("status = 'held'"))

    op.create_table('booking_log',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('booking_id', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('event', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('from_status', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('to_status', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('offer_id', sa.Integer(), nullable=True),
    sa.Column('why', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
    sa.Column('change', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_booking_log_account_id')),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_booking_log_booking_id')),
    sa.ForeignKeyConstraint(['offer_id'], ['offer.id'], name=op.f('fk_booking_log_offer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booking_log'))
    )
    with op.batch_alter_table('booking_log', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_booking_log_booking_id'), ['booking_id'], unique=False)

    if op.get_bind().dialect.name == 'postgresql':
        op.execute(POSTGRESQL_ONE_PLACE)
    else:
        for name, event in (('insert', 'INSERT'), ('update', 'UPDATE')):
            op.execute(SQLITE_ONE_PLACE.format(name=name, event=event))


def downgrade() -> None:
    with op.batch_alter_table('booking_log', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_booking_log_booking_id'))

    op.drop_table('booking_log')
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_index('uq_assignment_one_held', postgresql_where=sa.text("status = 'held'"), sqlite_where=sa.text("status = 'held'"))
        batch_op.drop_index('ix_assignment_interpreter_id_ends_at')
        batch_op.drop_index('ix_assignment_busy', postgresql_where=sa.text("status = 'held'"), sqlite_where=sa.text("status = 'held'"))
        batch_op.drop_index('ix_assignment_booking_id')

    op.drop_table('assignment')
    with op.batch_alter_table('working_hours', schema=None) as batch_op:
        batch_op.drop_index('ix_working_hours_interpreter_id')

    op.drop_table('working_hours')
    with op.batch_alter_table('training_event', schema=None) as batch_op:
        batch_op.drop_index('ix_training_event_kind_on')
        batch_op.drop_index(batch_op.f('ix_training_event_interpreter_id'))

    op.drop_table('training_event')
    with op.batch_alter_table('standing', schema=None) as batch_op:
        batch_op.drop_index('ix_standing_language_level')
        batch_op.drop_index(batch_op.f('ix_standing_interpreter_id'))

    op.drop_table('standing')
    with op.batch_alter_table('particulars_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_particulars_change_interpreter_id'))

    op.drop_table('particulars_change')
    with op.batch_alter_table('offer', schema=None) as batch_op:
        batch_op.drop_index('uq_offer_one_open', postgresql_where=sa.text("status = 'open'"), sqlite_where=sa.text("status = 'open'"))
        batch_op.drop_index('ix_offer_open_expires_at', postgresql_where=sa.text("status = 'open'"), sqlite_where=sa.text("status = 'open'"))
        batch_op.drop_index('ix_offer_interpreter_id_status')
        batch_op.drop_index('ix_offer_booking_id')

    op.drop_table('offer')
    with op.batch_alter_table('listing_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_listing_change_interpreter_id'))

    op.drop_table('listing_change')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index('uq_invitation_interpreter')
        batch_op.drop_index('uq_invitation_agency', postgresql_where=sa.text("side = 'agency'"), sqlite_where=sa.text("side = 'agency'"))
        batch_op.drop_index('ix_invitation_booking_id')

    op.drop_table('invitation')
    op.drop_table('idempotent_call')
    with op.batch_alter_table('exclusion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_exclusion_interpreter_id'))

    op.drop_table('exclusion')
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.drop_index('ix_evidence_language_kind')
        batch_op.drop_index(batch_op.f('ix_evidence_interpreter_id'))

    op.drop_table('evidence')
    op.drop_table('booking_viewer')
    with op.batch_alter_table('bar', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bar_organisation_id'))

    op.drop_table('bar')
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.drop_index('ix_absence_interpreter_id')

    op.drop_table('absence')
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_session_account_id'))

    op.drop_table('sign_in_session')
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_index('ix_role_grant_account_id')

    op.drop_table('role_grant')
    with op.batch_alter_table('reset_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reset_link_account_id'))

    op.drop_table('reset_link')
    with op.batch_alter_table('organisation_parent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organisation_parent_parent_id'))

    op.drop_table('organisation_parent')
    with op.batch_alter_table('interpreter', schema=None) as batch_op:
        batch_op.drop_index('ix_interpreter_search_name')
        batch_op.drop_index(batch_op.f('ix_interpreter_kommune'))

    op.drop_table('interpreter')
    with op.batch_alter_table('booking', schema=None) as batch_op:
        batch_op.drop_index('ix_booking_status_ends_at')
        batch_op.drop_index('ix_booking_organisation_id_starts_at')
        batch_op.drop_index('ix_booking_case')

    op.drop_table('booking')
    with op.batch_alter_table('bearer_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bearer_token_account_id'))

    op.drop_table('bearer_token')
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.drop_index('ix_sign_in_attempt_key_at')

    op.drop_table('sign_in_attempt')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_waiting', postgresql_where=sa.text('delivered_at IS NULL'), sqlite_where=sa.text('delivered_at IS NULL'))
        batch_op.drop_index('ix_outbox_due', postgresql_where=sa.text('delivered_at IS NULL'), sqlite_where=sa.text('delivered_at IS NULL'))

    op.drop_table('outbox')
    op.drop_table('organisation')
    op.drop_table('installation')
    op.drop_table('account')
