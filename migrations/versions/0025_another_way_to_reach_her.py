"""another way to reach her

Revision ID: 0025
Revises: 0024

"""
import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('booking_letter', schema=None) as batch:
        batch.add_column(sa.Column('text_outbox_id', sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f('fk_booking_letter_text_outbox_id'), 'outbox', ['text_outbox_id'], ['id'],
                                 ondelete='SET NULL')
        batch.create_index(op.f('ix_booking_letter_text_outbox_id'), ['text_outbox_id'])


def downgrade() -> None:
    with op.batch_alter_table('booking_letter', schema=None) as batch:
        batch.drop_index(op.f('ix_booking_letter_text_outbox_id'))
        batch.drop_constraint(op.f('fk_booking_letter_text_outbox_id'), type_='foreignkey')
        batch.drop_column('text_outbox_id')
