-- Gradings of a submission to a coding challenge.

CREATE TABLE attempt (
  event_id INTEGER PRIMARY KEY REFERENCES event (event_id),
  challenge TEXT NOT NULL CHECK (challenge <> ''),
  language TEXT NOT NULL CHECK (language <> ''),
  file_hash INTEGER NOT NULL,  -- 64 bits without a sign, as elsewhere
  verdict TEXT NOT NULL CHECK (verdict <> ''),  -- such as PASS
  required_passed INTEGER NOT NULL CHECK (required_passed >= 0),
  required_total INTEGER NOT NULL CHECK (required_total >= 0),
  findings TEXT NOT NULL,  -- the requirements that were broken, with spaces between them
  took_ms INTEGER NOT NULL CHECK (took_ms >= 0),
  elapsed_ms INTEGER CHECK (elapsed_ms >= 0)  -- of the challenge's clock, where it ran
) STRICT;

CREATE TRIGGER attempt_update BEFORE UPDATE ON attempt
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER attempt_delete BEFORE DELETE ON attempt
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER attempt_replace BEFORE INSERT ON attempt
  WHEN EXISTS (SELECT 1 FROM attempt WHERE event_id = NEW.event_id)
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
