"""availability"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('working_hours', schema=None) as batch_op:
        batch_op.add_column(sa.Column('valid_from', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('valid_to', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('ways', sa.Integer(), nullable=False, server_default='7'))
    with op.batch_alter_table('working_hours', schema=None) as batch_op:
        batch_op.alter_column('ways', server_default=None)
        batch_op.create_check_constraint('valid_to_after_from', 'valid_to >= valid_from')
        batch_op.create_check_constraint('ways', 'ways BETWEEN 1 AND 7')
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.add_column(sa.Column('every_weeks', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('until', sa.Date(), nullable=True))
        batch_op.create_check_constraint('every_weeks', 'every_weeks BETWEEN 1 AND 52')
    op.create_table('extra_hours', *_stretch('extra_hours'),
    sa.Column('ways', sa.Integer(), nullable=False),
    sa.CheckConstraint('ways BETWEEN 1 AND 7', name=op.f('ck_extra_hours_ways')),
    )
    op.create_table('on_call', *_stretch('on_call'),
    sa.Column('ways', sa.Integer(), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('registered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('registered_by', sa.Integer(), nullable=False),
    sa.Column('confirmed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.CheckConstraint('ways IN (2, 4, 6)', name=op.f('ck_on_call_ways')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_on_call_organisation_id')),
    sa.ForeignKeyConstraint(['registered_by'], ['account.id'], name=op.f('fk_on_call_registered_by')),
    )
    for table in ('extra_hours', 'on_call'):
        op.create_index(f'ix_{table}_interpreter_id', table, ['interpreter_id', 'starts_at', 'ends_at'])
    op.create_index('ix_on_call_starts_at', 'on_call', ['starts_at'])
    op.create_index('ix_on_call_organisation_id', 'on_call', ['organisation_id', 'starts_at'])
    op.create_table('working_extent',
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('extent', sa.Enum('full_time', 'part_time', 'sporadic', name='extent', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_working_extent_interpreter_id')),
    sa.PrimaryKeyConstraint('interpreter_id', name=op.f('pk_working_extent'))
    )


def downgrade() -> None:
    op.drop_table('working_extent')
    op.drop_table('on_call')
    op.drop_table('extra_hours')
    op.execute('DELETE FROM absence WHERE every_weeks IS NOT NULL')
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_absence_every_weeks'), type_='check')
        batch_op.drop_column('until')
        batch_op.drop_column('every_weeks')
    with op.batch_alter_table('working_hours', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_working_hours_ways'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_working_hours_valid_to_after_from'), type_='check')
        batch_op.drop_column('ways')
        batch_op.drop_column('valid_to')
        batch_op.drop_column('valid_from')


def _stretch(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('interpreter_id', sa.Integer(), nullable=False),
        sa.Column('starts_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column('ends_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column('every_weeks', sa.Integer(), nullable=True),
        sa.Column('until', sa.Date(), nullable=True),
        sa.CheckConstraint('ends_at > starts_at', name=op.f(f'ck_{table}_ends_after_start')),
        sa.CheckConstraint('every_weeks BETWEEN 1 AND 52', name=op.f(f'ck_{table}_every_weeks')),
        sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f(f'fk_{table}_interpreter_id')),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
    ]
