//! What SQLite says, as what the user can do about it.

use super::error::StoreError;
use rusqlite::{Error, ErrorCode, ffi};

/// While the store is being opened, when nothing goes on by itself.
pub fn told_at_the_door(path: &str, error: &Error) -> StoreError {
    let no_place = |path, why| StoreError::NoPlace {
        path,
        doing: "write to",
        why,
    };
    match told(path, error) {
        StoreError::Full { path, why } => no_place(path, why),
        StoreError::ReadOnly { path } => no_place(path, "it is read-only".to_owned()),
        other => other,
    }
}

/// While the store is in use.
pub fn told(path: &str, error: &Error) -> StoreError {
    let (path, what) = (path.to_owned(), error.to_string());
    // A value of the wrong kind, or text that does not parse.
    let Some(reason) = error.sqlite_error() else {
        return StoreError::Damaged { path, what };
    };
    match reason.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::InUse {
            path,
            who: "another program",
        },
        ErrorCode::NotADatabase => StoreError::NotAStore {
            path,
            what: "it is not a database".to_owned(),
        },
        ErrorCode::CannotOpen | ErrorCode::PermissionDenied => StoreError::NoPlace {
            path,
            doing: "open",
            why: what,
        },
        ErrorCode::ReadOnly => StoreError::ReadOnly { path },
        ErrorCode::DiskFull => StoreError::Full {
            path,
            why: "the disk is full".to_owned(),
        },
        // A write that failed is made again by the next commit, before the sync that it answers for.
        ErrorCode::SystemIoFailure if reason.extended_code == ffi::SQLITE_IOERR_WRITE => StoreError::Full {
            path,
            why: "a quota or a limit is used up, or the disk is failing".to_owned(),
        },
        ErrorCode::ConstraintViolation => StoreError::Defect { path, what },
        // `Unknown` is an error in SQL, and ours is right: the tables are not.
        ErrorCode::DatabaseCorrupt | ErrorCode::Unknown | ErrorCode::TypeMismatch => {
            StoreError::Damaged { path, what }
        }
        _ => StoreError::Failed { path, why: what },
    }
}
