"""what each side was sent

Revision ID: 0023
Revises: 0022

What was sent last before this is known from the invitations, and counts as sent.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('calendar_check',
    sa.Column('booking_id', sa.Integer(), nullable=False),
    sa.Column('checked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('differing', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('since', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_calendar_check_booking_id')),
    sa.PrimaryKeyConstraint('booking_id', name=op.f('pk_calendar_check'))
    )
    with op.batch_alter_table('calendar_check', schema=None) as batch_op:
        batch_op.create_index('ix_calendar_check_checked_at', ['checked_at'], unique=False)

    op.create_table('invitation_sent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=False),
    sa.Column('outbox_id', sa.Integer(), nullable=True),
    sa.Column('mailed', sa.Boolean(), nullable=False),
    sa.Column('method', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('dtstamp', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('object_text', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_invitation_sent_invitation_id')),
    sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_invitation_sent_outbox_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation_sent'))
    )
    with op.batch_alter_table('invitation_sent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_sent_invitation_id'), ['invitation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_sent_outbox_id'), ['outbox_id'], unique=False)

    op.execute(
        'INSERT INTO invitation_sent (invitation_id, mailed, method, sequence, dtstamp, object_text) '
        'SELECT id, true, method, sequence, sent_at, object_text FROM invitation ORDER BY id'
    )


def downgrade() -> None:
    with op.batch_alter_table('invitation_sent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_sent_outbox_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_sent_invitation_id'))

    op.drop_table('invitation_sent')
    with op.batch_alter_table('calendar_check', schema=None) as batch_op:
        batch_op.drop_index('ix_calendar_check_checked_at')

    op.drop_table('calendar_check')
