"""what comes back by mail

Revision ID: 0024
Revises: 0023

"""
import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

STATES = ('waiting', 'accepted', 'declined', 'unchanged', 'reminded', 'confirmation_asked', 'delegation_refused',
          'proposed', 'proposal_refused', 'resent', 'resent_enough', 'refused', 'repeated', 'bounced', 'delayed',
          'automatic', 'unknown_token', 'not_ours', 'stranger', 'stale', 'over', 'not_understood', 'too_large',
          'failed')
UNDECLARED = "declarations_due_at IS NOT NULL AND declared_at IS NULL AND status = 'held'"


def instant(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sqlmodel.sql.sqltypes.UTCDateTime(), nullable=nullable)


def codes(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def text(length: int) -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def upgrade() -> None:
    op.create_table('offer_by_calendar',
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    instant('chosen_at', nullable=False),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_offer_by_calendar_interpreter_id')),
    sa.PrimaryKeyConstraint('interpreter_id', name=op.f('pk_offer_by_calendar')),
    )
    op.create_table('booking_letter',
    sa.Column('message_id', text(200), nullable=False),
    sa.Column('booking_id', sa.Integer(), nullable=False),
    sa.Column('side', codes('side', 'agency', 'interpreter'), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=True),
    sa.Column('address', text(254), nullable=False),
    instant('sent_at', nullable=False),
    instant('bounced_at'),
    sa.Column('bounce_status', text(20), nullable=True),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_booking_letter_booking_id')),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_booking_letter_interpreter_id')),
    sa.PrimaryKeyConstraint('message_id', name=op.f('pk_booking_letter')),
    )
    op.create_index('ix_booking_letter_booking_id', 'booking_letter', ['booking_id', 'bounced_at'])
    op.create_index(op.f('ix_booking_letter_interpreter_id'), 'booking_letter', ['interpreter_id'])
    op.create_index(op.f('ix_booking_letter_sent_at'), 'booking_letter', ['sent_at'])
    _received_message()
    _time_proposal()
    op.add_column('offer', sa.Column('by_calendar', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('assignment', instant('declarations_due_at'))
    op.add_column('assignment', instant('declared_at'))
    op.create_index('ix_assignment_undeclared', 'assignment', ['declarations_due_at'],
                    postgresql_where=sa.text(UNDECLARED), sqlite_where=sa.text(UNDECLARED))


def _received_message() -> None:
    op.create_table('received_message',
    sa.Column('id', sa.Integer(), nullable=False),
    instant('received_at', nullable=False),
    sa.Column('channel', codes('channel', 'lmtp', 'smtp', 'imap'), nullable=False),
    sa.Column('digest', text(64), nullable=False),
    sa.Column('token', text(64), nullable=True),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('state', codes('state', *STATES), nullable=False),
    sa.Column('why', text(60), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    instant('handled_at'),
    sa.Column('booking_id', sa.Integer(), nullable=True),
    sa.Column('interpreter_id', sa.Integer(), nullable=True),
    sa.Column('method', text(20), nullable=True),
    sa.Column('answer', text(20), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=True),
    instant('stamp'),
    instant('settled_at'),
    sa.Column('settled_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_received_message_booking_id')),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_received_message_interpreter_id')),
    sa.ForeignKeyConstraint(['settled_by'], ['account.id'], name=op.f('fk_received_message_settled_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_received_message')),
    sa.UniqueConstraint('digest', name=op.f('uq_received_message_digest')),
    )
    op.create_index('ix_received_message_waiting', 'received_message', ['id'],
                    postgresql_where=sa.text("state = 'waiting'"), sqlite_where=sa.text("state = 'waiting'"))
    op.create_index('ix_received_message_state', 'received_message', ['state', 'id'])
    op.create_index('ix_received_message_booking_id', 'received_message', ['booking_id', 'interpreter_id'])


def _time_proposal() -> None:
    op.create_table('time_proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('booking_id', sa.Integer(), nullable=False),
    sa.Column('interpreter_id', sa.Integer(), nullable=False),
    sa.Column('booking_version', sa.Integer(), nullable=False),
    instant('starts_at', nullable=False),
    instant('ends_at', nullable=False),
    sa.Column('status', codes('proposalstatus', 'open', 'accepted', 'declined', 'replaced'), nullable=False),
    instant('proposed_at', nullable=False),
    instant('answered_at'),
    sa.Column('answered_by', sa.Integer(), nullable=True),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_time_proposal_ends_after_start')),
    sa.ForeignKeyConstraint(['answered_by'], ['account.id'], name=op.f('fk_time_proposal_answered_by')),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_time_proposal_booking_id')),
    sa.ForeignKeyConstraint(['interpreter_id'], ['interpreter.id'], name=op.f('fk_time_proposal_interpreter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_time_proposal')),
    )
    op.create_index('ix_time_proposal_interpreter_id', 'time_proposal', ['interpreter_id'])
    op.create_index('uq_time_proposal_one_open', 'time_proposal', ['booking_id'], unique=True,
                    postgresql_where=sa.text("status = 'open'"), sqlite_where=sa.text("status = 'open'"))


def downgrade() -> None:
    op.drop_index('ix_assignment_undeclared', table_name='assignment')
    op.drop_column('assignment', 'declared_at')
    op.drop_column('assignment', 'declarations_due_at')
    op.drop_column('offer', 'by_calendar')
    op.drop_table('time_proposal')
    op.drop_table('received_message')
    op.drop_table('booking_letter')
    op.drop_table('offer_by_calendar')
