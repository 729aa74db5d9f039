"""where people meet, how far she goes, who may be related, and whose neighbours are left out

Revision ID: 0015
Revises: 0014

"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

ANSWERS = ('go_on', 'ask_next')


def upgrade() -> None:
    op.create_table('interpreter_reach',
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('km', sa.Integer(), nullable=True),
    sa.Column('kommuner', sa.JSON(), nullable=False),
    sa.CheckConstraint('km BETWEEN 1 AND 2500', name=op.f('ck_interpreter_reach_km')),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_interpreter_reach_interpreter_id')),
    sa.PrimaryKeyConstraint('interpreter_id', name=op.f('pk_interpreter_reach')),
    )
    with op.batch_alter_table('booking', schema=None) as batch:
        batch.add_column(sa.Column('latitude', sa.Float(), nullable=True))
        batch.add_column(sa.Column('longitude', sa.Float(), nullable=True))
        batch.add_column(sa.Column('not_from', sa.JSON(none_as_null=True), nullable=True))
        batch.create_check_constraint(op.f('ck_booking_whole_point'), '(latitude IS NULL) = (longitude IS NULL)')
    with op.batch_alter_table('offer', schema=None) as batch:
        batch.add_column(sa.Column('relation_said_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch.add_column(sa.Column('relation_answer', sa.Enum(*ANSWERS, name='relationanswer', native_enum=False, create_constraint=True, length=40), nullable=True))
        batch.add_column(sa.Column('relation_answered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('offer', schema=None) as batch:
        batch.drop_constraint(op.f('ck_offer_relationanswer'), type_='check')
        batch.drop_column('relation_answered_at')
        batch.drop_column('relation_answer')
        batch.drop_column('relation_said_at')
    with op.batch_alter_table('booking', schema=None) as batch:
        batch.drop_constraint(op.f('ck_booking_whole_point'), type_='check')
        batch.drop_column('not_from')
        batch.drop_column('longitude')
        batch.drop_column('latitude')

    op.drop_table('interpreter_reach')
