"""what the search keeps under each word of a name

Revision ID: 0014
Revises: 0013

"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def _ordered(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length=length).with_variant(sa.String(length=length, collation='C'), 'postgresql')


def upgrade() -> None:
    op.create_table('findable_word',
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('word', _ordered(40), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('name', _ordered(200), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('county', sqlmodel.sql.sqltypes.AutoString(length=2), nullable=False),
    sa.Column('kommune', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
    sa.Column('ways', sa.Integer(), nullable=False),
    sa.Column('gender', sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_findable_word_interpreter_id')),
    sa.PrimaryKeyConstraint('language', 'word', 'level', 'name', 'number', 'starts_on', name=op.f('pk_findable_word')),
    sqlite_with_rowid=False,
    )
    with op.batch_alter_table('findable_word', schema=None) as batch_op:
        batch_op.create_index('ix_findable_word_interpreter_id', ['interpreter_id'], unique=False)
        batch_op.create_index('ix_findable_word_level', ['language', 'level', 'word'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('findable_word', schema=None) as batch_op:
        batch_op.drop_index('ix_findable_word_level')
        batch_op.drop_index('ix_findable_word_interpreter_id')

    op.drop_table('findable_word')
