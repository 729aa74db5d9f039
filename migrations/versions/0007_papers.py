"""papers"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

# The bodies an empty register begins with; officers add to them.
BODIES = (
    ('Integrerings- og mangfoldsdirektoratet', 'IMDi'),
    ('OsloMet – storbyuniversitetet', 'OsloMet'),
    ('Høgskolen i Oslo og Akershus', 'HiOA'),
    ('Høgskolen i Oslo', 'HiO'),
    ('Universitetet i Oslo', 'UiO'),
    ('Universitetet i Bergen', 'UiB'),
    ('Universitetet i Tromsø – Norges arktiske universitet', 'UiT'),
    ('Universitetet i Agder', 'UiA'),
    ('Norges teknisk-naturvitenskapelige universitet', 'NTNU'),
    ('Norges handelshøyskole', 'NHH'),
    ('Nord universitet', 'Nord'),
    ('Høgskulen på Vestlandet', 'HVL'),
    ('Sámi allaskuvla – Samisk høgskole', 'Samisk høgskole'),
    ('Utlendingsdirektoratet', 'UDI'),
    ('Direktoratet for høyere utdanning og kompetanse', 'HK-dir'),
    ('Nasjonalt organ for kvalitet i utdanningen', 'NOKUT'),
)


def upgrade() -> None:
    bodies = op.create_table('issuing_body',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('short_name', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('key', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('short_key', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('registered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('registered_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['registered_by'], ['account.id'], name=op.f('fk_issuing_body_registered_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issuing_body')),
    sa.UniqueConstraint('key', name=op.f('uq_issuing_body_key')),
    sa.UniqueConstraint('short_key', name=op.f('uq_issuing_body_short_key'))
    )
    op.bulk_insert(
        bodies,
        [
            {'name': name, 'short_name': short, 'key': name.casefold(), 'short_key': short.casefold()}
            for name, short in BODIES
        ],
    )
    op.create_table('person_secret',
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('birth_date', sa.Date(), nullable=False),
    sa.Column('birth_number', sqlmodel.sql.sqltypes.AutoString(length=11), nullable=True),
    sa.Column('registered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('registered_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_person_secret_interpreter_id')),
    sa.ForeignKeyConstraint(['registered_by'], ['account.id'], name=op.f('fk_person_secret_registered_by')),
    sa.PrimaryKeyConstraint('interpreter_id', name=op.f('pk_person_secret')),
    sa.UniqueConstraint('birth_number', name=op.f('uq_person_secret_birth_number'))
    )
    op.create_table('document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=True),
    sa.Column('sha256', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('media_type', sa.Enum('application/pdf', 'image/png', 'image/jpeg', name='mediatype', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('stored_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('stored_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['evidence_id'], ['evidence.id'], name=op.f('fk_document_evidence_id')),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_document_interpreter_id')),
    sa.ForeignKeyConstraint(['stored_by'], ['account.id'], name=op.f('fk_document_stored_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document'))
    )
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_evidence_id'), ['evidence_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_interpreter_id'), ['interpreter_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_sha256'), ['sha256'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_document_sha256'))
        batch_op.drop_index(batch_op.f('ix_document_interpreter_id'))
        batch_op.drop_index(batch_op.f('ix_document_evidence_id'))

    op.drop_table('document')
    op.drop_table('person_secret')
    op.drop_table('issuing_body')
