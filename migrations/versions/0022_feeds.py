"""feeds that people's calendars fetch

Revision ID: 0022
Revises: 0021

"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('feed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('scope', sa.Enum('assignments', 'unit', 'duty', name='scope', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('detail', sa.Enum('full', 'busy', name='detail', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('means', sa.Enum('address', 'device', name='means', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('secret_digest', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('made_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('read_on', sa.Date(), nullable=True),
    sa.CheckConstraint("(scope = 'assignments') = (organisation_id IS NULL)", name=op.f('ck_feed_place')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_feed_account_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_feed_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feed')),
    sa.UniqueConstraint('secret_digest', name=op.f('uq_feed_secret_digest'))
    )
    with op.batch_alter_table('feed', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_feed_account_id'), ['account_id'], unique=False)

    op.create_index('ix_invitation_interpreter_id', 'invitation', ['interpreter_id', 'booking_id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_invitation_interpreter_id', table_name='invitation')
    with op.batch_alter_table('feed', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_feed_account_id'))

    op.drop_table('feed')
