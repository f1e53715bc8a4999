"""Where readings are kept: one table in PostgreSQL."""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Column, DateTime, Float, Integer, MetaData, Table, create_engine, func, select
from sqlalchemy.engine import URL, Engine

metadata = MetaData()
readings = Table(
    "readings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), server_default=func.now()),
    Column("digit", Integer, nullable=False),
    Column("certainty", Float, nullable=False),
)


def read_password() -> str:
    """From the file that DATABASE_PASSWORD_FILE names, otherwise from DATABASE_PASSWORD."""
    file = os.environ.get("DATABASE_PASSWORD_FILE")
    return Path(file).read_text().strip() if file else os.environ["DATABASE_PASSWORD"]


def open_store() -> Engine:
    """Connects and makes the table. Raises when the database does not answer: then the service ends."""
    address = URL.create(
        "postgresql+psycopg2",
        username=os.environ["DATABASE_USER"],
        password=read_password(),
        host=os.environ["DATABASE_HOST"],
        port=int(os.environ.get("DATABASE_PORT", "5432")),
        database=os.environ["DATABASE_NAME"],
    )
    # pool_pre_ping: a connection that died with the database is replaced before it is used again.
    engine = create_engine(address, pool_pre_ping=True, connect_args={"connect_timeout": 2})
    metadata.create_all(engine)
    return engine


def save(engine: Engine, digit: int, certainty: float) -> int:
    with engine.begin() as connection:
        row = connection.execute(readings.insert().values(digit=digit, certainty=certainty))
        return int(row.inserted_primary_key[0])


def newest(engine: Engine, limit: int = 5) -> dict[str, Any]:
    with engine.begin() as connection:
        count = connection.execute(select(func.count()).select_from(readings)).scalar_one()
        rows = connection.execute(select(readings).order_by(readings.c.id.desc()).limit(limit))
        return {"count": count, "newest": [dict(row._mapping) for row in rows]}
