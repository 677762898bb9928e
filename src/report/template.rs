//! The template of a report: the built-in one, or a team's own.

use super::escape::escaped;
use super::view::View;
use crate::domain::nearest::nearest;
use crate::domain::reports::Content;
use crate::domain::text::Clean;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use serde::Serialize;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error as Sentence;

/// The name of the file in `reports/` of a folder of settings.
const FILE: &str = "rfi.md";

/// Why there is no text.
#[derive(Clone, Debug, PartialEq, Sentence)]
pub enum ReportError {
    #[error("cannot read {}: {why}", path.display())]
    Unreadable { path: PathBuf, why: String },
    // Correct it there.
    #[error("{place}:{line}: {what}")]
    Wrong {
        place: String,
        line: usize,
        what: String,
    },
}

/// A template that was tried on a report in which every field is filled.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    place: Arc<str>,
    text: Arc<str>,
}

impl Template {
    pub fn built_in() -> Template {
        Template {
            place: FILE.into(),
            text: include_str!("../reports/rfi.md").into(),
        }
    }

    /// The team's own `reports/rfi.md` in the last of these folders that has one, else the built-in one.
    ///
    /// # Errors
    /// It cannot be read, or is wrong; with its line.
    pub fn load(folders: &[PathBuf]) -> Result<Template, ReportError> {
        for folder in folders.iter().rev() {
            let path = folder.join(FILE);
            match std::fs::read_to_string(&path) {
                Ok(text) => return Template::parse(&path, &text),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => {
                    let why = error.to_string();
                    return Err(ReportError::Unreadable { path, why });
                }
            }
        }
        Ok(Template::built_in())
    }

    /// # Errors
    /// Its form is wrong, or it asks for a field that no report has; with its line.
    pub fn parse(path: &Path, text: &str) -> Result<Template, ReportError> {
        // Its words are printed as they are; what fills them was cleaned where it came in.
        let lines: Vec<Clean> = text
            .lines()
            .enumerate()
            .map(|(at, line)| {
                Clean::whole(line).map_err(|long| ReportError::Wrong {
                    place: path.display().to_string(),
                    line: at + 1,
                    what: format!("this line {long}; make two of it"),
                })
            })
            .collect::<Result<_, _>>()?;
        let template = Template {
            place: path.display().to_string().into(),
            text: lines.join("\n").into(),
        };
        let full = View::full();
        template.known(&full)?;
        template.fill(&full)?;
        Ok(template)
    }

    /// Names that stand in no report, wherever the template uses them.
    fn known(&self, full: &Value) -> Result<(), ReportError> {
        let environment = environment();
        let parsed = environment
            .template_from_named_str(&self.place, &self.text)
            .map_err(|error| self.wrong(&error))?;
        let names: Vec<&str> = full
            .as_object()
            .map(|fields| fields.keys().map(String::as_str).collect())
            .unwrap_or_default();
        let mut asked: Vec<String> = parsed.undeclared_variables(false).into_iter().collect();
        asked.sort();
        let unknown = asked.iter().find(|name| !names.contains(&name.as_str()));
        let Some(unknown) = unknown else { return Ok(()) };
        let line = self.text.lines().position(|line| line.contains(unknown.as_str()));
        let meant = nearest(unknown, names.iter().copied());
        let meant = meant.map_or_else(
            || format!("; the fields are {}", names.join(", ")),
            |name| format!("; did you mean {name}?"),
        );
        Err(ReportError::Wrong {
            place: self.place.to_string(),
            line: line.map_or(1, |line| line + 1),
            what: format!("a report has no field {unknown}{meant}"),
        })
    }

    /// As Markdown.
    ///
    /// # Errors
    /// The template is wrong in a place that only this report reaches; with its line.
    pub fn markdown(&self, content: &Content) -> Result<String, ReportError> {
        self.fill(&View::of(content))
    }

    fn fill(&self, view: &impl Serialize) -> Result<String, ReportError> {
        let environment = environment();
        let text = environment
            .template_from_named_str(&self.place, &self.text)
            .and_then(|template| template.render(minijinja::Value::from(Serde(view))))
            .map_err(|error| self.wrong(&error))?;
        Ok(tidy(&text))
    }

    fn wrong(&self, error: &Error) -> ReportError {
        let what = match error.kind() {
            ErrorKind::UndefinedError => "this asks for a field that no report has".to_owned(),
            _ => error
                .detail()
                .map_or_else(|| error.kind().to_string(), str::to_owned),
        };
        ReportError::Wrong {
            place: self.place.to_string(),
            line: error.line().unwrap_or(1),
            what,
        }
    }
}

/// Strict: a slip in a name is an error and never a blank in a letter to a customer.
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.remove_filter("safe");
    environment.add_filter("ended", ended);
    environment.add_filter("sentence", sentence);
    environment.set_formatter(|out, state, value| {
        match value.as_str() {
            Some(text) => out.write_str(&escaped(text))?,
            None => minijinja::escape_formatter(out, state, value)?,
        }
        Ok(())
    });
    if let Ok(syntax) = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
    {
        environment.set_syntax(syntax);
    }
    environment
}

/// With a stop at its end: words from the record were written in a hurry, and stand in a letter.
fn ended(words: String) -> String {
    let words = words.trim();
    let ends = words.is_empty() || words.ends_with(['.', '!', '?', '…', ':', '”']);
    match ends {
        true => words.to_owned(),
        false => format!("{words}."),
    }
}

/// With a capital at its beginning as well; an address is written as it is.
fn sentence(words: String) -> String {
    let words = ended(words);
    let begins = words.split_whitespace().next().unwrap_or_default();
    let mut letters = words.chars();
    match letters.next() {
        Some(first) if !begins.contains(['@', '/']) => {
            format!("{}{}", first.to_uppercase(), letters.as_str())
        }
        Some(_) | None => words,
    }
}

/// No two blank lines in a row, whatever was left out between them, and one line break at the end.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() && blank {
            continue;
        }
        blank = line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    let end = out.trim_end().len();
    out.truncate(end);
    out.push('\n');
    out
}
