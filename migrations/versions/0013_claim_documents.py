"""claim documents"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('claim_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('claim_id', sa.Integer(), nullable=False),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('media_type', sa.Enum('application/pdf', 'image/png', 'image/jpeg', name='mediatype', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('stored_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('stored_by', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['claim_id'], ['case_claim.id'], name=op.f('fk_claim_document_claim_id')),
    sa.ForeignKeyConstraint(['stored_by'], ['account.id'], name=op.f('fk_claim_document_stored_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claim_document'))
    )
    with op.batch_alter_table('claim_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_claim_document_claim_id'), ['claim_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('claim_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_claim_document_claim_id'))

    op.drop_table('claim_document')
