"""batches"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(length=13), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('wrong', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('finished_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('removed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('receipt_wanted', sa.Boolean(), nullable=False),
    sa.Column('signed', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_batch_account_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_batch_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_batch')),
    sa.UniqueConstraint('reference', name=op.f('uq_batch_reference'))
    )
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.create_index('ix_batch_account_id_id', ['account_id', 'id'], unique=False)
        batch_op.create_index('ix_batch_organisation_id_id', ['organisation_id', 'id'], unique=False)
        batch_op.create_index('ix_batch_waiting', ['id'], unique=False, postgresql_where=sa.text('finished_at IS NULL'), sqlite_where=sa.text('finished_at IS NULL'))

    op.create_table('batch_row',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=True),
    sa.Column('on', sa.Date(), nullable=True),
    sa.Column('wrong_column', sqlmodel.sql.sqltypes.AutoString(length=20), nullable=True),
    sa.Column('fault', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('answered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('answer', sa.Enum('valid', 'valid_until_before_date', 'valid_only_after', 'lapsed', 'excluded', 'language_not_held', 'not_listed', 'unknown_number', name='answer', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.Column('category', sa.Integer(), nullable=True),
    sa.Column('letter', sqlmodel.sql.sqltypes.AutoString(length=1), nullable=True),
    sa.Column('evidence', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['batch_id'], ['batch.id'], name=op.f('fk_batch_row_batch_id')),
    sa.PrimaryKeyConstraint('batch_id', 'line', name=op.f('pk_batch_row'))
    )
    with op.batch_alter_table('batch_row', schema=None) as batch_op:
        batch_op.create_index('ix_batch_row_waiting', ['batch_id', 'line'], unique=False, postgresql_where=sa.text('answered_at IS NULL'), sqlite_where=sa.text('answered_at IS NULL'))



def downgrade() -> None:
    with op.batch_alter_table('batch_row', schema=None) as batch_op:
        batch_op.drop_index('ix_batch_row_waiting', postgresql_where=sa.text('answered_at IS NULL'), sqlite_where=sa.text('answered_at IS NULL'))

    op.drop_table('batch_row')
    with op.batch_alter_table('batch', schema=None) as batch_op:
        batch_op.drop_index('ix_batch_waiting', postgresql_where=sa.text('finished_at IS NULL'), sqlite_where=sa.text('finished_at IS NULL'))
        batch_op.drop_index('ix_batch_organisation_id_id')
        batch_op.drop_index('ix_batch_account_id_id')

    op.drop_table('batch')
