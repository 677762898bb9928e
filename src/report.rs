//! Reports as text: a template filled with what a report says, as Markdown or as a page to print.
//!
//! What a report says is decided in the domain ([`crate::domain::report_content`]); here it gets its form. Whatever
//! people or customers wrote is escaped, so that it reads as it was written and is no markup.

pub mod edit;
mod escape;
mod page;
mod template;
mod view;
mod words;

pub use page::page;
pub use template::{ReportError, Template};
pub use words::{day, when};
