"""register quality"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('quality_measure',
    sa.Column('rule', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('measured_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('rule', 'on', name=op.f('pk_quality_measure'))
    )
    op.create_table('interpreter_merge',
    sa.Column('merged_id', sa.Integer(), nullable=False),
    sa.Column('standing_id', sa.Integer(), nullable=False),
    sa.Column('why', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('moved', sa.JSON(), nullable=False),
    sa.Column('merged_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('merged_by', sa.Integer(), nullable=True),
    sa.CheckConstraint('merged_id <> standing_id', name=op.f('ck_interpreter_merge_not_with_itself')),
    sa.ForeignKeyConstraint(['merged_by'], ['account.id'], name=op.f('fk_interpreter_merge_merged_by')),
    sa.ForeignKeyConstraint(['merged_id'], ['interpreter.id'], name=op.f('fk_interpreter_merge_merged_id')),
    sa.ForeignKeyConstraint(['standing_id'], ['interpreter.id'], name=op.f('fk_interpreter_merge_standing_id')),
    sa.PrimaryKeyConstraint('merged_id', name=op.f('pk_interpreter_merge'))
    )
    with op.batch_alter_table('interpreter_merge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interpreter_merge_standing_id'), ['standing_id'], unique=False)

    op.create_table('not_duplicate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('low_id', sa.Integer(), nullable=False),
    sa.Column('high_id', sa.Integer(), nullable=False),
    sa.Column('facts', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('why', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
    sa.Column('decided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.CheckConstraint('low_id < high_id', name=op.f('ck_not_duplicate_in_order')),
    sa.ForeignKeyConstraint(['decided_by'], ['account.id'], name=op.f('fk_not_duplicate_decided_by')),
    sa.ForeignKeyConstraint(['high_id'], ['interpreter.id'], name=op.f('fk_not_duplicate_high_id')),
    sa.ForeignKeyConstraint(['low_id'], ['interpreter.id'], name=op.f('fk_not_duplicate_low_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_not_duplicate')),
    sa.UniqueConstraint('low_id', 'high_id', 'facts', name='uq_not_duplicate_answered_once')
    )
    with op.batch_alter_table('not_duplicate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_not_duplicate_high_id'), ['high_id'], unique=False)

    op.create_table('possible_duplicate',
    sa.Column('low_id', sa.Integer(), nullable=False),
    sa.Column('high_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('facts', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('found_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint('low_id < high_id', name=op.f('ck_possible_duplicate_in_order')),
    sa.ForeignKeyConstraint(['high_id'], ['interpreter.id'], name=op.f('fk_possible_duplicate_high_id')),
    sa.ForeignKeyConstraint(['low_id'], ['interpreter.id'], name=op.f('fk_possible_duplicate_low_id')),
    sa.PrimaryKeyConstraint('low_id', 'high_id', name=op.f('pk_possible_duplicate'))
    )
    with op.batch_alter_table('possible_duplicate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_possible_duplicate_high_id'), ['high_id'], unique=False)

    op.create_table('profile_check',
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('confirmed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('token_digest', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_profile_check_interpreter_id')),
    sa.PrimaryKeyConstraint('interpreter_id', name=op.f('pk_profile_check')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_profile_check_token_digest'))
    )
    op.create_table('expiry_notice',
    sa.Column('evidence_id', sa.Integer(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('told_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['evidence_id'], ['evidence.id'], name=op.f('fk_expiry_notice_evidence_id')),
    sa.PrimaryKeyConstraint('evidence_id', 'days', name=op.f('pk_expiry_notice'))
    )


def downgrade() -> None:
    op.drop_table('expiry_notice')
    op.drop_table('profile_check')
    with op.batch_alter_table('possible_duplicate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_possible_duplicate_high_id'))

    op.drop_table('possible_duplicate')
    with op.batch_alter_table('not_duplicate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_not_duplicate_high_id'))

    op.drop_table('not_duplicate')
    with op.batch_alter_table('interpreter_merge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interpreter_merge_standing_id'))

    op.drop_table('interpreter_merge')
    op.drop_table('quality_measure')
