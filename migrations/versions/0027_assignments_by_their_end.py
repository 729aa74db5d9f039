"""assignments by their end

Revision ID: 0027
Revises: 0026

"""
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_assignment_ends_at', 'assignment', ['ends_at'])


def downgrade() -> None:
    op.drop_index('ix_assignment_ends_at', table_name='assignment')
