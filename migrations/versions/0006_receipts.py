"""receipts"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('receipt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(length=13), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('answered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('answer', sa.Enum('valid', 'valid_until_before_date', 'valid_only_after', 'lapsed', 'excluded', 'language_not_held', 'not_listed', 'unknown_number', name='answer', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.Column('category', sa.Integer(), nullable=True),
    sa.Column('letter', sqlmodel.sql.sqltypes.AutoString(length=1), nullable=True),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('signed', sa.Text(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_receipt_account_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_receipt_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_receipt')),
    sa.UniqueConstraint('reference', name=op.f('uq_receipt_reference'))
    )
    with op.batch_alter_table('receipt', schema=None) as batch_op:
        batch_op.create_index('ix_receipt_account_id_id', ['account_id', 'id'], unique=False)
        batch_op.create_index('ix_receipt_organisation_id_id', ['organisation_id', 'id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('receipt', schema=None) as batch_op:
        batch_op.drop_index('ix_receipt_organisation_id_id')
        batch_op.drop_index('ix_receipt_account_id_id')

    op.drop_table('receipt')
