//! What the doctor says of one thing: how it is, and what to do about it.

use serde::Serialize;

#[derive(Debug, PartialEq, Serialize)]
pub struct Finding {
    /// One or two words.
    pub about: &'static str,
    pub says: String,
    /// What to do, where something is not as it could be.
    #[serde(rename = "do")]
    pub advice: Option<String>,
    /// Something does not work until that is done.
    pub bad: bool,
}

/// How it is, where that is well.
pub fn well(about: &'static str, says: impl Into<String>) -> Finding {
    Finding {
        about,
        says: says.into(),
        advice: None,
        bad: false,
    }
}

impl Finding {
    /// It works, and could be better so.
    pub fn better(mut self, advice: impl Into<String>) -> Finding {
        self.advice = Some(advice.into());
        self
    }

    /// It does not work before this is done.
    pub fn bad(mut self, advice: impl Into<String>) -> Finding {
        self.advice = Some(advice.into());
        self.bad = true;
        self
    }
}
