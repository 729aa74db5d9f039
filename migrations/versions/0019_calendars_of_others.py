"""calendars of others"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('calendar_source',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('ics', 'caldav', name='sourcekind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('host', sqlmodel.sql.sqltypes.AutoString(length=253), nullable=False),
    sa.Column('secret', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('secret_digest', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('added_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('etag', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.Column('last_modified', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.Column('body_digest', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.Column('read_on', sa.Date(), nullable=True),
    sa.Column('due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('last_attempt_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('last_success_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('failure', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('parked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('silence_told_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_calendar_source_interpreter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_source'))
    )
    with op.batch_alter_table('calendar_source', schema=None) as batch_op:
        batch_op.create_index('ix_calendar_source_due', ['due_at'], unique=False, postgresql_where=sa.text('parked_at IS NULL'), sqlite_where=sa.text('parked_at IS NULL'))
        batch_op.create_index('uq_calendar_source_secret', ['interpreter_id', 'secret_digest'], unique=True)

    op.create_table('busy_span',
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('ends_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_busy_span_ends_after_start')),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_busy_span_interpreter_id')),
    sa.ForeignKeyConstraint(['source_id'], ['calendar_source.id'], name=op.f('fk_busy_span_source_id')),
    sa.PrimaryKeyConstraint('source_id', 'starts_at', name=op.f('pk_busy_span'))
    )
    with op.batch_alter_table('busy_span', schema=None) as batch_op:
        batch_op.create_index('ix_busy_span_interpreter_id', ['interpreter_id', 'starts_at', 'ends_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('busy_span', schema=None) as batch_op:
        batch_op.drop_index('ix_busy_span_interpreter_id')

    op.drop_table('busy_span')
    with op.batch_alter_table('calendar_source', schema=None) as batch_op:
        batch_op.drop_index('uq_calendar_source_secret')
        batch_op.drop_index('ix_calendar_source_due', postgresql_where=sa.text('parked_at IS NULL'), sqlite_where=sa.text('parked_at IS NULL'))

    op.drop_table('calendar_source')
