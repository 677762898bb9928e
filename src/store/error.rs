//! Why the store could not do it: sentences for whoever runs the hub.

use thiserror::Error;

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StoreError {
    // It cannot be opened: use another, or what is needed for this one. It is as it was.
    #[error("{who} is using {path}; stop it, or name another store with --store")]
    InUse { path: String, who: &'static str },
    #[error(
        "{path} was written by a newer warroom (format {found}, this one reads {known}); upgrade, or name another \
         store with --store"
    )]
    Newer { path: String, found: i32, known: i32 },
    #[error("{path} is not a store of warroom: {what}. It was left as it is; name another with --store")]
    NotAStore { path: String, what: String },
    #[error(
        "{path} is damaged: {what}. It was left as it is; put back a copy of it, or name another store with --store"
    )]
    Damaged { path: String, what: String },
    #[error(
        "cannot {doing} {path}: {why}. Make that possible for this user, or name another store with --store"
    )]
    NoPlace {
        path: String,
        doing: &'static str,
        why: String,
    },
    #[error(
        "this warroom was built with SQLite {found}, which can lose data; build it with {needed} or newer (the one \
         it brings along is)"
    )]
    SqliteTooOld { found: String, needed: &'static str },

    // Refused, and nothing has changed.
    #[error(
        "that would leave no token with the access \"admin\", and nobody could make another; make one first (warroom \
         token new --role admin), or revoke one of several by --role or --id"
    )]
    LastAdmin,

    #[error("somebody is taking a backup of {path} already; take another when that is done")]
    BackingUp { path: String },
    #[error("this record is in memory and goes with its hub: there is no file to back up")]
    InMemory,
    #[error(
        "the backup was cut off: it took too long, the disk was full, or the hub was stopped. Nothing is left of it; \
         take another"
    )]
    CutOff,

    // Nothing was recorded: make room, and it goes on without a restart.
    #[error("not recorded: on the hub {why}; it goes on by itself once there is room ({path})")]
    Full { path: String, why: String },
    #[error("{path} has become read-only. Nothing was recorded; make it writable, and it goes on by itself")]
    ReadOnly { path: String },

    // Nothing more is recorded: restart the hub.
    #[error(
        "the disk failed under {path} ({why}). Nothing more is recorded, so that nothing is lost unseen; look at the \
         disk, then restart the hub"
    )]
    Failed { path: String, why: String },

    // Nothing was recorded, and it is not the user's fault.
    #[error("{path} was asked for something wrong, which is a defect of warroom: {what}")]
    Defect { path: String, what: String },
}

impl StoreError {
    /// The same in few words, for whoever asks without a token: no path and no name is in them.
    pub fn in_short(&self) -> String {
        let short = match self {
            StoreError::Full { why, .. } => why,
            StoreError::ReadOnly { .. } => "the record is read-only",
            StoreError::Failed { .. } => "the disk failed; the hub must be restarted",
            StoreError::Damaged { .. } => "the record is damaged",
            StoreError::InUse { .. } => "another program uses the record",
            StoreError::Defect { .. } => "a defect; the hub's own log says more",
            StoreError::Newer { .. }
            | StoreError::NotAStore { .. }
            | StoreError::NoPlace { .. }
            | StoreError::SqliteTooOld { .. }
            | StoreError::LastAdmin
            | StoreError::BackingUp { .. }
            | StoreError::InMemory
            | StoreError::CutOff => "the hub's own log says more",
        };
        short.to_owned()
    }
}
