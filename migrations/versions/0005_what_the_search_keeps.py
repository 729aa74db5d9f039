"""what the search keeps"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('name_spelling',
    sa.Column('variant', sa.String(length=40).with_variant(sa.String(length=40, collation='C'), 'postgresql'), nullable=False),
    sa.Column('word', sa.String(length=40).with_variant(sa.String(length=40, collation='C'), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('variant', 'word', name=op.f('pk_name_spelling'))
    )
    with op.batch_alter_table('name_spelling', schema=None) as batch_op:
        batch_op.create_index('ix_name_spelling_word', ['word'], unique=False)

    op.create_table('tally',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('place', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('ways', sa.Integer(), nullable=False),
    sa.Column('gender', sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tally'))
    )
    with op.batch_alter_table('tally', schema=None) as batch_op:
        batch_op.create_index('ix_tally_day', ['day', 'language'], unique=False)
        batch_op.create_index('ix_tally_place', ['language', 'place', 'level', 'ways', 'gender', 'day', 'people'], unique=False)

    op.create_table('findable',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('name', sa.String(length=200).with_variant(sa.String(length=200, collation='C'), 'postgresql'), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('county', sqlmodel.sql.sqltypes.AutoString(length=2), nullable=False),
    sa.Column('kommune', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
    sa.Column('ways', sa.Integer(), nullable=False),
    sa.Column('gender', sqlmodel.sql.sqltypes.AutoString(length=5), nullable=False),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_findable_interpreter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_findable'))
    )
    with op.batch_alter_table('findable', schema=None) as batch_op:
        batch_op.create_index('ix_findable_best', ['language', 'level', 'name', 'number'], unique=False)
        batch_op.create_index('ix_findable_county', ['language', 'county', 'level', 'name', 'number'], unique=False)
        batch_op.create_index('ix_findable_interpreter_id', ['interpreter_id', 'language'], unique=False)
        batch_op.create_index('ix_findable_kommune', ['language', 'kommune', 'level', 'name', 'number'], unique=False)

    op.create_table('name_word',
    sa.Column('word', sa.String(length=40).with_variant(sa.String(length=40, collation='C'), 'postgresql'), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_name_word_interpreter_id')),
    sa.PrimaryKeyConstraint('word', 'interpreter_id', name=op.f('pk_name_word'))
    )
    with op.batch_alter_table('name_word', schema=None) as batch_op:
        batch_op.create_index('ix_name_word_interpreter_id', ['interpreter_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('name_word', schema=None) as batch_op:
        batch_op.drop_index('ix_name_word_interpreter_id')

    op.drop_table('name_word')
    with op.batch_alter_table('findable', schema=None) as batch_op:
        batch_op.drop_index('ix_findable_kommune')
        batch_op.drop_index('ix_findable_interpreter_id')
        batch_op.drop_index('ix_findable_county')
        batch_op.drop_index('ix_findable_best')

    op.drop_table('findable')
    with op.batch_alter_table('tally', schema=None) as batch_op:
        batch_op.drop_index('ix_tally_place')
        batch_op.drop_index('ix_tally_day')

    op.drop_table('tally')
    with op.batch_alter_table('name_spelling', schema=None) as batch_op:
        batch_op.drop_index('ix_name_spelling_word')

    op.drop_table('name_spelling')
