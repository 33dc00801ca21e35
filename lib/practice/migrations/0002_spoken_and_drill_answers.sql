-- Answers said aloud or typed, judged point by point, and answers to drills. Further kinds of
-- answer, so further tables; the view brings all kinds together.

CREATE TABLE spoken_answer (
  event_id INTEGER PRIMARY KEY REFERENCES event (event_id),
  item_id TEXT NOT NULL CHECK (item_id <> ''),
  item_revision INTEGER NOT NULL,
  topic TEXT NOT NULL,
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),  -- again, hard, good, easy
  speaking_ms INTEGER NOT NULL CHECK (speaking_ms >= 0),
  typed TEXT  -- the answer, where it was typed
) STRICT;

-- What the learner said of each key point, in the order of the content file, and what the comparison
-- of a typed answer had suggested: the one is the grade, the other is to be measured by it.
CREATE TABLE spoken_point (
  event_id INTEGER NOT NULL REFERENCES spoken_answer (event_id),
  point INTEGER NOT NULL CHECK (point >= 0),
  must INTEGER NOT NULL CHECK (must IN (0, 1)),
  said INTEGER NOT NULL CHECK (said IN (0, 1)),
  suggested TEXT CHECK (suggested IN ('found', 'maybe', 'missing', 'contradicted')),
  PRIMARY KEY (event_id, point)
) STRICT, WITHOUT ROWID;

CREATE TABLE drill_answer (
  event_id INTEGER PRIMARY KEY REFERENCES event (event_id),
  item_id TEXT NOT NULL CHECK (item_id <> ''),
  item_revision INTEGER NOT NULL,
  topic TEXT NOT NULL,
  drawn TEXT NOT NULL,  -- the parameters, such as "n=20 p=0.01"
  given TEXT NOT NULL,  -- as it was typed
  correct INTEGER NOT NULL CHECK (correct IN (0, 1)),
  thinking_ms INTEGER NOT NULL CHECK (thinking_ms >= 0)
) STRICT;

CREATE VIEW answer AS
  SELECT event_id, 'choice' AS kind, item_id, item_revision, topic, correct, thinking_ms,
    option_index, certainty, NULL AS rating, NULL AS text, NULL AS drawn
  FROM choice_answer
  UNION ALL
  SELECT event_id, 'open', item_id, item_revision, topic, rating > 1, speaking_ms,
    NULL, NULL, rating, typed, NULL
  FROM spoken_answer
  UNION ALL
  SELECT event_id, 'drill', item_id, item_revision, topic, correct, thinking_ms,
    NULL, NULL, NULL, given, drawn
  FROM drill_answer;

CREATE TRIGGER spoken_answer_update BEFORE UPDATE ON spoken_answer
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER spoken_answer_delete BEFORE DELETE ON spoken_answer
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER spoken_answer_replace BEFORE INSERT ON spoken_answer
  WHEN EXISTS (SELECT 1 FROM spoken_answer WHERE event_id = NEW.event_id)
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER spoken_point_update BEFORE UPDATE ON spoken_point
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER spoken_point_delete BEFORE DELETE ON spoken_point
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER spoken_point_replace BEFORE INSERT ON spoken_point
  WHEN EXISTS (SELECT 1 FROM spoken_point WHERE event_id = NEW.event_id AND point = NEW.point)
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER drill_answer_update BEFORE UPDATE ON drill_answer
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER drill_answer_delete BEFORE DELETE ON drill_answer
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER drill_answer_replace BEFORE INSERT ON drill_answer
  WHEN EXISTS (SELECT 1 FROM drill_answer WHERE event_id = NEW.event_id)
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
