"""cases"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('join_link',
    sa.Column('token_digest', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('email', sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('tongue', sa.Enum('nb', 'nn', 'en', name='tongue', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('expires_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('used_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('token_digest', name=op.f('pk_join_link'))
    )
    op.create_table('case_view',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('query', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_case_view_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_view')),
    sa.UniqueConstraint('account_id', 'name', name=op.f('uq_case_view_account_id_name'))
    )
    op.create_table('register_case',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('kind', sa.Enum('application', 'notice', 'appeal', name='casekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('status', sa.Enum('open', 'returned', 'proposed', 'forwarded', 'closed', name='casestatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.Enum('listing', 'relisting', 'language', name='purpose', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=True),
    sa.Column('interpreter_id', sa.Integer(), nullable=True),
    sa.Column('applicant_id', sa.Integer(), nullable=True),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('search_name', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), nullable=False),
    sa.Column('kommune', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=True),
    sa.Column('phone', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
    sa.Column('gender', sa.Enum('woman', 'man', name='gender', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('letterform', sa.Enum('nb', 'nn', name='letterform', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('told', sqlmodel.sql.sqltypes.AutoString(length=8000), nullable=False),
    sa.Column('told_on', sa.Date(), nullable=True),
    sa.Column('told_by', sqlmodel.sql.sqltypes.AutoString(length=254), nullable=True),
    sa.Column('opened_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('waiting_since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('assigned_to', sa.Integer(), nullable=True),
    sa.Column('party_sees', sa.Boolean(), nullable=False),
    sa.Column('heard', sa.Boolean(), nullable=False),
    sa.Column('closed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.CheckConstraint("(kind = 'application') = (purpose IS NOT NULL)", name=op.f('ck_register_case_purpose_of_applications')),
    sa.ForeignKeyConstraint(['applicant_id'], ['account.id'], name=op.f('fk_register_case_applicant_id')),
    sa.ForeignKeyConstraint(['assigned_to'], ['account.id'], name=op.f('fk_register_case_assigned_to')),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_register_case_interpreter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_case')),
    sa.UniqueConstraint('reference', name=op.f('uq_register_case_reference'))
    )
    with op.batch_alter_table('register_case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_case_applicant_id'), ['applicant_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_register_case_assigned_to'), ['assigned_to'], unique=False)
        batch_op.create_index(batch_op.f('ix_register_case_interpreter_id'), ['interpreter_id'], unique=False)
        batch_op.create_index('ix_register_case_search_name', ['search_name'], unique=False)
        batch_op.create_index('ix_register_case_status_waiting', ['status', 'waiting_since', 'id'], unique=False)

    op.create_table('case_claim',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('state_authorisation', 'bachelor', 'credits', 'bilingual_test', 'tao', 'translator', name='evidencekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=True),
    sa.Column('credits', sa.Integer(), nullable=True),
    sa.Column('issuer', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
    sa.Column('evidence_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['register_case.id'], name=op.f('fk_case_claim_case_id')),
    sa.ForeignKeyConstraint(['evidence_id'], ['evidence.id'], name=op.f('fk_case_claim_evidence_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_claim'))
    )
    with op.batch_alter_table('case_claim', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_claim_case_id'), ['case_id'], unique=False)

    op.create_table('case_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('event', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('said', sqlmodel.sql.sqltypes.AutoString(length=8000), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_case_event_account_id')),
    sa.ForeignKeyConstraint(['case_id'], ['register_case.id'], name=op.f('fk_case_event_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_event'))
    )
    with op.batch_alter_table('case_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_event_case_id'), ['case_id'], unique=False)

    op.create_table('decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Enum('listed', 'refused', 'dismissed', 'warned', 'excluded', 'reversed', 'upheld', 'rejected', name='outcome', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('status', sa.Enum('proposed', 'in_force', 'sent_back', 'undone', name='decisionstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reasons', sqlmodel.sql.sqltypes.AutoString(length=8000), nullable=False),
    sa.Column('accepted', sa.JSON(), nullable=False),
    sa.Column('exclusion', sa.Enum('temporary', 'dated', 'permanent', name='exclusionkind', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('ground', sa.Enum('case_running', 'three_warnings', 'substantial_breach', name='ground', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('unheard_why', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
    sa.Column('from_on', sa.Date(), nullable=True),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=False),
    sa.Column('decided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('approved_by', sa.Integer(), nullable=True),
    sa.Column('approved_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('sent_back_by', sa.Integer(), nullable=True),
    sa.Column('sent_back_why', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
    sa.Column('took_effect_on', sa.Date(), nullable=True),
    sa.Column('appeal_by', sa.Date(), nullable=True),
    sa.Column('exclusion_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(outcome = 'excluded') = (exclusion IS NOT NULL)", name=op.f('ck_decision_exclusions_have_a_kind')),
    sa.CheckConstraint('approved_by IS NULL OR approved_by <> decided_by', name=op.f('ck_decision_second_officer')),
    sa.ForeignKeyConstraint(['approved_by'], ['account.id'], name=op.f('fk_decision_approved_by')),
    sa.ForeignKeyConstraint(['case_id'], ['register_case.id'], name=op.f('fk_decision_case_id')),
    sa.ForeignKeyConstraint(['decided_by'], ['account.id'], name=op.f('fk_decision_decided_by')),
    sa.ForeignKeyConstraint(['exclusion_id'], ['exclusion.id'], name=op.f('fk_decision_exclusion_id')),
    sa.ForeignKeyConstraint(['sent_back_by'], ['account.id'], name=op.f('fk_decision_sent_back_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision'))
    )
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.create_index('ix_decision_case_id', ['case_id'], unique=False)
        batch_op.create_index('uq_decision_one_proposed', ['case_id'], unique=True, postgresql_where=sa.text("status = 'proposed'"), sqlite_where=sa.text("status = 'proposed'"))

    op.create_table('case_appeal',
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['register_case.id'], name=op.f('fk_case_appeal_case_id')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_case_appeal_decision_id')),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_case_appeal')),
    sa.UniqueConstraint('decision_id', name=op.f('uq_case_appeal_decision_id'))
    )
    op.create_table('case_letter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=True),
    sa.Column('occasion', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('letterform', sa.Enum('nb', 'nn', name='letterform', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('heading', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    sa.Column('paragraphs', sa.JSON(), nullable=False),
    sa.Column('written_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('mailed', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['register_case.id'], name=op.f('fk_case_letter_case_id')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_case_letter_decision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_letter'))
    )
    with op.batch_alter_table('case_letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_letter_case_id'), ['case_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('case_letter', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_letter_case_id'))

    op.drop_table('case_letter')
    op.drop_table('case_appeal')
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_index('uq_decision_one_proposed', postgresql_where=sa.text("status = 'proposed'"), sqlite_where=sa.text("status = 'proposed'"))
        batch_op.drop_index('ix_decision_case_id')

    op.drop_table('decision')
    with op.batch_alter_table('case_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_event_case_id'))

    op.drop_table('case_event')
    with op.batch_alter_table('case_claim', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_claim_case_id'))

    op.drop_table('case_claim')
    with op.batch_alter_table('register_case', schema=None) as batch_op:
        batch_op.drop_index('ix_register_case_status_waiting')
        batch_op.drop_index('ix_register_case_search_name')
        batch_op.drop_index(batch_op.f('ix_register_case_interpreter_id'))
        batch_op.drop_index(batch_op.f('ix_register_case_assigned_to'))
        batch_op.drop_index(batch_op.f('ix_register_case_applicant_id'))

    op.drop_table('register_case')
    op.drop_table('case_view')
    op.drop_table('join_link')
