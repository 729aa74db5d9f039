"""what is kept for matching

Revision ID: 0021
Revises: 0020

"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('free_span',
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('node', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.BigInteger(), nullable=False),
    sa.Column('ends_at', sa.BigInteger(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('ways', sa.Integer(), nullable=False),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_free_span_ends_after_start')),
    sa.PrimaryKeyConstraint('language', 'node', 'starts_at', 'ends_at', 'interpreter_id', 'ways', name=op.f('pk_free_span')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('free_span', schema=None) as batch_op:
        batch_op.create_index('ix_free_span_ends_at', ['language', 'node', 'ends_at', 'starts_at', 'interpreter_id', 'ways'], unique=False)
        batch_op.create_index('ix_free_span_interpreter_id', ['interpreter_id', 'language', 'ends_at', 'starts_at', 'ways'], unique=False)

    op.create_table('kept_time',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('counted_on', sa.Date(), nullable=False),
    sa.Column('since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('until', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('towards', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_kept_time_one_row')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_time'))
    )
    op.create_table('nearness',
    sa.Column('origin', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('kommune', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
    sa.PrimaryKeyConstraint('origin', 'place', name=op.f('pk_nearness')),
    sqlite_with_rowid=False
    )
    op.create_table('seat',
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('stands', sa.Boolean(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('listed', sa.Boolean(), nullable=False),
    sa.Column('shut_out', sa.Boolean(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kommune', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
    sa.Column('ways', sa.Integer(), nullable=False),
    sa.Column('gender', sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_seat_interpreter_id')),
    sa.PrimaryKeyConstraint('interpreter_id', 'language', 'starts_on', name=op.f('pk_seat')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.create_index('ix_seat_kommune', ['language', 'stands', 'level', 'kommune', 'minutes', 'number', 'starts_on', 'ends_on', 'ways', 'gender', 'interpreter_id'], unique=False)
        batch_op.create_index('ix_seat_minutes', ['language', 'stands', 'level', 'minutes', 'number', 'starts_on', 'ends_on', 'ways', 'gender', 'interpreter_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.drop_index('ix_seat_minutes')
        batch_op.drop_index('ix_seat_kommune')

    op.drop_table('seat')
    op.drop_table('nearness')
    op.drop_table('kept_time')
    with op.batch_alter_table('free_span', schema=None) as batch_op:
        batch_op.drop_index('ix_free_span_interpreter_id')
        batch_op.drop_index('ix_free_span_ends_at')

    op.drop_table('free_span')
