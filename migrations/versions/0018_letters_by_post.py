"""letters by post

Revision ID: 0018
Revises: 0017

"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('case_letter', schema=None) as batch_op:
        batch_op.add_column(sa.Column('posted_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column('posted_by', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_case_letter_posted_by'), 'account', ['posted_by'], ['id'])
        batch_op.create_index('ix_case_letter_to_be_posted', ['id'], unique=False,
                              postgresql_where=sa.text('NOT mailed AND posted_at IS NULL'),
                              sqlite_where=sa.text('NOT mailed AND posted_at IS NULL'))


def downgrade() -> None:
    with op.batch_alter_table('case_letter', schema=None) as batch_op:
        batch_op.drop_index('ix_case_letter_to_be_posted')
        batch_op.drop_constraint(op.f('fk_case_letter_posted_by'), type_='foreignkey')
        batch_op.drop_column('posted_by')
        batch_op.drop_column('posted_at')
