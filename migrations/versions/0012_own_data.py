"""own data"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('own_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('name', 'evidence', 'other', 'removal', name='requestkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('status', sa.Enum('open', 'done', 'declined', 'taken_back', name='requeststatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('said', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('answered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('answered_by', sa.Integer(), nullable=True),
    sa.Column('answer', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.CheckConstraint("(status = 'open') = (answered_at IS NULL)", name=op.f('ck_own_request_answered_or_open')),
    sa.ForeignKeyConstraint(['answered_by'], ['account.id'], name=op.f('fk_own_request_answered_by')),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_own_request_interpreter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_own_request'))
    )
    with op.batch_alter_table('own_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_own_request_interpreter_id'), ['interpreter_id'], unique=False)
        batch_op.create_index('ix_own_request_status_asked_at', ['status', 'asked_at', 'id'], unique=False)
        batch_op.create_index('uq_own_request_one_open', ['interpreter_id', 'kind'], unique=True, sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'"))

    with op.batch_alter_table('interpreter', schema=None) as batch_op:
        batch_op.add_column(sa.Column('removed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('interpreter', schema=None) as batch_op:
        batch_op.drop_column('removed_at')

    with op.batch_alter_table('own_request', schema=None) as batch_op:
        batch_op.drop_index('uq_own_request_one_open', sqlite_where=sa.text("status = 'open'"), postgresql_where=sa.text("status = 'open'"))
        batch_op.drop_index('ix_own_request_status_asked_at')
        batch_op.drop_index(batch_op.f('ix_own_request_interpreter_id'))

    op.drop_table('own_request')
