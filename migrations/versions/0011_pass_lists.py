"""pass lists"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('body_columns',
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('fixed', sa.JSON(), nullable=False),
    sa.Column('confirmed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('confirmed_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['body_id'], ['issuing_body.id'], name=op.f('fk_body_columns_body_id')),
    sa.ForeignKeyConstraint(['confirmed_by'], ['account.id'], name=op.f('fk_body_columns_confirmed_by')),
    sa.PrimaryKeyConstraint('body_id', name=op.f('pk_body_columns'))
    )
    op.create_table('pass_list',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('heads', sa.JSON(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('fixed', sa.JSON(), nullable=False),
    sa.Column('state', sa.Enum('unmapped', 'ready', 'run', 'undone', 'discarded', name='liststate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('received_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('received_by', sa.Integer(), nullable=True),
    sa.Column('run_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('run_by', sa.Integer(), nullable=True),
    sa.Column('undone_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('undone_by', sa.Integer(), nullable=True),
    sa.Column('file_removed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['body_id'], ['issuing_body.id'], name=op.f('fk_pass_list_body_id')),
    sa.ForeignKeyConstraint(['received_by'], ['account.id'], name=op.f('fk_pass_list_received_by')),
    sa.ForeignKeyConstraint(['run_by'], ['account.id'], name=op.f('fk_pass_list_run_by')),
    sa.ForeignKeyConstraint(['undone_by'], ['account.id'], name=op.f('fk_pass_list_undone_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pass_list'))
    )
    with op.batch_alter_table('pass_list', schema=None) as batch_op:
        batch_op.create_index('ix_pass_list_body_id', ['body_id'], unique=False)
        batch_op.create_index('ix_pass_list_sha256', ['sha256'], unique=False)

    op.create_table('pass_list_row',
    sa.Column('list_id', sa.Integer(), nullable=False),
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Enum('new_evidence', 'training_only', 'already_there', 'to_decide', 'cannot', 'left_out', name='outcome', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('faults', sa.JSON(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.Column('person_key', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('kind', sa.Enum('state_authorisation', 'bachelor', 'credits', 'bilingual_test', 'tao', 'translator', name='evidencekind', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=True),
    sa.Column('result', sa.Enum('passed', 'failed', name='testresult', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('on', sa.Date(), nullable=True),
    sa.Column('credits', sa.Integer(), nullable=True),
    sa.Column('course', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(length=100), nullable=True),
    sa.Column('gathering', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
    sa.Column('candidate', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
    sa.Column('choice', sa.Enum('match', 'new_person', 'leave_out', name='choice', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('chosen_id', sa.Integer(), nullable=True),
    sa.Column('kommune', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('evidence_id', sa.Integer(), nullable=True),
    sa.Column('left_because', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.ForeignKeyConstraint(['chosen_id'], ['interpreter.id'], name=op.f('fk_pass_list_row_chosen_id')),
    sa.ForeignKeyConstraint(['decided_by'], ['account.id'], name=op.f('fk_pass_list_row_decided_by')),
    sa.ForeignKeyConstraint(['evidence_id'], ['evidence.id'], name=op.f('fk_pass_list_row_evidence_id')),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_pass_list_row_interpreter_id')),
    sa.ForeignKeyConstraint(['list_id'], ['pass_list.id'], name=op.f('fk_pass_list_row_list_id')),
    sa.PrimaryKeyConstraint('list_id', 'row', name=op.f('pk_pass_list_row'))
    )
    with op.batch_alter_table('pass_list_row', schema=None) as batch_op:
        batch_op.create_index('ix_pass_list_row_evidence_id', ['evidence_id'], unique=False)
        batch_op.create_index('ix_pass_list_row_outcome', ['list_id', 'outcome', 'row'], unique=False)

    with op.batch_alter_table('training_event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('issuer', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True))
        batch_op.add_column(sa.Column('registered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column('registered_by', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('struck_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.create_index('ix_training_event_gathering', ['gathering', 'candidate'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_training_event_registered_by'), 'account', ['registered_by'], ['id'])



def downgrade() -> None:
    with op.batch_alter_table('training_event', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_training_event_registered_by'), type_='foreignkey')
        batch_op.drop_index('ix_training_event_gathering')
        batch_op.drop_column('struck_at')
        batch_op.drop_column('registered_by')
        batch_op.drop_column('registered_at')
        batch_op.drop_column('issuer')

    with op.batch_alter_table('pass_list_row', schema=None) as batch_op:
        batch_op.drop_index('ix_pass_list_row_outcome')
        batch_op.drop_index('ix_pass_list_row_evidence_id')

    op.drop_table('pass_list_row')
    with op.batch_alter_table('pass_list', schema=None) as batch_op:
        batch_op.drop_index('ix_pass_list_sha256')
        batch_op.drop_index('ix_pass_list_body_id')

    op.drop_table('pass_list')
    op.drop_table('body_columns')
