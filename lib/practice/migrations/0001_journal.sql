-- What the user has done, as a log that only grows. Every event has one row in `event`, which gives
-- it its place in the order of all events, and one row in the table of its kind. A further kind of
-- answer is a further table; nothing here has to be rebuilt for it.
-- Times are milliseconds since 1970-01-01 UTC. Numbers of 64 bits without a sign (seed,
-- item_revision) are stored with the same bits.

CREATE TABLE run (
  run_id INTEGER PRIMARY KEY,
  begun_ms INTEGER NOT NULL,
  verb TEXT NOT NULL CHECK (verb <> ''),
  seed INTEGER NOT NULL,
  off_schedule INTEGER NOT NULL CHECK (off_schedule IN (0, 1))
) STRICT;

CREATE TABLE event (
  event_id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run (run_id),
  at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE choice_answer (
  event_id INTEGER PRIMARY KEY REFERENCES event (event_id),
  item_id TEXT NOT NULL CHECK (item_id <> ''),
  item_revision INTEGER NOT NULL,
  topic TEXT NOT NULL,
  option_index INTEGER NOT NULL CHECK (option_index >= 0),  -- in the order of the content file
  correct INTEGER NOT NULL CHECK (correct IN (0, 1)),
  certainty INTEGER CHECK (certainty BETWEEN 1 AND 3),
  thinking_ms INTEGER NOT NULL CHECK (thinking_ms >= 0)
) STRICT;

CREATE TABLE skip (
  event_id INTEGER PRIMARY KEY REFERENCES event (event_id),
  item_id TEXT NOT NULL CHECK (item_id <> '')
) STRICT;

CREATE TABLE flag (
  event_id INTEGER PRIMARY KEY REFERENCES event (event_id),
  item_id TEXT NOT NULL CHECK (item_id <> ''),
  note TEXT NOT NULL
) STRICT;

-- Takes back an earlier event, at most once.
CREATE TABLE undo (
  event_id INTEGER PRIMARY KEY REFERENCES event (event_id),
  undone_id INTEGER NOT NULL UNIQUE REFERENCES event (event_id) CHECK (undone_id < event_id)
) STRICT;

-- INSERT OR REPLACE deletes without firing delete triggers, hence the third one of each table.

CREATE TRIGGER run_update BEFORE UPDATE ON run
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER run_delete BEFORE DELETE ON run
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER run_replace BEFORE INSERT ON run
  WHEN EXISTS (SELECT 1 FROM run WHERE run_id = NEW.run_id)
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER event_update BEFORE UPDATE ON event
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER event_delete BEFORE DELETE ON event
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER event_replace BEFORE INSERT ON event
  WHEN EXISTS (SELECT 1 FROM event WHERE event_id = NEW.event_id)
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER choice_answer_update BEFORE UPDATE ON choice_answer
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER choice_answer_delete BEFORE DELETE ON choice_answer
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER choice_answer_replace BEFORE INSERT ON choice_answer
  WHEN EXISTS (SELECT 1 FROM choice_answer WHERE event_id = NEW.event_id)
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER skip_update BEFORE UPDATE ON skip
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER skip_delete BEFORE DELETE ON skip
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER skip_replace BEFORE INSERT ON skip
  WHEN EXISTS (SELECT 1 FROM skip WHERE event_id = NEW.event_id)
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER flag_update BEFORE UPDATE ON flag
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER flag_delete BEFORE DELETE ON flag
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER flag_replace BEFORE INSERT ON flag
  WHEN EXISTS (SELECT 1 FROM flag WHERE event_id = NEW.event_id)
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER undo_update BEFORE UPDATE ON undo
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER undo_delete BEFORE DELETE ON undo
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER undo_replace BEFORE INSERT ON undo
  WHEN EXISTS (SELECT 1 FROM undo WHERE event_id = NEW.event_id OR undone_id = NEW.undone_id)
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
