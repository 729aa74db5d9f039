"""deviations and needs"""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


BEFORE = ('interpreter', 'booker', 'agency_administrator', 'verifier', 'coordinator', 'registry_officer', 'registry_administrator', 'auditor')
AFTER = (*BEFORE, 'need_registrar')


def roles(known: tuple[str, ...]) -> None:
    """The roles an account may hold; the check is made anew, and so is SQLite's table."""
    told = ", ".join(f"'{role}'" for role in known)
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_role_grant_role'), type_='check')
        batch_op.create_check_constraint(op.f('ck_role_grant_role'), f"role IN ({told})")


def upgrade() -> None:
    op.create_table('guideline',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(length=4000), nullable=True),
    sa.Column('url', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
    sa.Column('minimums', sa.JSON(), nullable=False),
    sa.Column('set_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('set_by', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_guideline_organisation_id')),
    sa.ForeignKeyConstraint(['set_by'], ['account.id'], name=op.f('fk_guideline_set_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guideline'))
    )
    with op.batch_alter_table('guideline', schema=None) as batch_op:
        batch_op.create_index('ix_guideline_organisation_id_id', ['organisation_id', 'id'], unique=False)

    op.create_table('deviation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('booking_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('below_duty', 'child', 'adult_relative', 'colleague', 'no_interpreter', name='deviationkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('ground', sa.Enum('cannot_wait', 'emergency', 'strong_reasons', 'dispensation', 'justifiable_for_child', name='deviationground', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
    sa.Column('planned', sa.Boolean(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=True),
    sa.Column('max_category', sa.Integer(), nullable=True),
    sa.Column('registered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('registered_by', sa.Integer(), nullable=False),
    sa.Column('why', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
    sa.Column('withdrawn', sa.Boolean(), nullable=False),
    sa.Column('snapshot', sa.JSON(), nullable=True),
    sa.CheckConstraint('edition >= 1', name=op.f('ck_deviation_edition')),
    sa.CheckConstraint('max_category BETWEEN 1 AND 5', name=op.f('ck_deviation_max_category')),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_deviation_booking_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_deviation_organisation_id')),
    sa.ForeignKeyConstraint(['registered_by'], ['account.id'], name=op.f('fk_deviation_registered_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deviation')),
    sa.UniqueConstraint('reference', 'edition', name=op.f('uq_deviation_reference_edition'))
    )
    with op.batch_alter_table('deviation', schema=None) as batch_op:
        batch_op.create_index('ix_deviation_booking_id', ['booking_id'], unique=False)
        batch_op.create_index('ix_deviation_happened_on', ['happened_on'], unique=False)
        batch_op.create_index('ix_deviation_organisation_id_happened_on', ['organisation_id', 'happened_on', 'id'], unique=False)

    op.create_table('need',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reference', sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('status', sa.Enum('draft', 'booked', 'dropped', 'lapsed', name='needstatus', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('asked_language', sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=True),
    sa.Column('variety', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=True),
    sa.Column('modality', sa.Enum('on_site', 'screen', 'telephone', name='modality', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('wished_from', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('wished_to', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('case_reference', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
    sa.Column('booking_id', sa.Integer(), nullable=True),
    sa.Column('reminded_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('closed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.Column('why', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
    sa.Column('idempotency_key', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
    sa.Column('body_digest', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
    sa.CheckConstraint('wished_to > wished_from', name=op.f('ck_need_wished_to_after_from')),
    sa.ForeignKeyConstraint(['booking_id'], ['booking.id'], name=op.f('fk_need_booking_id')),
    sa.ForeignKeyConstraint(['closed_by'], ['account.id'], name=op.f('fk_need_closed_by')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_need_created_by')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_need_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need')),
    sa.UniqueConstraint('booking_id', name=op.f('uq_need_booking_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_need_reference'))
    )
    with op.batch_alter_table('need', schema=None) as batch_op:
        batch_op.create_index('ix_need_organisation_id_wished_from', ['organisation_id', 'wished_from', 'id'], unique=False)
        batch_op.create_index('ix_need_status_wished_from', ['status', 'wished_from'], unique=False)
        batch_op.create_index('ix_need_status_wished_to', ['status', 'wished_to'], unique=False)
        batch_op.create_index('uq_need_created_by_idempotency_key', ['created_by', 'idempotency_key'], unique=True)

    roles(AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM role_grant WHERE role = 'need_registrar'")
    roles(BEFORE)
    with op.batch_alter_table('need', schema=None) as batch_op:
        batch_op.drop_index('uq_need_created_by_idempotency_key')
        batch_op.drop_index('ix_need_status_wished_to')
        batch_op.drop_index('ix_need_status_wished_from')
        batch_op.drop_index('ix_need_organisation_id_wished_from')

    op.drop_table('need')

    with op.batch_alter_table('deviation', schema=None) as batch_op:
        batch_op.drop_index('ix_deviation_organisation_id_happened_on')
        batch_op.drop_index('ix_deviation_happened_on')
        batch_op.drop_index('ix_deviation_booking_id')

    op.drop_table('deviation')
    with op.batch_alter_table('guideline', schema=None) as batch_op:
        batch_op.drop_index('ix_guideline_organisation_id_id')

    op.drop_table('guideline')
