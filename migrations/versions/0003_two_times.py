"""two times: corrections, liftings, results of tests"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('evidence') as batch:
        batch.add_column(sa.Column('result', sa.String(length=40), nullable=True))
        batch.add_column(sa.Column('struck_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch.add_column(sa.Column('struck_by', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('struck_reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True))
        batch.add_column(sa.Column('replaces', sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f('fk_evidence_struck_by'), 'account', ['struck_by'], ['id'])
        batch.create_foreign_key(op.f('fk_evidence_replaces'), 'evidence', ['replaces'], ['id'])
        batch.create_unique_constraint(op.f('uq_evidence_replaces'), ['replaces'])
        batch.create_check_constraint(op.f('ck_evidence_testresult'), "result IN ('passed', 'failed')")
        batch.create_check_constraint(
            op.f('ck_evidence_tests_have_results'), "result IS NULL OR kind = 'bilingual_test'"
        )
    with op.batch_alter_table('listing_change') as batch:
        batch.add_column(sa.Column('struck_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch.add_column(sa.Column('struck_by', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('struck_reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True))
        batch.create_foreign_key(op.f('fk_listing_change_struck_by'), 'account', ['struck_by'], ['id'])
    with op.batch_alter_table('exclusion') as batch:
        batch.add_column(sa.Column('lifted_on', sa.Date(), nullable=True))
        batch.add_column(sa.Column('lifted_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch.add_column(sa.Column('lifted_by', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('lifted_reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True))
        batch.create_foreign_key(op.f('fk_exclusion_lifted_by'), 'account', ['lifted_by'], ['id'])


def downgrade() -> None:
    with op.batch_alter_table('exclusion') as batch:
        batch.drop_constraint(op.f('fk_exclusion_lifted_by'), type_='foreignkey')
        for column in ('lifted_reason', 'lifted_by', 'lifted_at', 'lifted_on'):
            batch.drop_column(column)
    with op.batch_alter_table('listing_change') as batch:
        batch.drop_constraint(op.f('fk_listing_change_struck_by'), type_='foreignkey')
        for column in ('struck_reason', 'struck_by', 'struck_at'):
            batch.drop_column(column)
    with op.batch_alter_table('evidence') as batch:
        batch.drop_constraint(op.f('ck_evidence_tests_have_results'), type_='check')
        batch.drop_constraint(op.f('ck_evidence_testresult'), type_='check')
        batch.drop_constraint(op.f('uq_evidence_replaces'), type_='unique')
        batch.drop_constraint(op.f('fk_evidence_replaces'), type_='foreignkey')
        batch.drop_constraint(op.f('fk_evidence_struck_by'), type_='foreignkey')
        for column in ('replaces', 'struck_reason', 'struck_by', 'struck_at', 'result'):
            batch.drop_column(column)
