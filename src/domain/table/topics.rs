//! Commands about topics: what customers tell us, and our own front line.

use super::{ANSWERS_TOPICS, May, Offline, Row, row};

pub(super) const ROWS: &[Row] = &[
    row(
        "tag_topic",
        May::Participants,
        Offline::Kept,
        &["topic_tagged"],
        "A customer raises a topic; the same topic again counts an account once and opens it again",
    )
    .undoable(),
    row(
        "raise_topic",
        May::Participants,
        Offline::Kept,
        &["topic_raised"],
        "Our own front line raises a topic; nobody's name is kept with it",
    ),
    row(
        "merge_topics",
        May::Participants,
        Offline::Asked,
        &["topics_merged"],
        "Two topics are one",
    )
    .undoable(),
    row(
        "answer_topic",
        May::Participants,
        Offline::Asked,
        &["topic_answered"],
        "What helps against a topic until it is mended; callers see it",
    )
    .takes(ANSWERS_TOPICS)
    .undoable(),
    row(
        "own_topic",
        May::Participants,
        Offline::Asked,
        &["topic_owned"],
        "Sees to a topic oneself; giving it to somebody else takes the duty",
    )
    .takes(ANSWERS_TOPICS)
    .undoable(),
    row(
        "cross_off_topic",
        May::Participants,
        Offline::Asked,
        &["topic_crossed_off"],
        "A topic is done; everyone whose account raised it is to be told",
    )
    .takes(ANSWERS_TOPICS)
    .undoable(),
];
