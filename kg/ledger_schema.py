"""The tables of the ledger."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS numbers (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

-- shards that count; a file that is not here is swept
CREATE TABLE IF NOT EXISTS shards (
  name TEXT PRIMARY KEY, generation INTEGER NOT NULL, claims INTEGER NOT NULL, nodes INTEGER NOT NULL,
  documents INTEGER NOT NULL, claim_buckets BLOB NOT NULL, node_buckets BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shard_origins (
  origin TEXT NOT NULL, shard TEXT NOT NULL, PRIMARY KEY (origin, shard)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS origins_of_shard ON shard_origins (shard);

-- rows of the origin are hidden in shards of this generation and older
CREATE TABLE IF NOT EXISTS tombstones (origin TEXT PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS documents (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, shard TEXT NOT NULL, live INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS documents_by_name ON documents (name);
CREATE INDEX IF NOT EXISTS documents_by_shard ON documents (shard);

CREATE TABLE IF NOT EXISTS done (
  item TEXT PRIMARY KEY, extractor TEXT NOT NULL, source TEXT NOT NULL, evidence INTEGER NOT NULL,
  nodes INTEGER NOT NULL, dropped TEXT NOT NULL
) WITHOUT ROWID;
-- which input holds which origin (document id or reference source)
CREATE TABLE IF NOT EXISTS members (
  source TEXT NOT NULL, origin TEXT NOT NULL, PRIMARY KEY (source, origin)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sources_of_origin ON members (origin);
CREATE TABLE IF NOT EXISTS leases (id INTEGER PRIMARY KEY, items TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS buckets (
  kind TEXT NOT NULL, bucket INTEGER NOT NULL, file TEXT NOT NULL, rows INTEGER NOT NULL, hash TEXT NOT NULL,
  evidence INTEGER NOT NULL, PRIMARY KEY (kind, bucket)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dirty (
  kind TEXT NOT NULL, bucket INTEGER NOT NULL, full INTEGER NOT NULL, PRIMARY KEY (kind, bucket)
) WITHOUT ROWID;
-- documents whose rewriting has begun and must be finished
CREATE TABLE IF NOT EXISTS forgetting (origin TEXT PRIMARY KEY) WITHOUT ROWID;
"""
