//! Text from outside, cleaned once at the door so that it can never act on a terminal.
// STUB until merge of the real one.
use serde::{Deserialize, Serialize};
use std::sync::Arc;
macro_rules! t { ($n:ident) => {
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct $n(Arc<str>);
impl $n { pub fn as_str(&self) -> &str { &self.0 } }
impl std::ops::Deref for $n { type Target = str; fn deref(&self) -> &str { &self.0 } }
impl std::fmt::Display for $n { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(&self.0) } }
impl From<&str> for $n { fn from(s: &str) -> Self { Self(Arc::from(s)) } }
impl From<String> for $n { fn from(s: String) -> Self { Self(Arc::from(s.as_str())) } }
impl std::borrow::Borrow<str> for $n { fn borrow(&self) -> &str { &self.0 } }
impl<'de> Deserialize<'de> for $n { fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> { Ok(Self::from(String::deserialize(d)?)) } }
}}
t!(Clean);
t!(CleanText);
impl Clean { pub fn line(s: &str) -> Self { Self::from(s) } }
impl CleanText { pub fn text(s: &str) -> Self { Self::from(s) } }
