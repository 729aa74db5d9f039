"""seats of those who stand

Revision ID: 0026
Revises: 0025

"""
import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None

_BY_KOMMUNE = ['level', 'kommune', 'minutes', 'number', 'starts_on', 'ends_on', 'ways', 'gender', 'interpreter_id']
_BY_MINUTES = [column for column in _BY_KOMMUNE if column != 'kommune']


def upgrade() -> None:
    op.drop_index('ix_seat_minutes', 'seat')
    op.drop_index('ix_seat_kommune', 'seat')
    op.execute('DELETE FROM seat WHERE stands IS NOT TRUE')
    with op.batch_alter_table('seat', schema=None, table_kwargs={'sqlite_with_rowid': False}) as batch:
        for column in ('stands', 'listed', 'shut_out'):
            batch.drop_column(column)
    op.create_index('ix_seat_kommune', 'seat', ['language', *_BY_KOMMUNE])
    op.create_index('ix_seat_minutes', 'seat', ['language', *_BY_MINUTES])


def downgrade() -> None:
    for table in ('kept_time', 'free_span', 'seat'):  # the worker makes all of it anew
        op.execute(f'DELETE FROM {table}')
    op.drop_index('ix_seat_minutes', 'seat')
    op.drop_index('ix_seat_kommune', 'seat')
    with op.batch_alter_table('seat', schema=None, table_kwargs={'sqlite_with_rowid': False}) as batch:
        for column in ('stands', 'listed', 'shut_out'):
            batch.add_column(sa.Column(column, sa.Boolean(), nullable=False))
    op.create_index('ix_seat_kommune', 'seat', ['language', 'stands', *_BY_KOMMUNE])
    op.create_index('ix_seat_minutes', 'seat', ['language', 'stands', *_BY_MINUTES])
